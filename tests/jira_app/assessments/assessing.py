"""An app with assessments only, a squad to use it, and answers to give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from town import Clock

from fairgate.checklist import Library, open_library
from jira_app import pages
from jira_app.access import Permission, Person, Role
from jira_app.access.visit import Visit
from jira_app.assessments import shelf
from jira_app.assessments.case import Case
from jira_app.assessments.routes import assessments
from jira_app.intake import problems
from jira_app.projects import Project, write_project
from jira_app.records.history import Entry, read
from jira_app.store.records import people

LEVELS = Path(__file__).resolve().parents[2] / "cases" / "assessment" / "levels"

ANN = Person("p-ann", "Ann Author")
BEN = Person("p-ben", "Ben Builder")
REX = Person("p-rex", "Rex Reviewer", roles=frozenset({Role.REVIEWER}))
RIA = Person("p-ria", "Ria Reviewer", roles=frozenset({Role.SQUAD, Role.REVIEWER}))
PAM = Person("p-pam", "Pam Manager", roles=frozenset({Role.PRODUCT_MANAGER}))
EVE = Person("p-eve", "Eve Elsewhere", roles=frozenset(Role))
EVERYBODY = (ANN, BEN, REX, RIA, PAM, EVE)


class Keys:
    """Who may browse and edit which issues; Eve may none."""

    def __init__(self) -> None:
        both = frozenset(Permission)
        self.rights = {person.id: both for person in EVERYBODY if person is not EVE}

    def allowed(
        self, person: Person, keys: Iterable[str], permission: Permission = Permission.BROWSE
    ) -> frozenset[str]:
        """Look it up."""
        return frozenset(keys if permission in self.rights.get(person.id, ()) else ())


@cache
def library() -> Library:
    """Read templates and checklists once."""
    return open_library(kinds=("template", "checklist", "cases"))


@cache
def example(name: str) -> Mapping[str, Any]:
    """Read the answers of an example, by the name of its file."""
    text = (LEVELS / f"{name}.yaml").read_text(encoding="utf-8")
    answers: dict[str, Any] = yaml.safe_load(text)["answers"]["answers"]
    return answers


def as_form(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in the form as a browser sends it."""
    form: dict[str, Any] = {}
    for name, value in answers.items():
        if isinstance(value, dict) and "not_applicable" in value:
            form[f"n:{name}"] = value["not_applicable"]
        elif isinstance(value, dict):
            cells = ((r, c, choice) for r, row in value.items() for c, choice in row.items())
            form |= {f"a:{name}:{r}:{c}": choice for r, c, choice in cells}
        else:
            form[f"a:{name}"] = value
    return form


@dataclass
class Office:
    """The app, its clock, and shortcuts to use it as one of the people."""

    engine: Engine
    key: Path | None = None
    clock: Clock = field(default_factory=Clock)
    woken: list[float] = field(default_factory=list)
    passed: dict[str, frozenset[str]] = field(default_factory=dict)
    authority: Keys = field(default_factory=Keys)
    library: Library = field(default_factory=library)
    signed_in: Person | None = None

    def __post_init__(self) -> None:
        self.app = Flask("office", static_folder=None)
        self.app.config.update(SECRET_KEY=token_hex(), SESSION_COOKIE_SECURE=False)
        problems.register(self.app)
        pages.install(self.app, self.authority, lambda: self.signed_in)
        self.app.register_blueprint(
            assessments(
                engine=self.engine,
                clock=self.clock,
                library=self.library,
                signing_key=self.key,
                wake=lambda: self.woken.append(self.clock.now),
                passed=lambda person: self.passed.get(person, frozenset()),
            )
        )
        with self.engine.begin() as db:
            db.execute(people.insert(), [_row(person) for person in EVERYBODY])

    def client(self) -> FlaskClient:
        """Make a browser of a few lines."""
        return self.app.test_client()

    def get(self, person: Person, path: str, status: int = 200) -> str:
        """Look at a page."""
        answer = self.client().get(path, environ_overrides=_as(person))
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, person: Person, path: str, status: int = 303, **form: Any) -> Any:
        """Send a form."""
        answer = self.client().post(path, data=form, environ_overrides=_as(person))
        assert answer.status_code == status, answer.text
        return answer.json if answer.is_json else answer.text

    def save(
        self,
        person: Person,
        answers: Mapping[str, Any],
        revision: int | None = None,
        status: int = 200,
        issue: str = "LOAN-1",
    ) -> Any:
        """Save as the script does, from the newest revision or another."""
        seen = self.revision(issue) if revision is None else revision
        path = f"/issues/{issue}/assessment/preflight/save"
        return self.post(person, path, status, revision=seen, **as_form(answers))

    def step(
        self, person: Person, name: str, status: int = 303, issue: str = "LOAN-1", **form: Any
    ) -> str:
        """Submit, withdraw, approve ... from the newest revision."""
        path = f"/issues/{issue}/assessment/preflight/{name}"
        text: str = self.post(person, path, status, **{"revision": self.revision(issue), **form})
        return text

    def case(self, issue: str = "LOAN-1", template: str = "preflight") -> Case:
        """Read what is stored."""
        with self.engine.begin() as db:
            case = shelf.of_template(db, issue, template)
        assert case is not None
        return case

    def revision(self, issue: str = "LOAN-1") -> int:
        """Name the newest revision; 0 where nothing is stored."""
        with self.engine.begin() as db:
            case = shelf.of_template(db, issue, "preflight")
        return case.revision if case else 0

    def history(self, issue: str = "LOAN-1") -> tuple[Entry, ...]:
        """Read the history."""
        with self.engine.begin() as db:
            return read(db, issue)

    def project(self, **settings: Any) -> None:
        """Set the project up."""
        with self.engine.begin() as db:
            write_project(db, Project("LOAN", **settings), self.clock.now)


def _as(person: Person) -> dict[str, Any]:
    return {"fairgate.visit": Visit(person)}


def _row(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "issuer": "https://id.example.org",
        "subject": person.id,
        "account": person.id,
        "name": person.name,
        "email": "",
        "roles": sorted(person.roles),
        "created": 0.0,
        "erased": None,
    }


MakeOffice = Callable[..., Office]
