"""Roles of people. There is always an administrator left."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, select

from jira_app.access import Person, Role
from jira_app.access import people as stored
from jira_app.admin.record import record
from jira_app.store.records import people

CHANGED: Final = "roles-changed"


class LastAdmin(Exception):  # noqa: N818 - what it says to the one who tried
    """Nobody could undo it."""


def change_roles(
    db: Connection, person: Person, roles: Collection[Role], by: Person, now: float
) -> bool:
    """Give a person exactly these roles; False if they had them already.

    Raises
    ------
    LastAdmin
        If no administrator would be left.
    """
    db.execute(select(people.c.id).order_by(people.c.id).with_for_update())  # one at a time
    everybody = stored.everybody(db)
    before = next(each for each in everybody if each.id == person.id)
    if before.roles == frozenset(roles):
        return False
    others = [each for each in everybody if each.id != person.id and each.is_a(Role.ADMIN)]
    if before.is_a(Role.ADMIN) and Role.ADMIN not in roles and not others:
        raise LastAdmin
    stored.set_roles(db, before, roles)
    facts = {"person": person.id, "before": sorted(before.roles), "after": sorted(roles)}
    record(db, CHANGED, by, now, facts)
    return True
