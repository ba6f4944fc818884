"""The two steps of an issue's work: look at it, then tell Jira.

Each ends in one transaction, and begins it by making sure that the lane is still ours. Between
Jira and our commit there is a moment at which the process may die: then the step is done again,
and Jira shows no difference.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import Engine

from jira_app.jira import Issue, JiraError
from jira_app.store import inbox, lanes, outbox
from jira_app.store.outbox import Parcel
from jira_app.triage import PROPERTY, Changes, Judge, item, plan

log = logging.getLogger(__name__)

FLAG = "flag"
"""Kind of the parcels that carry :class:`~jira_app.triage.Changes`."""


class Jira(Protocol):
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
    """

    engine: Engine
    jira: Jira
    judge: Judge
    clock: Callable[[], float]
    risk_field: str = ""
    lease: float = 60.0


def step(desk: Desk, issue: str, holder: str) -> bool:
    """Do the next piece of an issue's work; False if there is none.

    What was decided is told before the issue is looked at again, so that a later event waits for
    the earlier.

    Raises
    ------
    JiraError
        The piece is not done, and stays where it is.
    LostLane
        Likewise; another worker has it.
    """
    with desk.engine.begin() as db:
        _hold(desk, db, issue, holder)
        parcel = outbox.head(db, issue)
        up_to = None if parcel else inbox.latest(db, issue)
    if parcel:
        _tell(desk, parcel, holder)
    elif up_to is not None:
        _look(desk, issue, up_to, holder)
    return parcel is not None or up_to is not None


def _look(desk: Desk, issue: str, up_to: int, holder: str) -> None:
    """Read an issue, judge it, and decide; one look answers all hints up to ``up_to``."""
    changes = _decide(desk, issue)
    with desk.engine.begin() as db:
        _hold(desk, db, issue, holder)
        inbox.finish(db, issue, up_to)
        if changes:
            outbox.put(db, issue, FLAG, changes.as_json(), desk.clock())
        else:
            outbox.supersede(db, issue, FLAG)
        lanes.progress(db, issue)
    risk = changes.value["risk"] if changes else None
    log.info("looked", extra={"issue": issue, "risk": risk, "writes": changes is not None})


def _decide(desk: Desk, key: str) -> Changes | None:
    try:
        issue = desk.jira.issue(key)
    except JiraError as error:
        if error.kind == "gone":
            return None  # deleted, or moved: its new key has events of its own
        raise
    recorded = desk.jira.get_property(key, PROPERTY)
    now = datetime.fromtimestamp(desk.clock(), UTC).isoformat(timespec="seconds")
    found = desk.judge(item(issue))
    return plan(issue, recorded, found, now, has_field=bool(desk.risk_field))


def _tell(desk: Desk, parcel: Parcel, holder: str) -> None:
    """Write what was decided, unless a person decided otherwise meanwhile: then look again."""
    changes = Changes.from_json(parcel.payload)
    key = parcel.issue
    recorded = desk.jira.get_property(key, PROPERTY) or {}
    stale = recorded.get("override") != changes.override
    refusal = None if stale else _write(desk, key, changes, holder)
    with desk.engine.begin() as db:
        _hold(desk, db, key, holder)
        if refusal is None:
            outbox.finish(db, parcel)
            lanes.progress(db, key)
        if stale:
            hint = inbox.Hint(key, "overridden", f"overridden-{parcel.id}")
            inbox.accept(db, hint, desk.clock())
    log.info("told", extra={"issue": key, "stale": stale})
    if refusal is not None:
        raise refusal


def _write(desk: Desk, key: str, changes: Changes, holder: str) -> JiraError | None:
    """Write all that Jira takes; the property comes last, because it says that the rest is done.

    Returns
    -------
    JiraError or None
        What Jira will never take, such as a field that is on no screen; the rest is written.
    """
    jira, refusals = desk.jira, []
    for write in _writes(desk, key, changes):
        _keep(desk, key, holder)
        try:
            write()
        except JiraError as error:
            if error.kind == "gone":
                return None
            if error.kind != "invalid":
                raise
            refusals.append(error)
    _keep(desk, key, holder)
    jira.set_property(key, PROPERTY, changes.value)
    return refusals[0] if refusals else None


def _writes(desk: Desk, key: str, changes: Changes) -> list[Callable[[], object]]:
    jira, writes = desk.jira, list[Callable[[], object]]()
    if changes.add_labels or changes.remove_labels:
        writes.append(lambda: jira.set_labels(key, changes.add_labels, changes.remove_labels))
    if changes.risk is not None:
        value = {"value": changes.risk}
        writes.append(lambda: jira.set_field(key, desk.risk_field, value))
    if changes.flagged is not None:
        flagged = changes.flagged
        writes.append(lambda: jira.set_flagged(key, flagged))
    if changes.comment is not None:
        adf = changes.comment
        writes.append(lambda: jira.add_comment(key, adf, changes.marker))
    return writes


def _keep(desk: Desk, issue: str, holder: str) -> None:
    with desk.engine.begin() as db:
        _hold(desk, db, issue, holder)


def _hold(desk: Desk, db: Any, issue: str, holder: str) -> None:
    if not lanes.keep(db, issue, holder, desk.clock() + desk.lease):
        raise LostLane(issue)
