"""What a reader of the request sees: the outcome, for whom, how sure, and what to do.

Everything that is not ours passes :func:`fairgate.report.safe.markdown`, and none of it
begins a line, where GitLab would read ``/merge`` as an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ci_actions.outcome import Note, PolicyUsed
from ci_actions.publish.sticky import marker
from fairgate.report.as_markdown import LIMIT, fit, sections
from fairgate.report.counts import ShownCounts
from fairgate.report.safe import markdown
from fairgate.report.summary import SAYS, basis, tally, worst_first
from fairgate.report.view import FindingView
from fairgate.verdict import Outcome, Verdict

SUMMARY_LIMIT = 1024 * 1024
_RESERVE = 512  # for the sentence about what is left out
_AT_A_GLANCE = 3
_LONGEST = 1_000


@dataclass(frozen=True)
class Told:
    """All that a reader is told.

    Attributes
    ----------
    verdict : Verdict
        The verdict.
    counts : ShownCounts
        Its counts, as they may be shown.
    policy : PolicyUsed or None
        Which policy judged; None where nobody said.
    baseline : str
        One sentence.
    notes : tuple of Note
        Further things to know.
    issues : tuple of str
        Keys.
    blocks : bool
        Whether a merge must wait.
    run : str
        Address of the run that has the reports; checked to be one.
    source : str
        Who says all this, where that is not the platform's own run; a sentence of ours.
    commit : str
        That was judged, so that a reader sees whether the verdict is about the newest.
    """

    verdict: Verdict
    counts: ShownCounts
    policy: PolicyUsed | None = None
    baseline: str = ""
    notes: tuple[Note, ...] = ()
    issues: tuple[str, ...] = ()
    blocks: bool = False
    run: str = ""
    source: str = ""
    commit: str = ""


def comment(told: Told) -> str:
    """Write the comment, with its hidden marker, no longer than GitHub takes it."""
    head = f"{marker(told.verdict.policy)}\n{_head(told)}"
    return fit(head, sections(told.verdict, told.counts), LIMIT - _RESERVE)


def summary(told: Told, room: int = SUMMARY_LIMIT) -> str:
    """Write the summary of a step, of at most ``room`` bytes."""
    return fit(_head(told), sections(told.verdict, told.counts), room - _RESERVE, _size)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _head(told: Told) -> str:
    parts = [
        f"## Fairness gate: {told.verdict.outcome.value}",
        _alert(told),
        _headline(told),
        _at_a_glance(told.verdict, told.counts),
        _judged_by(told),
        _bullets([note for note in _all_notes(told) if note.level == "notice"]),
    ]
    return "\n\n".join(filter(None, parts))


def _headline(told: Told) -> str:
    verdict = told.verdict
    says = f"**{_plain(verdict.policy)} {SAYS[verdict.outcome]}**: {tally(verdict.findings)}."
    if told.blocks:
        return f"{says} **A merge must wait.**"
    return f"{says} The merge is not blocked, as fail-on says." if verdict.blocks else says


def _all_notes(told: Told) -> tuple[Note, ...]:
    """What the change alters in the policy, then everything else."""
    return (*(told.policy.differences if told.policy else ()), *told.notes)


def _alert(told: Told) -> str:
    """Say in red what nobody may overlook: a loosened policy, who reports, and all warnings."""
    loud = [note for note in _all_notes(told) if note.level != "notice"]
    lines = [told.source] if told.source else []
    lines += _few(loud, "**Look at this before merging:** ", 12_000)
    if not lines:
        return ""
    kind = "CAUTION" if loud else "WARNING"
    return "\n>\n".join([f"> [!{kind}]\n> {lines[0]}", *(f"> {line}" for line in lines[1:])])


def _at_a_glance(verdict: Verdict, counts: ShownCounts) -> str:
    """Whom the worst findings concern, how sure they are, and the first thing to do."""
    worst = [f for f in worst_first(verdict.findings) if f.outcome is not Outcome.PASS]
    lines = []
    for finding in worst[:_AT_A_GLANCE]:
        view = FindingView.of(finding, verdict, counts)
        lines.append(
            f"- **{finding.outcome.value}: {_plain(view.title)}.** {_plain(view.sentence)}"
        )
        lines += [f"  - To do: {_plain(remedy)}" for remedy in view.remedies[:1]]
    if len(worst) > _AT_A_GLANCE:
        lines.append(f"- {len(worst) - _AT_A_GLANCE} more in the table below.")
    return "\n".join(lines)


def _judged_by(told: Told) -> str:
    sentences = [_plain(basis(told.verdict, told.counts))]
    if told.commit:
        sentences.append(f"This is about commit <code>{_plain(told.commit[:12])}</code>.")
    if told.policy:
        sentences.append(_policy(told.policy))
    if told.baseline:
        sentences.append(_plain(told.baseline))
    if told.issues:
        sentences.append(f"Issues: {_plain(', '.join(told.issues))}.")
    if told.run:
        sentences.append(f"[The full report, with plots]({told.run}#artifacts), is in this run.")
    return " ".join(sentences)


def _policy(policy: PolicyUsed) -> str:
    path = f"<code>{_plain(policy.path)}</code>"
    if policy.source == "base":
        return f"Judged by {path} of the base branch."
    return f"Judged by this change's own {path}: the base branch has none, or there is no base."


def _bullets(notes: Sequence[Note]) -> str:
    return "\n".join(f"- {line}" for line in _few(notes, "", 8_000))


def _few(notes: Sequence[Note], lead: str, room: int) -> list[str]:
    """Write notes while they fit; say how many do not."""
    lines: list[str] = []
    for note in notes:
        line = f"{lead}{_note(note)}"
        room -= len(line)
        if room < 0:
            break
        lines.append(line)
    more = len(notes) - len(lines)
    return [*lines, *([f"{more} more in the log of the run."] if more else [])]


def _note(note: Note) -> str:
    place = f" (<code>{_plain(note.file)}</code>)" if note.file else ""
    return f"{_plain(note.text)}{place}"


def _plain(text: str) -> str:
    """Escape, and shorten before escaping, so that no entity is cut."""
    kept = text[:_LONGEST]
    while len(markdown(kept)) > 2 * _LONGEST:
        kept = kept[: len(kept) // 2]
    return markdown(kept) + (" (cut)" if len(kept) < len(text) else "")
