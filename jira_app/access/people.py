"""The people who signed in, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, select, update

from jira_app.access.person import Person, Role
from jira_app.store.records import people
from jira_app.store.tables import storable
from jira_app.store.upsert import insert

LONGEST_NAME = 200


def arrive(
    db: Connection,
    issuer: str,
    subject: str,
    now: float,
    *,
    name: str,
    email: str = "",
    account: str = "",
    roles: Iterable[Role] = (),
) -> Person:
    """Store who signed in, and give them.

    Parameters
    ----------
    issuer, subject : str
        Who vouches for the person, and their name for them; together they are one person.
    now : float
        Seconds since 1970.
    name, email : str
        Taken over at each sign-in. An e-mail only if the issuer says that it was verified.
    account : str
        In Jira, where the issuer is Jira.
    roles : iterable of Role
        Added to those that the person has; everybody has ``squad`` from the first time on.
    """
    shown = {"name": storable(name)[:LONGEST_NAME], "email": storable(email), "account": account}
    new = insert(db, people).values(
        id=uuid4().hex,
        issuer=issuer,
        subject=subject,
        roles=[Role.SQUAD],
        created=now,
        **shown,
    )
    known = ["issuer", "subject"]
    db.execute(new.on_conflict_do_update(index_elements=known, set_={**shown, "erased": None}))
    here = (people.c.issuer == issuer) & (people.c.subject == subject)
    person = _person(db.execute(select(people).where(here)).one())
    added = person.roles | frozenset(roles)
    return person if added == person.roles else set_roles(db, person, added)


def set_roles(db: Connection, person: Person, roles: Iterable[Role]) -> Person:
    """Give a person exactly these roles."""
    listed = sorted(set(roles))
    db.execute(update(people).where(people.c.id == person.id).values(roles=listed))
    return Person(person.id, person.name, person.email, person.account, frozenset(listed))


def find(db: Connection, person_id: str) -> Person | None:
    """Find a person by the app's own name for them; None: unknown, or erased."""
    here = (people.c.id == person_id) & people.c.erased.is_(None)
    row = db.execute(select(people).where(here)).one_or_none()
    return None if row is None else _person(row)


def everybody(db: Connection) -> tuple[Person, ...]:
    """List all who are not erased, by name."""
    rows = db.execute(select(people).where(people.c.erased.is_(None)).order_by(people.c.name))
    return tuple(map(_person, rows))


def _person(row: Row[Any]) -> Person:
    known = {role.value for role in Role}
    roles = frozenset(Role(role) for role in row.roles if role in known)
    return Person(row.id, row.name, row.email, row.account, roles)
