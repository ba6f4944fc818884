"""All that is known of an issue when it is decided whether it may go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jira_app.assessments.case import Case
from jira_app.evidence.kept import Kept
from jira_app.projects import Project


@dataclass(frozen=True)
class Acceptance:
    """Somebody accepted the risk of an issue, for a time.

    Attributes
    ----------
    by : str
        Id of the person.
    words : str
        Digest that stands for the reason, in the table ``words``.
    at, until : float
        Seconds since 1970.
    """

    by: str
    words: str
    at: float
    until: float

    def holds(self, now: float) -> bool:
        """Whether it has begun and not ended."""
        return self.at <= now < self.until


@dataclass(frozen=True)
class Rollout:
    """The newest that the flag hook said of one flag in one environment."""

    flag: str
    environment: str
    body: Mapping[str, Any]
    received: float


@dataclass(frozen=True)
class Standing:
    """All that is known of an issue.

    Attributes
    ----------
    issue : str
        Its key.
    project : Project
        Settings that hold for it.
    risk : str
        As triaged or overridden: none, low, medium, high; empty: not looked at yet.
    needs_assessment : bool
        Whether that risk asks for one.
    assessment : Case or None
        The newest.
    evidence : tuple of Kept
        The newest of each policy that a trusted key signed and the project accepts; by name.
    rollout : tuple of Rollout
        The newest of each flag and environment.
    acceptance : Acceptance or None
        Ended or not.
    """

    issue: str
    project: Project
    risk: str = ""
    needs_assessment: bool = True
    assessment: Case | None = None
    evidence: tuple[Kept, ...] = ()
    rollout: tuple[Rollout, ...] = ()
    acceptance: Acceptance | None = None
