"""What people do on the board, each in one transaction with its history and the word to Jira."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, Engine

from fairgate.checklist.library import Library
from jira_app.access import Person
from jira_app.assessments import shelf
from jira_app.assessments.lifecycle import request_changes
from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.scored import score
from jira_app.board import acceptance
from jira_app.projects import project_of, read_project
from jira_app.store import inbox
from jira_app.store.inbox import Hint


@dataclass(frozen=True)
class Desk:
    """What changes are made with.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        The store.
    library : Library
        Templates of assessments.
    clock : callable
        Seconds since 1970.
    wake : callable
        Called after a commit, when Jira has to be told.
    """

    engine: Engine
    library: Library
    clock: Callable[[], float]
    wake: Callable[[], None]

    def accept(self, issue: str, person: Person, reason: str, until: float) -> None:
        """Take the risk of an issue on."""
        now = self.clock()
        with self.engine.begin() as db:
            acceptance.accept(db, issue, by=person.id, reason=reason, until=until, now=now)
            _tell(db, issue, acceptance.ACCEPTED, now)
        self.wake()

    def withdraw(self, issue: str, person: Person, reason: str) -> bool:
        """Take an acceptance back; False if none holds."""
        now = self.clock()
        with self.engine.begin() as db:
            held = acceptance.withdraw(db, issue, by=person.id, reason=reason, now=now)
            if held:
                _tell(db, issue, acceptance.WITHDRAWN, now)
        self.wake()
        return held

    def send_back(self, issue: str, person: Person, reason: str) -> None:
        """Send the assessment of an issue back to its squad.

        Raises
        ------
        Refused
            If there is none to send back, or this person may not.
        """
        now = self.clock()
        with self.engine.begin() as db:
            case = shelf.current(db, issue)
            if case is None:
                raise Refused(Refusal.NOTHING_THERE)
            scored = score(self.library.file(case.template, "template"), case.answers)
            project = read_project(db, project_of(issue))
            step = request_changes(case, scored, project, person, reason=reason, now=now)
            shelf.write(db, case, step, now)
            _tell(db, issue, step.records[-1].event, now)
        self.wake()


def _tell(db: Connection, issue: str, event: str, now: float) -> None:
    """Have the worker look at an issue; every change is news of its own."""
    digest = hashlib.sha256(f"{event} {issue} {uuid4()}".encode()).hexdigest()
    inbox.accept(db, Hint(issue, event, digest), now)
