"""One ranking rule on one grouping: from rankings to a finding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fairgate.policy import Waiver
from fairgate.ranking.gate import messages
from fairgate.ranking.gate.answers import Answer
from fairgate.ranking.gate.asked import Case, answers
from fairgate.ranking.gate.policy import RankingRule
from fairgate.ranking.gate.table import Grouped
from fairgate.verdict import Finding, Outcome, Shown, Waived

__all__ = ["Case", "find"]


def find(case: Case) -> Finding:
    """Judge one rule on one grouping."""
    rule = case.rule
    blank = Finding(
        rule.id,
        rule.metric,
        case.name,
        rule.kind,
        Outcome.UNKNOWN,
        rule.limit,
        rule.must_detect,
        rule.at_least,
        message="",
        line=case.line,
    )
    if rule.regression is not None and case.before is None:
        return _without_baseline(case, blank)
    grouped = case.now.by(case.attributes)
    rows = {grouped.everybody.groups[at]: int(grouped.rows[at]) for at in grouped.complete}
    blank = replace(blank, rows={str(k): n for k, n in rows.items()}, notes=_notes(case, grouped))
    blank = replace(blank, waived=tuple(_told(case, waiver) for waiver in case.waivers))
    found = answers(case, grouped)
    if not found:
        words = "Everybody whom this rule could find at a disadvantage is waived."
        return replace(blank, outcome=Outcome.PASS, message=words)
    return _conclude(case, found, blank)


def _told(case: Case, waiver: Waiver) -> Waived:
    day, expired = waiver.until.isoformat(), waiver.until < case.today
    return Waived(waiver.groups, day, waiver.owner, waiver.why, waiver.issue, expired=expired)


def _without_baseline(case: Case, blank: Finding) -> Finding:
    if case.first_model:
        words = "Not applicable: there is no ranking in use to compare with."
        return replace(blank, outcome=Outcome.PASS, message=words)
    words = (
        "There is no baseline to compare with: give one with --baseline, or say --first-model "
        "if there is none yet."
    )
    return _softened(case, replace(blank, message=words))


def _conclude(case: Case, found: list[Answer], blank: Finding) -> Finding:
    rule = case.rule
    lead = max(found, key=lambda one: _badness(rule, one))
    lacking = [one for one in found if one.lacking]
    outcome = _outcome(rule, found, lead, lacking)
    words = messages.message(
        rule, case.name, lead, outcome, lacking=lacking, confidence=case.policy.confidence
    )
    worst = lead.worst or ((lead.group,) if lead.group else ())
    finding = replace(
        blank,
        outcome=outcome,
        message=words,
        estimate=lead.estimate,
        interval=lead.interval if lead.estimate is not None else None,
        worst=worst,
        values=lead.values or _own(rule, lead),
        shown=tuple(_shown(one) for one in found if one.shown and one.estimate is not None),
    )
    return _softened(case, finding)


def _badness(rule: RankingRule, one: Answer) -> tuple[bool, float]:
    """What is shown comes first, then the worst estimate; no number for nobody is the worst."""
    if one.interval is None:
        return False, -np.inf
    value = one.estimate if one.estimate is not None else -np.inf
    return one.shown, -value if rule.at_least else value


def _own(rule: RankingRule, lead: Answer) -> dict[str, float]:
    if lead.group is None or lead.estimate is None or rule.kind == "regression":
        return {}
    return {lead.group: lead.estimate}


def _shown(one: Answer) -> Shown:
    assert one.estimate is not None
    assert one.interval is not None
    names = one.worst or (one.group or "all groups",)
    return Shown(names[0], names[-1], one.estimate, one.interval)


def _outcome(
    rule: RankingRule, found: list[Answer], lead: Answer, lacking: list[Answer]
) -> Outcome:
    if any(one.shown for one in found):
        return Outcome.FAIL
    beyond = lead.estimate is not None and (
        lead.estimate < rule.limit if rule.at_least else lead.estimate > rule.limit
    )
    if rule.decide == "estimate" and beyond:
        return Outcome.FAIL
    if lacking:
        return Outcome.UNKNOWN
    return Outcome.WARN if any(one.suspicious for one in found) else Outcome.PASS


def _softened(case: Case, finding: Finding) -> Finding:
    if finding.outcome is not Outcome.UNKNOWN or case.rule.on_unknown != "warn":
        return finding
    said = " Reported as a warning because the rule says on_unknown: warn."
    return replace(finding, outcome=Outcome.WARN, message=finding.message + said)


def _notes(case: Case, grouped: Grouped) -> tuple[str, ...]:
    notes = [
        f"The waiver for {waiver.groups} ended on {waiver.until} ({waiver.owner}) and removes "
        "nothing."
        for waiver in case.waivers
        if waiver.until < case.today
    ]
    if grouped.missing:
        left = case.name.replace(",", " or ")
        notes.append(f"Items without {left} are left out, and ranks close up over them.")
    if case.rule.decide == "estimate":
        notes.append("Stricter: decide: estimate blocks on the estimate, without error control.")
    if case.rule.on_unknown == "warn":
        notes.append("Looser: on_unknown: warn lets an unknown pass with a warning.")
    return tuple(notes)
