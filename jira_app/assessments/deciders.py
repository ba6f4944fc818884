"""Who may decide about an assessment. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from jira_app.access.person import Person, Role
from jira_app.assessments.case import Case
from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.scored import Scored
from jira_app.projects import Project

NOTHING_AT_STAKE = "none"
"""Name of the level at which nobody has to look."""


def needs_reviewer(scored: Scored, project: Project) -> bool:
    """Whether the level asks for a reviewer.

    A level that is not known yet does, and so does every level of a template that has none
    of the name at which the project draws its line.
    """
    levels = [level.id for level in scored.template.levels]
    if project.reviewer_from not in levels or scored.level not in levels:
        return True
    return levels.index(scored.level) >= levels.index(project.reviewer_from)


def passes_by_itself(scored: Scored, project: Project) -> bool:
    """Whether submitting is approving, because nothing is at stake."""
    return scored.level == NOTHING_AT_STAKE and not needs_reviewer(scored, project)


def obstacles(
    case: Case, scored: Scored, project: Project, person: Person, passed: frozenset[str]
) -> tuple[Refused, ...]:
    """Say what keeps a person from approving; nothing: they may.

    Nobody approves what they wrote or handed in. From the project's line on it takes a
    reviewer; below it any other member of the squad will do. At every level they have passed the
    training modules that the project asks for, of which ``passed`` are those they have.
    """
    lacking = tuple(module for module in project.approver_requires if module not in passed)
    untrained = (Refused(Refusal.UNTRAINED, lacking),) if lacking else ()
    return (*_wrong_person(case, scored, project, person), *untrained)


def send_back_obstacles(
    case: Case, scored: Scored, project: Project, person: Person
) -> tuple[Refused, ...]:
    """Say what keeps a person from asking for changes: product managers always may."""
    if person.is_a(Role.PRODUCT_MANAGER):
        return ()
    return tuple(_wrong_person(case, scored, project, person))


def _wrong_person(
    case: Case, scored: Scored, project: Project, person: Person
) -> Iterator[Refused]:
    if person.id in {case.author, case.submitted_by}:
        yield Refused(Refusal.OWN_WORK)
    if not needs_reviewer(scored, project):
        return
    if not person.is_a(Role.REVIEWER):
        yield Refused(Refusal.NOT_A_REVIEWER)
    if project.reviewers and person.id not in project.reviewers:
        yield Refused(Refusal.NOT_NAMED)
