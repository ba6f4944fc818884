"""What the steps of the worker work with, and how they make sure that the work is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from jira_app.jira import Issue
from jira_app.store import lanes
from jira_app.triage import Judge
from jira_app.workflow.putting_back import Workflow


class Jira(Workflow, Protocol):
    """What the worker asks of :class:`jira_app.jira.JiraClient`."""

    def issue(self, key: str) -> Issue:
        """Read an issue."""

    def get_property(self, key: str, name: str) -> dict[str, Any] | None:
        """Read an entity property; None where there is none."""

    def set_property(self, key: str, name: str, value: Mapping[str, Any]) -> None:
        """Write an entity property."""

    def set_labels(self, key: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Add labels and remove labels, and touch no other."""

    def set_flagged(self, key: str, flagged: bool) -> bool:  # noqa: FBT001 - Jira's own word
        """Set or clear Jira's flag; False where the site has none."""

    def set_field(self, key: str, field_id: str, value: Any) -> None:
        """Write a field."""

    def set_gate(self, key: str, issue_id: str, value: str) -> None:
        """Write the gate field: ``open`` or ``closed``."""

    def set_remote_link(self, key: str, global_id: str, url: str, title: str) -> None:
        """Link to a page elsewhere; the same id changes the link it made before."""

    def add_comment(self, key: str, adf: dict[str, Any], marker: str) -> str:
        """Comment once: not again where a comment with this marker stands."""


class LostLane(Exception):  # noqa: N818 - no error: another worker does the work
    """The lease ran out and another worker has the issue."""


@dataclass(frozen=True)
class Desk:
    """What a step works with.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        The store.
    jira : Jira
        The client.
    judge : Judge
        Triage.
    clock : callable
        Seconds since 1970.
    risk_field : str
        Id of the field that shows the risk; empty where the site has none.
    lease : float
        Seconds for which a lane is held from one sign of life to the next.
    gate_field : str
        Id of the field that shows the gate; empty where the site has none. The client knows it
        too, and how it is set.
    """

    engine: Engine
    jira: Jira
    judge: Judge
    clock: Callable[[], float]
    risk_field: str = ""
    lease: float = 60.0
    gate_field: str = ""

    def hold(self, db: Connection, issue: str, holder: str) -> None:
        """Hold an issue's lane for another lease, in the transaction of the work.

        What changes the history of an issue or its rows calls
        :func:`jira_app.records.history.one_at_a_time` before this: those who change records do it
        first and make the lane due last, and nobody waits for each other in a circle.

        Raises
        ------
        LostLane
            It ran out, and another worker has it.
        """
        if not lanes.keep(db, issue, holder, self.clock() + self.lease):
            raise LostLane(issue)

    def keep(self, issue: str, holder: str) -> None:
        """Hold an issue's lane, in a transaction of its own; see :meth:`hold`."""
        with self.engine.begin() as db:
            self.hold(db, issue, holder)
