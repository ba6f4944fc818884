"""A store with sixty varied issues of four projects, and an app that shows pages made from it.

Nobody but the auditor may see the project HUSH; OFF is switched off.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import envelopes
import yaml
from flask import Blueprint, Flask
from sqlalchemy import Connection, Engine, insert
from town import NOON

from fairgate.checklist.library import Library, open_library
from jira_app.access import Permission, Person, Role, Visit
from jira_app.assessments import lifecycle, shelf
from jira_app.assessments.case import Case, State
from jira_app.assessments.scored import Scored, score
from jira_app.assessments.step import begin
from jira_app.board.acceptance import accept
from jira_app.evidence.examine import examine
from jira_app.intake import problems
from jira_app.pages import install
from jira_app.pages.navigation import Link
from jira_app.projects import Project, write_project
from jira_app.records import history
from jira_app.store.records import evidence, issues, people

DAY = 86_400.0
LEVELS = Path(__file__).parents[1] / "cases" / "assessment" / "levels"
FORMS = ("credit-scoring", "cv-ranking", "name-validation", "postcode-pricing", "push-copy")
"""Answers that end high, high, medium, medium, low."""

MANAGER = Person("p-manager", "Mary Manager", "mary@example.org", "acc-mary",
                 frozenset({Role.SQUAD, Role.PRODUCT_MANAGER}))  # fmt: skip
REVIEWER = Person("p-reviewer", "Rosa Reviewer", "rosa@example.org", "acc-rosa",
                  frozenset({Role.SQUAD, Role.REVIEWER}))  # fmt: skip
AUTHOR = Person("p-author", "Abel Author", "abel@example.org", "acc-abel")
TRAINER = Person("p-trainer", "Tess Trainer", "tess@example.org", "acc-tess",
                 frozenset({Role.TRAINER}))  # fmt: skip
ADMIN = Person("p-admin", "Ada Admin", "ada@example.org", "acc-ada",
               frozenset({Role.SQUAD, Role.ADMIN}))  # fmt: skip
AUDITOR = Person("p-auditor", "Otto Auditor", "otto@example.org", "acc-otto",
                 frozenset({Role.SQUAD, Role.PRODUCT_MANAGER}))  # fmt: skip
EVERYBODY = (MANAGER, REVIEWER, AUTHOR, TRAINER, ADMIN, AUDITOR)

THEMES = (
    "Score for instalment loans", "Rank applications for the warehouse", "Check names at sign-up",
    "Delivery fee by postcode", "Friendlier words in push messages", "Remind people of bills",
    "Detect fraud in claims", "Suggest shifts to carers", "Translate the lunch menu",
    "Show the right colours to everyone",
)  # fmt: skip


class Sees:
    """Lets people see projects by name, and counts how often it is asked."""

    def __init__(self, seen: dict[str, set[str]], read_only: Iterable[str] = ()) -> None:
        self.seen, self.read_only, self.asked = seen, set(read_only), 0

    def allowed(
        self, person: Person, keys: Iterable[str], permission: Permission = Permission.BROWSE
    ) -> frozenset[str]:
        """Give those issues that a person may see; in some projects nobody may edit."""
        self.asked += 1
        mine = self.seen.get(person.id, set())
        if permission is Permission.EDIT:
            mine = mine - self.read_only
        return frozenset(key for key in keys if key.rpartition("-")[0] in mine)


OPEN = {"LOAN", "CARE", "SHOP", "OFF"}


def authority() -> Sees:
    """Hide HUSH from all but the auditor; in SHOP nobody may edit."""
    seen = {person.id: set(OPEN) for person in EVERYBODY}
    seen[AUDITOR.id] = OPEN | {"HUSH"}
    return Sees(seen, ["SHOP"])


@cache
def library() -> Library:
    """Open the built-in templates."""
    return open_library(kinds=["template"])


@cache
def answers(name: str) -> Scored:
    """Score one of the filled-in examples."""
    text = (LEVELS / f"{name}.yaml").read_text(encoding="utf-8")
    given = yaml.safe_load(text)["answers"]["answers"]
    return score(library().file("preflight", "template"), given)


def app(
    *blueprints: Blueprint, sees: Sees | None = None, navigation: tuple[Link, ...] = ()
) -> Flask:
    """Make an app of pages; nobody is signed in."""
    made = Flask("seeded", static_folder=None)
    made.config.update(SECRET_KEY=secrets.token_hex(), SESSION_COOKIE_SECURE=False)
    problems.register(made)
    install(made, sees or authority(), lambda: None, navigation=navigation)
    for blueprint in blueprints:
        made.register_blueprint(blueprint)
    return made


def as_(person: Person | None, **parts: Any) -> dict[str, Any]:
    """Give the environment of a request by a person, for Flask's test client."""
    return {"environ_overrides": {"fairgate.visit": Visit(person, **parts)}} if person else {}


def seed(engine: Engine, now: float = NOON) -> None:
    """Fill a store."""
    with engine.begin() as db:
        add_people(db)
        projects = (
            Project("LOAN", reviewers=(REVIEWER.id,), gated_statuses=("Done",)),
            Project("HUSH"),
            Project("OFF", enabled=False),
        )
        for project in projects:
            write_project(db, project, now)
        for project, count in (("LOAN", 24), ("CARE", 18), ("SHOP", 10), ("HUSH", 8), ("OFF", 2)):
            for number in range(1, count + 1):
                _issue(db, project, number, now)
        add_issue(db, "LOAN-99", now, summary="Moved away", gone=True)
        for key, theme in (("LOAN-6", "We rank applications"), ("CARE-10", "We score loans")):
            short = f"{theme}. Nobody is refused by a machine alone."
            detail = "A score is one of five things that a clerk looks at.\nAsk us for a review."
            publish(db, key, now, short=short, detail=detail)


