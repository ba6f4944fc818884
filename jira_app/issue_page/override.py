"""A person's own decision about the risk of an issue, with a name and a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import Connection, Engine

from jira_app.access import Person
from jira_app.display import PROPERTY
from jira_app.records import history
from jira_app.store import inbox
from jira_app.store.inbox import Hint
from jira_app.store.tables import storable
from jira_app.triage import LEVELS
from jira_app.worker.kept import OVERRIDDEN, WITHDRAWN

SHORTEST: Final = 10
LONGEST: Final = 1_000
"""Characters of a reason; a property of Jira has little room."""


class Properties(Protocol):
    """What is asked of :class:`jira_app.jira.JiraClient`."""

    def get_property(self, key: str, name: str) -> dict[str, Any] | None:
        """Read an entity property; None where there is none."""

    def set_property(self, key: str, name: str, value: Mapping[str, Any]) -> None:
        """Write an entity property."""


@dataclass(frozen=True)
class Wish:
    """What somebody asked for: a risk, or the app's own again (empty), and why."""

    risk: str
    reason: str

    def complaints(self) -> dict[str, str]:
        """Say what is wrong with it, by field.

        Examples
        --------
        >>> Wish("low", "Tested with all groups in May.").complaints()
        {}
        """
        wrong = {}
        if self.risk not in ("", *LEVELS):
            wrong["risk"] = _("Choose one of the risks.")
        if len(self.reason) < SHORTEST:
            wrong["reason"] = _("Say why, in %(least)s characters or more.", least=SHORTEST)
        elif len(self.reason) > LONGEST:
            wrong["reason"] = _("Say why, in %(most)s characters or fewer.", most=LONGEST)
        return wrong


def carry_out(
    engine: Engine, jira: Properties, issue: str, wish: Wish, *, by: Person, now: float
) -> None:
    """Write it to Jira's property, then to the history; the worker shows the rest.

    Who may edit the issue is asked before. Doing it again after Jira or the store was away does
    no harm.

    Raises
    ------
    JiraError
        Nothing was written, here or there.
    """
    date = datetime.fromtimestamp(now, UTC).date().isoformat()
    reason = storable(wish.reason)
    recorded = dict(jira.get_property(issue, PROPERTY) or {})
    was = recorded.pop("override", None)
    if wish.risk:
        named = {"name": by.name, "account": by.account}
        recorded["override"] = {"risk": wish.risk, "reason": reason, "date": date, **named}
    if wish.risk or was is not None:
        jira.set_property(issue, PROPERTY, recorded)
    # The worker notes what it finds in Jira in the same words, and leaves out what stands here.
    event, facts = (OVERRIDDEN, {"risk": wish.risk, "date": date}) if wish.risk else (WITHDRAWN, {})
    with engine.begin() as db:
        history.append(db, issue, event, actor=by.id, at=now, facts=facts, reason=reason)
        _hint(db, issue, event, now)


def _hint(db: Connection, issue: str, event: str, now: float) -> None:
    unique = hashlib.sha256(uuid4().bytes).hexdigest()
    inbox.accept(db, Hint(issue, event, unique), now)
