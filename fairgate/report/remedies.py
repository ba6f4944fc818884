"""What to do next: every refusal names the ways to go on."""

from __future__ import annotations

import json

from fairgate.metrics import CATALOGUE
from fairgate.report import words
from fairgate.verdict import Finding, Outcome, Verdict

_MOST = 4


def remedies(finding: Finding) -> tuple[str, ...]:
    """Return the ways to go on, best first; empty for a pass.

    Names are as the policy has them; :mod:`fairgate.report.safe` makes them printable.

    Examples
    --------
    >>> finding = Finding("r", "accuracy", "sex", "value", Outcome.UNKNOWN, 0.7, 0.6, True, "",
    ...                   rows_needed={"sex=f": 120})
    >>> remedies(finding)[0]
    'Collect more rows: 120 more of sex=f.'
    """
    ways = {
        Outcome.PASS: _after_pass,
        Outcome.WARN: _after_warn,
        Outcome.UNKNOWN: _after_unknown,
        Outcome.FAIL: _after_fail,
    }
    return tuple(filter(None, [*ways[finding.outcome](finding), *_renewals(finding)]))


def waiver(finding: Finding) -> str:
    """Return the line to add under ``waivers:``, with what a person must fill in.

    Empty where nothing blocks, or nobody can be named.

    Examples
    --------
    >>> finding = Finding("r", "accuracy", "sex", "value", Outcome.FAIL, 0.7, 0.6, True, "",
    ...                   worst=("sex=f",))
    >>> print(waiver(finding))
    - {rule: "r", groups: "sex=f", until: YYYY-MM-DD, owner: NAME, why: "REASON"}
    """
    names = _blamed(finding) if finding.outcome is Outcome.FAIL else _lacking(finding)
    if not finding.outcome.blocks or not names:
        return ""
    rule, groups = json.dumps(finding.rule), json.dumps(names[0])
    return f'- {{rule: {rule}, groups: {groups}, until: YYYY-MM-DD, owner: NAME, why: "REASON"}}'


def ways_on(verdict: Verdict) -> tuple[str, ...]:
    """Return what helps with every finding that blocks, with one waiver as an example.

    For reports that name only the first remedy of each finding.
    """
    blocking = [finding for finding in verdict.findings if finding.outcome.blocks]
    ways = []
    if any(finding.outcome is Outcome.UNKNOWN for finding in blocking):
        ways.append(
            "An unknown can also be settled by pooling small groups, by a coarser must_detect, "
            "or by on_unknown: warn for that rule, which reports it and does not block.",
        )
    example = next(filter(None, map(waiver, blocking)), "")
    if example:
        ways.append(
            "A named person may waive a rule for a group until a day, with a reason, under "
            "waivers in the policy on the base branch:",
        )
        ways.append(example)
    return tuple(ways)


def _after_pass(_: Finding) -> list[str]:
    return []


def _after_warn(finding: Finding) -> list[str]:
    worst = _some(list(finding.worst[:1])) or "this grouping"
    return [
        f"It does not block. Look at {worst} before the next release.",
        _collect(finding) or "More rows would settle whether the limit is kept.",
    ]


def _after_unknown(finding: Finding) -> list[str]:
    must_detect = words.plain(finding.must_detect, words.unit_of(finding))
    coarser = (
        f"If a violation of {must_detect} does not matter here yet, say so with a coarser "
        "must_detect."
    )
    warn = (
        f"Set on_unknown: warn for this rule on {finding.groups}, so that it is reported and "
        "does not block."
    )
    return [
        _collect(finding) or _define(finding),
        "Pool small groups that belong together, or judge this rule on a coarser grouping.",
        coarser if finding.rows_needed else "",
        warn,
        _ask_for_waiver(finding),
    ]


def _after_fail(finding: Finding) -> list[str]:
    worst = _some(_blamed(finding)) or "the groups below"
    mend = f"Mend the model, its features or its cut-off for {worst}, and check again."
    metric = CATALOGUE.get(finding.metric)
    harmed = f" Harmed until then: {metric.harmed}." if metric else ""
    return [mend + harmed, _ask_for_waiver(finding)]


def _blamed(finding: Finding) -> list[str]:
    """Return the groups at a disadvantage; "all other groups" together cannot be waived."""
    shown = [s.disadvantaged for s in finding.shown if s.disadvantaged in finding.rows]
    return list(dict.fromkeys(shown or finding.worst[:1]))


def _lacking(finding: Finding) -> list[str]:
    return list(finding.rows_needed or finding.worst[:1])


def _collect(finding: Finding) -> str:
    more = [f"{rows:,} more of {name}" for name, rows in (finding.rows_needed or {}).items()]
    return f"Collect more rows: {_some(more, 'more of ')}." if more else ""


def _define(finding: Finding) -> str:
    if finding.comparison == "regression" and not finding.rows:
        return "Give a baseline, best on the same rows, or say that there is no model yet."
    return "Bring data in which the rule is defined for every group."


def _renewals(finding: Finding) -> list[str]:
    return [
        f"The waiver of {waived.groups} ended on {waived.until}: {waived.owner} can renew it "
        "with a new reason and end date, or remove it."
        for waived in finding.waived
        if waived.expired
    ]


def _ask_for_waiver(finding: Finding) -> str:
    if not waiver(finding):
        return ""
    return (
        "Or let a named person waive it until a day, with a reason: the line below goes under "
        "waivers in the policy on the base branch, one for each group."
    )


def _some(names: list[str], before: str = "") -> str:
    more = len(names) - _MOST
    if more <= 0:
        return words.listing(names) if names else ""
    return words.listing(
        [*names[:_MOST], f"{before}{more} other {'group' if more == 1 else 'groups'}"]
    )
