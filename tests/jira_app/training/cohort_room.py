"""A school with a trainer and learners in cohorts; and how to read what a trainer gets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from learners import School
from seeded import ADMIN, AUTHOR, TRAINER, add_people
from sqlalchemy import Engine, select

from jira_app.access import Person, Role
from jira_app.access.session import NUMBER, PERSON, SINCE
from jira_app.store.training import cohorts, feedback_answers, feedback_given

LEARNERS = tuple(
    Person(f"p-learner-{name.lower()}", f"{name} Learner", f"{name.lower()}@example.org")
    for name in ("Ada", "Bela", "Cem", "Dina", "Emre", "Fay", "Gia")
)
ADA, BELA, CEM, *_REST = LEARNERS
RIVAL = Person("p-rival", "Ria Rival", "ria@example.org", roles=frozenset({Role.TRAINER}))
FORM = {"name": "Payments squad", "day": "2026-11-22", "modules": ["01", "05"]}
PARTS = (
    "",
    "/attendance",
    "/sheet",
    "/questions",
    "/feedback",
    "/change",
    "/cohort.csv",
    "/xapi.jsonl",
)
"""What there is of a cohort, beyond its own address."""

__all__ = ["ADMIN", "AUTHOR", "TRAINER"]  # handed on


class Room(School):
    """A school in which cohorts are made."""

    def __init__(self, engine: Engine, **parts: Any) -> None:
        super().__init__(engine, **parts)
        with engine.begin() as db:
            add_people(db, (RIVAL, *LEARNERS))

    def make(self, person: Person = TRAINER, **changes: Any) -> str:
        """Make a cohort through its form; its id."""
        answer = self.post(person, "/training/cohorts", **{**FORM, **changes})
        return str(answer.headers["Location"]).rpartition("/")[2]

    def code(self, cohort: str) -> str:
        """Look up what a cohort is joined with."""
        with self.engine.connect() as db:
            return str(db.scalar(select(cohorts.c.code).where(cohorts.c.id == cohort)))

    def join(self, cohort: str, *people: Person) -> None:
        """Let people join."""
        for person in people:
            self.post(person, f"/training/join/{self.code(cohort)}")

    def cohort(self, *people: Person) -> str:
        """Make a cohort of some people; its id."""
        made = self.make()
        self.join(made, *people)
        return made

    def page(self, cohort: str, part: str = "", person: Person = TRAINER) -> str:
        """Read a page of a cohort."""
        return self.get(person, f"/training/cohorts/{cohort}{part}")

    def say(self, person: Person, cohort: str = "", status: int = 303, **answers: Any) -> str:
        """Give feedback on module 05 through its form; the page that follows."""
        said = {f"a:{name}": value for name, value in answers.items()}
        answer = self.post(person, "/training/05/feedback", status, cohort=cohort, **said)
        return answer.text

    def feedback(self) -> list[Mapping[str, Any]]:
        """Read all feedback as it is stored."""
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(select(feedback_answers)).mappings()]

    def given(self) -> set[tuple[str, ...]]:
        """Read who has given feedback: cohort, person, module."""
        with self.engine.connect() as db:
            return {tuple(row) for row in db.execute(select(feedback_given))}

    def sheet(self, cohort: str) -> list[dict[str, str]]:
        """Read the spreadsheet as a spreadsheet program does."""
        answer = self.ask(TRAINER, f"/training/cohorts/{cohort}/cohort.csv")
        text = answer.data.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def told(self, cohort: str) -> list[dict[str, Any]]:
        """Read the statements for a learning record store."""
        answer = self.ask(TRAINER, f"/training/cohorts/{cohort}/xapi.jsonl")
        return [json.loads(line) for line in answer.text.splitlines()]

    def cookie(self, person: Person) -> tuple[str, str]:
        """Sign somebody in: name and value of the cookie that a browser then sends."""
        kept = {PERSON: person.id, SINCE: self.clock(), NUMBER: token_hex(16)}
        signer = self.app.session_interface.get_signing_serializer(self.app)
        return self.app.config["SESSION_COOKIE_NAME"], signer.dumps({**kept, "_permanent": True})
