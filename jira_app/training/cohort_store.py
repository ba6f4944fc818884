"""Cohorts as they are stored: made, joined, left, closed; what else changes: `cohort_changes`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from jira_app.access import Role
from jira_app.records import history
from jira_app.store.records import people
from jira_app.store.training import cohort_members, cohorts
from jira_app.store.upsert import insert
from jira_app.training.attendance import Change
from jira_app.training.cohort import Cohort, Member

CHAIN: Final = "training"
"""Stands where an issue's key would in the history; no key looks like it."""

MADE: Final = "cohort-made"
CLOSED: Final = "cohort-closed"
OPENED: Final = "cohort-opened"
TEACHERS: Final = frozenset({Role.TRAINER, Role.ADMIN})
"""Who may have cohorts."""

DRAWS: Final = 5
"""How often a code is drawn anew where another cohort has it."""


@dataclass(frozen=True)
class Listed:
    """A cohort in a list.

    Attributes
    ----------
    cohort : Cohort
        Which one.
    members : int
        How many are in it.
    trainer : str or None
        Name of who teaches it; None: nobody does any more.
    """

    cohort: Cohort
    members: int
    trainer: str | None


def make(db: Connection, cohort: Cohort, new_code: Callable[[], str]) -> Cohort:
    """Store a new cohort, under a code that no other one has; twice is once.

    Returns
    -------
    Cohort
        As it is stored: where there was one of this id, that one, whatever it says.

    Raises
    ------
    RuntimeError
        If every code that is drawn is another cohort's.
    """
    for _ in range(DRAWS):
        row = {**asdict(cohort), "modules": list(cohort.modules), "code": new_code()}
        db.execute(insert(db, cohorts).values(row).on_conflict_do_nothing())
        stored = find(db, cohort.id)
        if stored is not None:
            if stored.code == row["code"]:
                record(db, MADE, cohort.id, cohort.trainer, cohort.made)
            return stored
    raise RuntimeError("all codes that were drawn are taken")


def find(db: Connection, cohort_id: str, *, to_change: bool = False) -> Cohort | None:
    """Find a cohort; None: there is none."""
    return _one(db, select(cohorts).where(cohorts.c.id == cohort_id), to_change)


def find_by_code(db: Connection, code: str, *, to_change: bool = False) -> Cohort | None:
    """Find a cohort by what people join with; None: there is none."""
    return _one(db, select(cohorts).where(cohorts.c.code == code), to_change)


def listed(db: Connection, trainer: str | None = None) -> tuple[Listed, ...]:
    """List the cohorts of a trainer, or all of them, the newest day first."""
    size = (
        select(func.count())
        .select_from(cohort_members.join(people, people.c.id == cohort_members.c.person))
        .where(cohort_members.c.cohort == cohorts.c.id, people.c.erased.is_(None))
        .scalar_subquery()
    )
    query = select(
        cohorts, size.label("size"), people.c.name.label("by"), people.c.roles
    ).outerjoin(people, people.c.id == cohorts.c.trainer)
    if trainer is not None:
        query = query.where(cohorts.c.trainer == trainer)
    found = db.execute(query.order_by(cohorts.c.day.desc(), cohorts.c.made.desc()))
    return tuple(Listed(_cohort(row), row.size, _teaches(row)) for row in found)


def joined_by(db: Connection, person: str) -> tuple[Listed, ...]:
    """List the cohorts that somebody is in, the newest day first; members are not counted."""
    query = (
        select(cohorts, people.c.name.label("by"), people.c.roles)
        .join(cohort_members, cohort_members.c.cohort == cohorts.c.id)
        .outerjoin(people, people.c.id == cohorts.c.trainer)
        .where(cohort_members.c.person == person)
        .order_by(cohorts.c.day.desc(), cohorts.c.made.desc())
    )
    return tuple(Listed(_cohort(row), 0, _teaches(row)) for row in db.execute(query))


