"""The whole app with its training, people who learn, and what they do there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from secrets import token_hex
from typing import Any

import seeded
from neighbours import Everything
from seeded import as_
from sqlalchemy import Engine, select
from town import Clock
from werkzeug.test import TestResponse

from fairgate.training import Module, open_modules
from jira_app.access import Authority, Person
from jira_app.app import create_app
from jira_app.store.training import completions, quiz_attempts
from jira_app.web import Web


@cache
def modules() -> tuple[Module, ...]:
    """Read the modules once."""
    return open_modules()


def module(name: str = "02") -> Module:
    """Find one."""
    return next(each for each in modules() if each.id == name)


def right(of: Module, but: int = 0) -> dict[str, list[str]]:
    """Answer a quiz rightly, but for the first so many questions."""
    return {
        f"q-{item.id}": [option.id for option in item.options if option.right is (at >= but)][
            : None if item.kind == "multiple" else 1
        ]
        for at, item in enumerate(of.quiz.items)
    }


@dataclass
class School:
    """The app, its clock, and shortcuts to use it as one of the people."""

    engine: Engine
    key: Path | None = None
    taught: Iterable[Module] = field(default_factory=modules)
    authority: Authority = field(default_factory=Everything)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        with self.engine.begin() as db:
            seeded.add_people(db)
        self.app = self.open(self.taught)

    def open(self, taught: Iterable[Module]) -> Any:
        """Make an app on the same store, with other modules."""
        web = Web(
            token_hex(),
            seeded.library(),
            tuple(taught),
            secure=False,
            authority=self.authority,
            signing_key=self.key,
        )
        return create_app(self.engine, token_hex(), self.clock, web=web)

    def ask(self, person: Person | None, path: str, **parts: Any) -> TestResponse:
        """Ask for a page."""
        return self.app.test_client().get(path, **as_(person), **parts)

    def get(self, person: Person | None, path: str, status: int = 200) -> str:
        """Read a page."""
        answer = self.ask(person, path)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(
        self, person: Person | None, path: str, status: int = 303, **form: Any
    ) -> TestResponse:
        """Send a form."""
        answer = self.app.test_client().post(path, data=form, **as_(person))
        assert answer.status_code == status, answer.text
        return answer

    def form(self, person: Person, name: str = "02") -> dict[str, str]:
        """Open a quiz, and take what its form carries."""
        page = self.get(person, f"/training/{name}/quiz")
        hidden = re.findall(r'type="hidden" name="(nonce|digest)" value="([^"]*)"', page)
        return dict(hidden)

    def take(self, person: Person, name: str = "02", but: int = 0, **parts: Any) -> str:
        """Take a quiz, with the first so many answers wrong; the address of the result."""
        form = {**self.form(person, name), **right(module(name), but), **parts}
        return self.post(person, f"/training/{name}/quiz", **form).headers["Location"]

    def attempts(self) -> list[Any]:
        """Read all attempts."""
        with self.engine.connect() as db:
            return list(db.execute(select(quiz_attempts).order_by(quiz_attempts.c.id)))

    def completions(self) -> list[Any]:
        """Read all completions."""
        with self.engine.connect() as db:
            return list(db.execute(select(completions).order_by(completions.c.at)))

    def number(self, person: Person) -> str:
        """Read the number of somebody's only certificate."""
        (found,) = (each.id for each in self.completions() if each.person == person.id)
        return found


MakeSchool = Callable[..., School]


def words(page: str) -> str:
    """Read a page as a person does: its main part without markup."""
    main = page.partition("<main")[2].partition("</main>")[0]
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])).split())
    return re.sub(r" (?=[;:.,])", "", said)