def add_people(db: Connection, everybody: Iterable[Person] = EVERYBODY) -> None:
    """Store people."""
    for person in everybody:
        row = {"id": person.id, "issuer": "test", "subject": person.id, "account": person.account}
        named = {"name": person.name, "email": person.email, "roles": sorted(person.roles)}
        db.execute(insert(people).values(**row, **named, created=NOON - 400 * DAY))


def add_issue(db: Connection, key: str, now: float, **changes: Any) -> None:
    """Store an issue as it was when last looked at."""
    row = {
        "key": key,
        "project": key.rpartition("-")[0],
        "summary": "An issue",
        "status": "To do",
        "owner": "acc-abel",
        "squad": "Payments",
        "risk": "medium",
        "needs_assessment": True,
        "gone": False,
        "first_seen": now - 10 * DAY,
        "seen": now,
    }
    db.execute(insert(issues).values({**row, **changes}))


def add_case(
    db: Connection, key: str, then: float, *, form: str = FORMS[0], upto: State = State.APPROVED
) -> Case:
    """Take an assessment as far as a state, three days a step from ``then`` on."""
    scored = answers(form)
    project = Project(key.rpartition("-")[0])
    case = begin(case_id(key), key, scored.stamp, AUTHOR.id, then)
    case = shelf.write(db, case, lifecycle.edit(case, scored, AUTHOR.id, then), then)
    if upto is State.DRAFT:
        return case
    then += 3 * DAY
    case = shelf.write(db, case, lifecycle.submit(case, scored, project, AUTHOR.id, then), then)
    if upto is State.SUBMITTED:
        return case
    then += 3 * DAY
    if upto is State.CHANGES_REQUESTED:
        step = lifecycle.request_changes(
            case, scored, project, REVIEWER, reason="Who was asked about this?", now=then
        )
        return shelf.write(db, case, step, then)
    step = lifecycle.approve(case, scored, project, REVIEWER, passed=frozenset(), now=then)
    case = shelf.write(db, case, step, then)
    if upto is State.APPROVED:
        return case
    then += 3 * DAY
    return shelf.write(db, case, lifecycle.lapse(case, "model", then), then)


def case_id(key: str) -> str:
    """Name an assessment so that it tells nothing of its issue."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def publish(db: Connection, key: str, now: float, **tiers: Any) -> None:
    """Mark the assessment of an issue public."""
    case = shelf.current(db, key)
    shelf.write(db, case, lifecycle.publish(case, True, tiers, AUTHOR.id, now), now)


def add_evidence(db: Connection, key: str, then: float, outcome: str, **changes: Any) -> None:
    """Store evidence of an outcome, as a trusted key had signed it."""
    examined = _examined(outcome)
    row = {
        "issue": key,
        "project": key.rpartition("-")[0],
        "digest": hashlib.sha256(f"{key} {then} {outcome}".encode()).hexdigest(),
        "envelope": examined.text,
        "trusted": True,
        "key_id": "e" * 64,
        "policy": "loan-approval",
        "policy_digest": examined.policy_digest,
        "outcome": outcome,
        "blocks": examined.verdict.blocks,
        "model_digest": examined.model_digest,
        "binding": "scored",
        "commit": "0f1e2d3c",
        "report_url": "",
        "report": dict(examined.report),
        "sender": "ci",
        "received": then,
    }
    db.execute(insert(evidence).values({**row, **changes}))


@cache
def _examined(outcome: str) -> Any:
    return examine(envelopes.plain(outcome), (), NOON)


def _issue(db: Connection, project: str, number: int, now: float) -> None:
    """Store one issue; which of all kinds it is follows from its number."""
    key = f"{project}-{number}"
    form = FORMS[number % len(FORMS)]
    level = answers(form).level
    risk = "none" if number % 9 == 8 else level
    first = now - (3 + 7 * number % 170) * DAY
    add_issue(
        db,
        key,
        now,
        summary=f"{THEMES[number % len(THEMES)]} ({number})",
        status=("To do", "In progress", "In review", "Done")[number % 4],
        owner=("acc-abel", "acc-rosa", "", "someone.unknown")[number % 4],
        squad=("Payments", "Care desk", "", "Growth & reach")[number % 4],
        risk=risk,
        needs_assessment=risk != "none",
        first_seen=first,
    )
    history.append(db, key, "triaged", actor=history.FAIRGATE, at=first, facts={"risk": risk})
    states = (None, *State, State.APPROVED)
    upto = states[number % len(states)]
    if upto and risk != "none":
        add_case(db, key, first, form=form, upto=upto)
    outcome = ("", "pass", "fail", "unknown", "")[number % 5]
    if outcome:
        add_evidence(db, key, now - number * 3600, outcome)
    if number % 11 == 2:
        accept(db, key, by=MANAGER.id, reason="A pilot with thirty people, watched daily.",
               until=now + 60 * DAY, now=now - DAY)  # fmt: skip
