"""Comments: one for each change that people should hear of, and none for what they know.

What was said stands in the property, by topic. It is a memory and no proof: whoever wipes it out
makes the app look through its own comments again, where it finds the same markers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fairgate.render import Block, Bullets, Document, Line, Paragraph, Strong
from fairgate.render.as_adf import adf
from jira_app.assessments.case import Case, State
from jira_app.display.changes import Note
from jira_app.display.rolled import Rolled, rolled
from jira_app.display.short import NAME, day, short, tag, words
from jira_app.display.sight import Sight
from jira_app.display.value import MOST_FLAGS, shown, state_of
from jira_app.evidence.kept import Kept
from jira_app.standing import Rollout

APPROVAL: Final = "approval"
HELD: Final = "held"
MOST_FINDINGS: Final = 5

OUTCOMES: Final = {
    "pass": "passes",
    "warn": "passes with warnings",
    "unknown": "cannot be told",
    "fail": "fails",
}


@dataclass(frozen=True)
class Said:
    """What is to have been said of a topic: a marker, and how to write it if it was not yet."""

    topic: str
    marker: str
    write: Callable[[], dict[str, Any]] | None = None

    def note(self, before: Mapping[str, str]) -> Note | None:
        """Give the comment, unless it was made."""
        if self.write is None or before.get(self.topic) == self.marker:
            return None
        return Note(self.marker, self.write())


def topics(sight: Sight, before: Mapping[str, str]) -> Iterator[Said]:
    """List what is to have been said of an issue."""
    standing = sight.standing
    for kept in shown(standing.evidence):
        yield _verdict(kept, sight.verdicts.get(kept.policy, kept.id), before)
    for rollout in standing.rollout[:MOST_FLAGS]:
        since = sight.rollouts.get((rollout.flag, rollout.environment), 0)
        yield _rollout(rollout, since, before)
    approval = _approval(standing.assessment, sight, before.get(APPROVAL, ""))
    if approval:
        yield approval
    if sight.held:
        held = sight.held
        yield Said(HELD, held.marker, lambda: held.body)


def remembered(recorded: Mapping[str, Any]) -> dict[str, str]:
    """Read from the property what was said."""
    found = recorded.get("said")
    pairs = found.items() if isinstance(found, dict) else ()
    return {name: marker for name, marker in pairs if isinstance(marker, str)}


def _verdict(kept: Kept, since: int, before: Mapping[str, str]) -> Said:
    """Say a verdict once, until it is another one; old evidence that comes late changes nothing."""
    name = tag(kept.policy)
    topic, stem = f"verdict-{name}", f"verdict-{name}-{kept.outcome}-"
    known = before.get(topic, "")
    marker = known if known.startswith(stem) else f"{stem}{since}"
    return Said(topic, marker, lambda: _verdict_words(kept))


def _verdict_words(kept: Kept) -> dict[str, Any]:
    policy = short(kept.policy, NAME)
    verdict = OUTCOMES.get(kept.outcome, kept.outcome)
    first: Line = ("Policy ", Strong(policy), f", judged on {day(kept.judged)}: {verdict}.")
    if kept.commit:
        first = (*first, f" Commit {short(kept.commit, 40)}.")
    blocks: list[Block] = [Paragraph(first)]
    lines = tuple(_findings(kept))
    if lines:
        blocks.append(Bullets(lines))
    if kept.blocks:
        remedy = "The gate stays closed until new evidence passes or the risk is accepted."
        blocks.append(Paragraph((remedy,)))
    return adf(Document("Note", f"Fairness of the model: {verdict}", tuple(blocks)))


def _findings(kept: Kept) -> Iterator[Line]:
    found = kept.report.get("findings")
    listed = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    bad = [each for each in listed if each.get("outcome") in {"fail", "unknown", "warn"}]
    for each in bad[:MOST_FINDINGS]:
        message = words(each.get("message"), 240)
        if message:
            yield (message,)


def _approval(case: Case | None, sight: Sight, known: str) -> Said | None:
    """Say that an approval was given, and once that it no longer holds."""
    state = state_of(case, sight.now)
    stem = known.rpartition("-")[0]
    given = known.endswith("-given")
    if case and state == State.APPROVED:
        marker = f"approval-{tag(case.id)}-{round(case.decided or 0)}-given"
        return Said(APPROVAL, marker, lambda: _given(case, sight.approver))
    if case and state == State.LAPSED:
        fresh = f"approval-{tag(case.id)}-{round(case.decided or 0)}"
        marker = f"{stem if given else fresh}-lapsed"
        if known.endswith(("-lapsed", "-withdrawn")):
            marker = known
        return Said(APPROVAL, marker, lambda: _over("lapsed", sight))
    if given:
        return Said(APPROVAL, f"{stem}-withdrawn", lambda: _over("was withdrawn", sight))
    return Said(APPROVAL, known) if known else None


def _given(case: Case, approver: str) -> dict[str, Any]:
    by = f" by {short(approver, NAME)}" if approver else ""
    level = f", level {case.level}" if case.level else ""
    holds = f" It holds until {day(case.until)}, or until the answers or the model change."
    line: Line = ("Approved", by, f" ({case.template}{level}).", holds)
    return adf(Document("Note", "The impact assessment is approved", (Paragraph(line),)))


def _over(how: str, sight: Sight) -> dict[str, Any]:
    reasons = tuple((short(reason),) for reason in sight.decision.reasons[:MOST_FINDINGS])
    blocks: tuple[Block, ...] = (Bullets(reasons),) if reasons else ()
    return adf(Document("Note", f"The approval of the impact assessment {how}", blocks))


def _rollout(rollout: Rollout, since: int, before: Mapping[str, str]) -> Said:
    name, said = tag(rollout.flag, rollout.environment), rolled(rollout.body)
    topic, stem = f"rollout-{name}", f"rollout-{name}-{tag(*said.decision)}-"
    known = before.get(topic, "")
    marker = known if known.startswith(stem) else f"{stem}{since}"
    return Said(topic, marker, lambda: _rollout_words(rollout, said))


def _rollout_words(rollout: Rollout, said: Rolled) -> dict[str, Any]:
    line: Line = ("Flag ", Strong(short(rollout.flag, NAME)), " in ", rollout.environment, ": ")
    line = (*line, Strong(said.state or "changed"))
    line = (*line, f", for at most {said.ceiling} % of users" if said.ceiling else "")
    line = (*line, f", by {said.by}" if said.by else "", ".")
    blocks = (Paragraph(line), *([Paragraph((said.why,))] if said.why else ()))
    return adf(Document("Note", "The rollout changed", blocks))