def taught_by(db: Connection, cohort: Cohort) -> str | None:
    """Name who teaches a cohort; None: they were erased, or are no trainer any more."""
    named: Select[Any] = select(people.c.name.label("by"), people.c.roles)
    row = db.execute(named.where(people.c.id == cohort.trainer)).one_or_none()
    return None if row is None else _teaches(row)


def members(db: Connection, cohort_id: str, *, to_change: bool = False) -> tuple[Member, ...]:
    """List who is in a cohort and was not erased."""
    query = (
        select(people.c.id, people.c.name, cohort_members.c.attended)
        .join(cohort_members, cohort_members.c.person == people.c.id)
        .where(cohort_members.c.cohort == cohort_id, people.c.erased.is_(None))
        .order_by(people.c.id)
    )
    if to_change:
        query = query.with_for_update(of=cohort_members)
    return tuple(Member(row.id, row.name, frozenset(row.attended)) for row in db.execute(query))


def is_member(db: Connection, cohort_id: str, person: str) -> bool:
    """Whether somebody is in a cohort."""
    here = (cohort_members.c.cohort == cohort_id) & (cohort_members.c.person == person)
    return db.scalar(select(func.count()).select_from(cohort_members).where(here)) == 1


def teaches(db: Connection, trainer: str, person: str, module: str) -> bool:
    """Whether somebody is in a cohort of a trainer that has a module."""
    shared = (
        select(cohorts.c.modules)
        .join(cohort_members, cohort_members.c.cohort == cohorts.c.id)
        .where(cohorts.c.trainer == trainer, cohort_members.c.person == person)
    )
    return any(module in modules for modules in db.scalars(shared))


def join(db: Connection, cohort: Cohort, person: str, now: float) -> None:
    """Let somebody in; twice is once."""
    row = {"cohort": cohort.id, "person": person, "joined": now, "attended": []}
    db.execute(insert(db, cohort_members).values(row).on_conflict_do_nothing())


def leave(db: Connection, cohort_id: str, person: str) -> bool:
    """Let somebody out; False: they were not in."""
    gone = delete(cohort_members).where(
        cohort_members.c.cohort == cohort_id, cohort_members.c.person == person
    )
    return db.execute(gone).rowcount == 1


def mark(db: Connection, cohort_id: str, change: Change) -> None:
    """Note who was there; those who left meanwhile are left out."""
    for member in members(db, cohort_id, to_change=True):
        if member.id in change.people:
            attended = sorted(change.of(member.id, member.attended))
            here = (cohort_members.c.cohort == cohort_id) & (cohort_members.c.person == member.id)
            db.execute(update(cohort_members).where(here).values(attended=attended))


def close(db: Connection, cohort: Cohort, by: str, now: float) -> None:
    """Let nobody in any more; twice is once."""
    if cohort.closed is None:
        db.execute(update(cohorts).where(cohorts.c.id == cohort.id).values(closed=now))
        record(db, CLOSED, cohort.id, by, now)


def reopen(db: Connection, cohort: Cohort, by: str, now: float) -> None:
    """Let people in again; twice is once."""
    if cohort.closed is not None:
        db.execute(update(cohorts).where(cohorts.c.id == cohort.id).values(closed=None))
        record(db, OPENED, cohort.id, by, now)


def _one(db: Connection, query: Select[Any], to_change: bool) -> Cohort | None:  # noqa: FBT001
    row = db.execute(query.with_for_update() if to_change else query).one_or_none()
    return None if row is None else _cohort(row)


def _teaches(row: Row[Any]) -> str | None:
    """Name the trainer, if the role is theirs; an erased person has none."""
    return row.by if TEACHERS & {*(row.roles or ())} else None


def _cohort(row: Row[Any]) -> Cohort:
    return Cohort(
        row.id,
        row.name,
        tuple(row.modules),
        row.trainer,
        row.day,
        row.code,
        row.made,
        row.closed,
    )


def record(db: Connection, event: str, cohort_id: str, by: str, now: float, **facts: str) -> None:
    """Add to the history of training who did what to a cohort: ids, and no names."""
    history.append(db, CHAIN, event, actor=by, at=now, facts={"cohort": cohort_id, **facts})
