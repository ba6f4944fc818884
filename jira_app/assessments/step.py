"""A step of an assessment: what it is after it, and what the history is told. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fairgate.assessment.values import Stamp
from jira_app.assessments.case import Case, State
from jira_app.assessments.scored import NO_ANSWERS, digest_of
from jira_app.projects import project_of


@dataclass(frozen=True)
class Record:
    """An entry for the history: ids and facts, and what somebody wrote."""

    event: str
    actor: str
    facts: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True)
class Step:
    """An assessment after a step, and what the history is told of it."""

    case: Case
    records: tuple[Record, ...]


def begin(new_id: str, issue: str, stamp: Stamp, actor: str, now: float) -> Case:
    """Make an assessment without an answer, revision 0: nobody has stored it yet."""
    return Case(
        id=new_id,
        issue=issue,
        project=project_of(issue),
        template=stamp.id,
        template_version=stamp.version,
        template_digest=stamp.digest,
        state=State.DRAFT,
        answers=NO_ANSWERS,
        revision=0,
        level="",
        inherent=None,
        residual=None,
        likelihood=None,
        severity=None,
        author=actor,
        submitted_by=None,
        submitted=None,
        decided_by=None,
        decided=None,
        until=None,
        answers_digest=digest_of(NO_ANSWERS),
        model_digest="",
        envelope=None,
        public=False,
        public_tiers={},
        created=now,
        updated=now,
    )


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Name the questions whose answers differ.

    Examples
    --------
    >>> changed({"a": 1, "b": 2}, {"b": 3, "a": 1, "c": 4})
    ['b', 'c']
    """
    names = dict.fromkeys([*before, *after])
    return [name for name in names if before.get(name) != after.get(name)]


def moved(case: Case, now: float, *, count: bool = True, **changes: Any) -> Case:
    """Change an assessment; ``count`` says that it is a revision of its own."""
    return replace(case, revision=case.revision + count, updated=now, **changes)


def facts_of(case: Case) -> dict[str, Any]:
    """Give what every entry of the history says about an assessment."""
    return {
        "template": case.template,
        "template_version": case.template_version,
        "state": case.state.value,
        "level": case.level,
        "answers": case.answers_digest,
        "model": case.model_digest,
    }
