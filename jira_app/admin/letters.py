"""Dead letters, as an administrator may see them, and another try for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection
from werkzeug.exceptions import ServiceUnavailable

from jira_app.access import Person
from jira_app.admin.record import record
from jira_app.projects import project_of
from jira_app.store import letters
from jira_app.store.letters import Letter

REPLAYED: Final = "letters-replayed"


@dataclass(frozen=True)
class Shown:
    """A letter; where the issue may not be seen, its key and what Jira said are left out."""

    letter: Letter
    project: str
    hidden: bool


def shown(found: Sequence[Letter], allowed: Callable[[list[str]], frozenset[str]]) -> list[Shown]:
    """Show letters, of issues that the person may see with all that is known.

    Letters pile up while Jira is away, and cannot be asked who may see what: then all that
    could tell about an issue is left out, and replaying works all the same.
    """
    try:
        seen = allowed(sorted({letter.issue for letter in found}))
    except ServiceUnavailable:
        seen = frozenset()
    return [_shown(letter, hidden=letter.issue not in seen) for letter in found]


def _shown(letter: Letter, *, hidden: bool) -> Shown:
    plain = replace(letter, issue="", error="") if hidden else letter
    return Shown(plain, project_of(letter.issue), hidden)


def replay_all(db: Connection, by: Person, now: float) -> int:
    """Put all letters back; how many."""
    count = letters.replay(db, now)
    if count:
        record(db, REPLAYED, by, now, {"count": count})
    return count


def replay_one(db: Connection, which: tuple[str, int], by: Person, now: float) -> bool:
    """Put one letter back, by its box and number; False if it is there no more."""
    box, number = which
    issue = letters.replay_one(db, box, number, now)
    if issue is None:
        return False
    record(db, REPLAYED, by, now, {"count": 1, "box": box, "letter": number, "issue": issue})
    return True
