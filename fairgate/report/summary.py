"""The verdict in a few sentences, the same in every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from fairgate.report import words
from fairgate.report.counts import ShownCounts
from fairgate.report.safe import printable
from fairgate.verdict import Finding, Outcome, Verdict

SAYS = {
    Outcome.PASS: "passes",
    Outcome.WARN: "passes with warnings",
    Outcome.UNKNOWN: "cannot be judged",
    Outcome.FAIL: "fails",
}

MEANING = {
    Outcome.FAIL: "The violation is demonstrated: a simultaneous confidence bound lies beyond "
    "the limit. It blocks.",
    Outcome.UNKNOWN: "The data could not have shown a violation that matters, or a value is "
    "undefined. It blocks, because silence is no proof.",
    Outcome.WARN: "An estimate is beyond the limit and differs from parity, but the violation "
    "is not demonstrated; or the policy lets an unknown through. It does not block.",
    Outcome.PASS: "No violation is shown, and one that matters would have been.",
}


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings for a reader: what blocks comes first, else as in the policy."""
    return sorted(findings, key=lambda finding: -finding.outcome.rank)


def headline(verdict: Verdict) -> str:
    """Return the verdict in one sentence.

    Examples
    --------
    >>> from fairgate.verdict import Comparison
    >>> headline(Verdict("loans", Outcome.PASS, 90, .95, 5, Comparison("none", 0), (), ()))
    'PASS: loans passes; there are no findings.'
    """
    outcome = verdict.outcome
    lead = f"{outcome.value.upper()}: {printable(verdict.policy)} {SAYS[outcome]}"
    wait = " A merge or a rollout must wait." if verdict.blocks else ""
    return f"{lead}; {tally(verdict.findings)}.{wait}"


def tally(findings: Sequence[Finding]) -> str:
    """Count findings by outcome: ``1 of 6 findings fails, 2 are unknown, 3 pass``."""
    if not findings:
        return "there are no findings"
    counted = Counter(finding.outcome for finding in findings)
    parts = [
        f"{counted[outcome]} {_verb(outcome, counted[outcome])}"
        for outcome in reversed(Outcome)
        if counted[outcome]
    ]
    noun = "finding" if len(findings) == 1 else "findings"
    parts[0] = parts[0].replace(" ", f" of {len(findings)} {noun} ", 1)
    return words.listing(parts)


def _verb(outcome: Outcome, number: int) -> str:
    one, many = {
        Outcome.FAIL: ("fails", "fail"),
        Outcome.UNKNOWN: ("is unknown", "are unknown"),
        Outcome.WARN: ("warns", "warn"),
        Outcome.PASS: ("passes", "pass"),
    }[outcome]
    return one if number == 1 else many


def basis(verdict: Verdict, counts: ShownCounts) -> str:
    """Say what was judged, against what, and how sure the verdict is."""
    rows = words.cap(words.rows_of(counts.total))
    other = words.rows_of(counts.compared)
    comparison = {
        "paired": f"compared row by row with a baseline ({other} in both)",
        "unpaired": f"compared with a baseline on {other} that could not be matched one by one",
    }.get(verdict.compared_with.kind, "compared with no baseline")
    sure = words.plain(verdict.confidence, words.Unit.PERCENT)
    return f"{rows} judged, {comparison}; {sure} confidence over all rules and groups together."


def methods(verdict: Verdict) -> tuple[str, ...]:
    """Say how to read the numbers, and what is held back."""
    sure = words.plain(verdict.confidence, words.Unit.PERCENT)
    error = words.plain(1 - verdict.confidence, words.Unit.PERCENT)
    intervals = (
        f"If no rule is violated, the chance that any finding fails is at most {error}: the "
        "interval of a finding holds over all groups, pairs, groupings and rules together. The "
        f"interval of a single group is its own {sure} interval and decides nothing."
    )
    evidence = (
        "The evidence file holds exact counts and is confidential; this report holds none of "
        "the counts that are hidden here."
    )
    return intervals, _suppression(verdict.min_cell), evidence


def _suppression(min_cell: int) -> str:
    if min_cell == 1:
        return "No counts are hidden, because the policy says min_cell: 1."
    return (
        f"Counts of rows under {max(min_cell, 3)} are hidden, and with them the counts from "
        "which they could be worked out. Rates and intervals stay, so somebody who sets out to "
        "do so can narrow a small group's size down: share this report with care where groups "
        "are small."
    )
