"""The gate's answer in the demo's words: a panel, and the few numbers that the text names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from fairgate.cells import FP, TN, TP
from fairgate.demo.voice import COLOURS
from fairgate.demo.workbench import Judged
from fairgate.verdict import Finding, Outcome, Verdict

MEANS = {
    Outcome.PASS: "nothing stands in the way",
    Outcome.WARN: "nothing is blocked; somebody should look",
    Outcome.UNKNOWN: "blocked: these rows cannot tell",
    Outcome.FAIL: "blocked: a promise is broken",
}


def panel(verdict: Verdict) -> tuple[str, list[str], str]:
    """Title, lines and colour of the panel that shows a verdict."""
    outcome = verdict.outcome
    title = f"{outcome.value.upper()} (exit code {outcome.exit_code}): {MEANS[outcome]}"
    return title, list(_lines(verdict)), COLOURS[outcome]


def _lines(verdict: Verdict) -> Iterator[str]:
    """Give the gate's own sentence on what is not kept, then name the rest."""
    found: dict[Outcome, list[Finding]] = {outcome: [] for outcome in reversed(Outcome)}
    for finding in verdict.findings:
        found[finding.outcome].append(finding)
    kept = found.pop(Outcome.PASS)
    silent = found[Outcome.UNKNOWN][1:]  # one is enough to see what unknown means
    for finding in (f for group in found.values() for f in group if f not in silent):
        yield f"{finding.outcome.value.upper()} {_title(finding)}: {finding.message}"
        yield ""
    asked = [finding for finding in kept if finding.estimate is not None]
    yield from _named("Unknown as well", silent)
    yield from _named("Kept", asked)
    yield from _named("Not asked, with nothing to compare", [f for f in kept if f not in asked])


def _named(lead: str, findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield f"{lead}: {', '.join(map(_title, findings))}."


def _title(finding: Finding) -> str:
    return f"{finding.rule} ({finding.groups})"


def coloured(outcome: Outcome) -> Text:
    """The outcome as a word, in its colour."""
    return Text(outcome.value, f"bold {COLOURS[outcome]}")


def by_group(verdict: Verdict, metric: str, attribute: str) -> dict[str | None, float | None]:
    """A metric's value for each group of one attribute."""
    return {
        report.group[attribute]: report.metrics[metric].value
        for report in verdict.by_group
        if tuple(report.group) == (attribute,)
    }


def share_of_yes(judged: Judged) -> str:
    """How many of all applicants hear yes."""
    counts = _everybody(judged)
    return percent((counts[TP] + counts[FP]) / sum(counts))


def share_right(judged: Judged) -> str:
    """How often the model decides as the bank did."""
    counts = _everybody(judged)
    return percent((counts[TP] + counts[TN]) / sum(counts))


def _everybody(judged: Judged) -> list[int]:
    total: list[int] = judged.tally.cells[("race",)].counts.sum(axis=0).tolist()
    return total


def percent(share: float | None) -> str:
    """Write a share as a whole percentage.

    Examples
    --------
    >>> percent(0.674), percent(None)
    ('67 %', 'undefined')
    """
    return "undefined" if share is None else f"{share * 100:.0f} %"
