"""Who is signed in, in a signed cookie that says nothing but an id and since when."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from flask import request, session
from sqlalchemy import Engine

from jira_app.access import people
from jira_app.access.person import Person
from jira_app.store.engine import reading

LIFETIME: Final = timedelta(hours=8)
PERSON, SINCE, NUMBER = "person", "since", "number"


def enter(person: Person, now: float) -> None:
    """Sign somebody in; nothing of the session from before is kept, so none can be foisted on."""
    session.clear()
    session.permanent = True
    session[PERSON], session[SINCE] = person.id, now
    session[NUMBER] = secrets.token_hex(16)


def leave() -> None:
    """Sign out."""
    session.clear()


def finder(engine: Engine, clock: Callable[[], float]) -> Callable[[], Person | None]:
    """Make what finds who signed in, with the roles that they have now.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    """

    def find() -> Person | None:
        if (request.endpoint or "").endswith(".static"):
            return None
        person_id, since = session.get(PERSON), session.get(SINCE)
        if not isinstance(person_id, str) or not isinstance(since, int | float):
            return None
        if not 0 <= clock() - since < LIFETIME.total_seconds():
            return None
        with reading(engine).connect() as db:
            return people.find(db, person_id)

    return find
