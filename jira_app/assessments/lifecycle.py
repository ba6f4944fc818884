"""From a draft to an approval that lapses: every step an assessment can take. Pure.

``draft -> submitted -> approved | changes-requested``; editing what was sent back makes it a
draft again; an approval lapses, and what has lapsed may be submitted anew. Who may decide is
in :mod:`jira_app.assessments.deciders`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from jira_app.access.person import Person
from jira_app.assessments.case import Case, State
from jira_app.assessments.deciders import obstacles, passes_by_itself, send_back_obstacles
from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.scored import Scored
from jira_app.assessments.step import Record, Step, changed, facts_of, moved
from jira_app.projects import Project
from jira_app.records.history import FAIRGATE

DAY: Final = 86_400.0

OPEN: Final = frozenset({State.DRAFT, State.CHANGES_REQUESTED, State.LAPSED})
"""States that can be submitted from."""


def edit(case: Case, scored: Scored, actor: str, now: float) -> Step | None:
    """Take other answers; None where they are the same. An approval lapses by it."""
    if case.state is State.SUBMITTED:
        raise Refused(Refusal.IS_SUBMITTED)
    if scored.digest == case.answers_digest:
        return None
    lapses = case.state is State.APPROVED
    state = State.LAPSED if case.state in {State.APPROVED, State.LAPSED} else State.DRAFT
    after = replace(_scored(case, scored, now), state=state, envelope=None)
    facts = {"changed": changed(case.answers, scored.answers), "level_before": case.level}
    if lapses:
        facts["why"] = "answers"
    event = "assessment-lapsed" if lapses else "assessment-saved"
    return Step(after, (Record(event, actor, facts_of(after) | facts),))


def submit(case: Case, scored: Scored, project: Project, actor: str, now: float) -> Step:
    """Hand in; where nothing is at stake that is an approval, and recorded as one."""
    if case.state not in OPEN:
        raise Refused(Refusal.NOT_OPEN)
    if scored.missing:
        raise Refused(Refusal.MISSING_ANSWERS, scored.missing)
    handed = replace(
        _scored(case, scored, now),
        state=State.SUBMITTED,
        submitted_by=actor,
        submitted=now,
        decided_by=None,
        decided=None,
        until=None,
        envelope=None,
    )
    record = Record("assessment-submitted", actor, facts_of(handed) | {"level_before": case.level})
    if not passes_by_itself(scored, project):
        return Step(handed, (record,))
    after = _approved(handed, project, None, now)
    facts = facts_of(after) | {"by_itself": True, "until": after.until}
    return Step(after, (record, Record("assessment-approved", FAIRGATE, facts)))


def withdraw(case: Case, actor: str, now: float) -> Step:
    """Take back what was submitted, to go on editing."""
    if case.state is not State.SUBMITTED:
        raise Refused(Refusal.NOT_SUBMITTED)
    after = moved(case, now, state=State.DRAFT)
    return Step(after, (Record("assessment-withdrawn", actor, facts_of(after)),))


def approve(
    case: Case,
    scored: Scored,
    project: Project,
    person: Person,
    *,
    passed: frozenset[str],
    now: float,
) -> Step:
    """Approve what was submitted, until the project's term is over.

    Parameters
    ----------
    case : Case
        As it was submitted.
    scored : Scored
        Its answers, scored by the template of today.
    project : Project
        Who may approve, and for how long.
    person : Person
        Who approves.
    passed : frozenset of str
        Training modules that this person passed.
    now : float
        Seconds since 1970.

    Raises
    ------
    Refused
        Where the answers no longer do, or the person may not; see :func:`obstacles`.
    """
    _must_be_submitted(case)
    if scored.stamp.major != case.template_version.partition(".")[0]:
        raise Refused(Refusal.TEMPLATE_CHANGED)
    if scored.missing:
        raise Refused(Refusal.MISSING_ANSWERS, scored.missing)
    if scored.digest != case.answers_digest:
        raise Refused(Refusal.TEMPLATE_CHANGED)
    for refused in obstacles(case, scored, project, person, passed):
        raise refused
    after = _approved(_scored(case, scored, now), project, person.id, now)
    facts = facts_of(after) | {"until": after.until, "level_before": case.level}
    if project.approver_requires:  # who is erased takes the proof along, not that it was asked
        facts["training"] = list(project.approver_requires)
    return Step(after, (Record("assessment-approved", person.id, facts),))


def request_changes(
    case: Case, scored: Scored, project: Project, person: Person, *, reason: str, now: float
) -> Step:
    """Send back what was submitted or approved, with the reason."""
    if case.state not in {State.SUBMITTED, State.APPROVED}:
        raise Refused(Refusal.NOT_SUBMITTED)
    for refused in send_back_obstacles(case, scored, project, person):
        raise refused
    if not reason.strip():
        raise Refused(Refusal.NO_REASON)
    after = moved(
        case,
        now,
        state=State.CHANGES_REQUESTED,
        decided_by=person.id,
        decided=now,
        until=None,
        envelope=None,
    )
    facts = facts_of(after) | {"was": case.state.value}
    record = Record("assessment-changes-requested", person.id, facts, reason.strip())
    return Step(after, (record,))


def lapse(case: Case, why: str, now: float, **facts: Any) -> Step:
    """Let an approval end: ``model``, ``template`` or ``until`` is why."""
    assert case.state is State.APPROVED
    after = moved(case, now, state=State.LAPSED, envelope=None)
    return Step(
        after, (Record("assessment-lapsed", FAIRGATE, facts_of(after) | facts | {"why": why}),)
    )


def link(case: Case, model_digest: str, now: float) -> Step | None:
    """Name the model that evidence is about; an approval of another one lapses.

    An approval from before there was any model stands: it was given to the change itself, and
    the signed statement says that no model was known.
    """
    if not model_digest or model_digest == case.model_digest:
        return None
    facts = {"model_before": case.model_digest, "model": model_digest}
    linked = replace(case, model_digest=model_digest)
    if case.state is State.APPROVED and case.model_digest:
        return lapse(linked, "model", now, **facts)
    # A draft's editor need not look again; whoever is about to decide has to.
    seen = linked if case.state in OPEN else moved(linked, now)
    return Step(seen, (Record("assessment-linked", FAIRGATE, facts_of(seen) | facts),))


def publish(case: Case, public: bool, tiers: Mapping[str, str], actor: str, now: float) -> Step:  # noqa: FBT001 - what is set
    """Show it in the register, or no longer, with its two texts."""
    after = moved(case, now, public=public, public_tiers=dict(tiers))
    event = "assessment-published" if public else "assessment-unpublished"
    return Step(after, (Record(event, actor, facts_of(after)),))


def _must_be_submitted(case: Case) -> None:
    if case.state is not State.SUBMITTED:
        raise Refused(Refusal.NOT_SUBMITTED)


def _approved(case: Case, project: Project, person: str | None, now: float) -> Case:
    return moved(
        case,
        now,
        count=False,
        state=State.APPROVED,
        decided_by=person,
        decided=now,
        until=now + project.approved_for_days * DAY,
        envelope=None,
    )


def _scored(case: Case, scored: Scored, now: float) -> Case:
    stamp = scored.stamp
    numbers: dict[str, Any] = dict(scored.numbers)
    return moved(
        case,
        now,
        answers=scored.answers,
        answers_digest=scored.digest,
        template_version=stamp.version,
        template_digest=stamp.digest,
        level=scored.level,
        **numbers,
    )
