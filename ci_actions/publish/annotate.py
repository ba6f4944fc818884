"""What is shown beside lines of files: broken rules, the model, the notes."""

from __future__ import annotations

from collections.abc import Iterator

from ci_actions.outcome import Judged, Level, Note
from fairgate.report.summary import headline, worst_first
from fairgate.verdict import Finding, Outcome

_TITLE = "Fairness gate"


def beside_files(judged: Judged) -> list[tuple[Note, str]]:
    """Return notes for lines of files with their titles, the most important first.

    The model's file gets the headline, each rule's line in the policy what was found.
    """
    return list(_of_verdict(judged)) + [(note, _TITLE) for note in all_notes(judged)]


def all_notes(judged: Judged) -> tuple[Note, ...]:
    """Return what the change alters in the policy, then everything else to know."""
    return (*judged.policy.differences, *judged.notes)


def _of_verdict(judged: Judged) -> Iterator[tuple[Note, str]]:
    verdict = judged.verdict
    if judged.model and verdict.blocks:
        yield Note(_level(verdict.outcome, judged), headline(verdict), judged.model), _TITLE
    for finding in worst_first(verdict.findings):
        if finding.outcome is not Outcome.PASS:
            yield _of_finding(finding, judged)


def _of_finding(finding: Finding, judged: Judged) -> tuple[Note, str]:
    level = _level(finding.outcome, judged)
    note = Note(level, finding.message, judged.policy.path, finding.line)
    return note, f"{finding.outcome.value}: {finding.rule} on {finding.groups}"


def _level(outcome: Outcome, judged: Judged) -> Level:
    """Only what stops the job is an error: ``fail-on`` may let a failing verdict through."""
    return "error" if outcome.blocks and judged.exit_code else "warning"
