"""Administration: for administrators only, and every change has a name on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import seeded
from databases import KINDS, new_store
from seeded import ADMIN, AUTHOR, MANAGER, REVIEWER, TRAINER, as_
from sqlalchemy import Engine, insert, select, update
from town import NOON

from jira_app.access import Person, people
from jira_app.admin import CHAIN, admin, secrets_of
from jira_app.jira import JiraError
from jira_app.projects import Project, read_project
from jira_app.records import history
from jira_app.store import letters
from jira_app.store.records import people as people_table
from jira_app.store.tables import DEAD, WAITING, inbox, lanes, outbox

DIGEST = "ab" * 32
FORM = {
    "enabled": "yes",
    "templates": ["preflight", "eu-fria"],
    "default": "preflight",
    "reviewers": [REVIEWER.id],
    "reviewer_from": "medium",
    "policies": f"{DIGEST}\r\n",
    "gated_statuses": "Done\r\nIn review\r\n\r\n",
    "approver_requires": "02\r\n",
    "approved_for_days": "90",
    "kept_for_days": "365",
}


class Office:
    """A store with people and two dead letters, and administrators at work."""

    def __init__(self, engine: Engine, **parts: Any) -> None:
        self.engine, self.woken = engine, 0
        with engine.begin() as db:
            seeded.add_people(db)
            for key in ("LOAN-1", "LOAN-2", "HUSH-1"):
                seeded.add_issue(db, key, NOON)
            for number, key in enumerate(("LOAN-1", "HUSH-1"), 1):
                row = {"id": number, "digest": f"{number:064}", "issue": key, "event": "updated"}
                dead = {"received": NOON, "state": DEAD, "error": f"refused for {key}"}
                db.execute(insert(inbox).values(**row, **dead))
        self.sees = seeded.authority()
        routes = admin(
            engine=engine,
            library=seeded.library(),
            modules={"02": "Running the assessment", "05": "Reading a verdict"},
            clock=lambda: NOON,
            wake=self.wake,
            **{"secrets": lambda: secrets_of(()), **parts},
        )
        self.client = seeded.app(routes, sees=self.sees).test_client()

    def wake(self) -> None:
        """Count calls of the worker."""
        self.woken += 1

    def get(self, path: str = "", person: Person | None = ADMIN) -> Any:
        """Ask for a page."""
        return self.client.get(f"/admin{path}", **as_(person))

    def post(self, path: str, person: Person | None = ADMIN, **form: Any) -> Any:
        """Send a form."""
        return self.client.post(f"/admin{path}", data=form, **as_(person))

    def chain(self) -> list[history.Entry]:
        """Give what was recorded."""
        with self.engine.connect() as db:
            assert history.broken_at(db, CHAIN) is None
            return list(history.read(db, CHAIN))

    def project(self, key: str = "LOAN") -> Project:
        """Read a project."""
        with self.engine.connect() as db:
            return read_project(db, key)

    def dead(self) -> list[str]:
        """Give the issues of dead letters."""
        with self.engine.connect() as db:
            return [letter.issue for letter in letters.letters(db)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open an office."""
    with new_store("sqlite", tmp_path) as engine:
        yield Office(engine)


GETS = ("", "/health", "/projects", "/projects/LOAN", "/projects/NOPE", "/people",
        "/people/p-admin", "/people/nobody", "/letters")  # fmt: skip
POSTS = ("/projects/LOAN", "/projects/bad key", "/people/p-admin", "/people/nobody",
         "/letters/replay", "/letters/inbox/1/replay", "/letters/inbox/99/replay")  # fmt: skip


@pytest.mark.parametrize("person", [AUTHOR, REVIEWER, MANAGER, TRAINER])
def test_other_roles_are_refused_everywhere_alike(office: Office, person: Person) -> None:
    """Whether what they ask for is there or not; and nothing changes."""
    assert {office.get(path, person).status_code for path in GETS} == {403}
    assert {office.post(path, person, **FORM).status_code for path in POSTS} == {403}
    assert office.chain() == []
    assert office.dead() == ["LOAN-1", "HUSH-1"]


def test_who_did_not_sign_in_is_asked_to(office: Office) -> None:
    """On every page."""
    assert {office.get(path, None).status_code for path in GETS} == {401}


def test_settings_of_a_project_are_stored_and_recorded(office: Office) -> None:
    """All of them, with who and what it was before."""
    assert office.post("/projects/LOAN", **FORM).status_code == 303
    assert office.project() == Project(
        "LOAN",
        enabled=True,
        templates=("preflight", "eu-fria"),
        reviewers=(REVIEWER.id,),
        reviewer_from="medium",
        policies=(DIGEST,),
        approved_for_days=90,
        kept_for_days=365,
        approver_requires=("02",),
        gated_statuses=("Done", "In review"),
    )
    (entry,) = office.chain()
    assert (entry.event, entry.actor) == ("project-changed", ADMIN.id)
    assert entry.facts["changed"]["approved_for_days"] == [180, 90]
    assert ADMIN.name in office.get().text


def test_issues_are_looked_at_again_when_their_gates_may_change(office: Office) -> None:
    """Those of the project, and no others."""
    office.post("/projects/LOAN", **FORM)
    with office.engine.connect() as db:
        told = db.scalars(select(inbox.c.issue).where(inbox.c.event == "project-changed"))
        assert sorted(told) == ["LOAN-1", "LOAN-2"]
    assert office.woken == 1


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("templates", [], "Choose at least one form"),
        ("templates", ["no-such-form"], "Choose at least one form"),
        ("default", "canada-aia", "one of those that are offered"),
        ("reviewer_from", "extreme", "Choose a level"),
        ("policies", "not a digest", "This line is not of the form"),
        ("approver_requires", "../etc", "There is no training module ../etc. There are: 02 Run"),
        ("approver_requires", "x" * 81, "This line is not of the form"),
        ("gated_statuses", "x" * 256, "This line is not of the form"),
        ("approved_for_days", "0", "from 1 to 1825"),
        ("approved_for_days", "soon", "from 1 to 1825"),
        ("kept_for_days", "-1", "from 0 to 36500"),
        ("kept_for_days", "99999999999", "from 0 to 36500"),
    ],
)
def test_wrong_settings_come_back_and_nothing_is_stored(
    office: Office, field: str, value: Any, complaint: str
) -> None:
    """With what was written."""
    answer = office.post("/projects/LOAN", **{**FORM, field: value})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert office.project() == Project("LOAN")
    assert office.chain() == []


def test_of_two_administrators_at_once_the_second_is_told(office: Office) -> None:
    """What the first saved stays."""
    office.post("/projects/LOAN", **FORM)
    second = office.post("/projects/LOAN", **{**FORM, "approved_for_days": "7"})
    assert second.status_code == 409
    assert office.project().approved_for_days == 90


def test_reviewers_that_nobody_knows_are_not_stored(office: Office) -> None:
    """A form may be forged."""
    office.post("/projects/LOAN", **{**FORM, "reviewers": ["p-nobody"]})
    assert office.project().reviewers == ()


@pytest.mark.parametrize("key", ["loan", "LOAN-1", "L", "..", "A" * 101])
def test_what_is_no_key_of_a_project_is_not_there(office: Office, key: str) -> None:
    """Neither to see nor to store."""
    assert office.get(f"/projects/{key}").status_code in {404, 308}
    assert office.post(f"/projects/{key}", **FORM).status_code in {404, 405, 308}


def test_a_key_leads_to_the_settings_of_a_new_project(office: Office) -> None:
    """In small letters, too."""
    assert office.get("/projects?key=shop").headers["Location"].endswith("/admin/projects/SHOP")
    assert "Give the key of a project" in office.get("/projects?key=LOAN-1").text


def test_roles_are_changed_and_recorded(office: Office) -> None:
    """By id; the page shows the name."""
    answer = office.post(f"/people/{AUTHOR.id}", roles=["squad", "reviewer", "emperor"])
    assert answer.status_code == 303
    with office.engine.connect() as db:
        assert sorted(people.find(db, AUTHOR.id).roles) == ["reviewer", "squad"]
    (entry,) = office.chain()
    assert (entry.event, entry.actor, entry.facts) == (
        "roles-changed",
        ADMIN.id,
        {"person": AUTHOR.id, "before": ["squad"], "after": ["reviewer", "squad"]},
    )
    assert AUTHOR.name not in str(entry)
    assert AUTHOR.name in office.get().text


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_administrator_stays_one(kind: str, tmp_path: Path) -> None:
    """An administrator who was erased is none."""
    with new_store(kind, tmp_path) as engine:
        office = Office(engine)
        with engine.begin() as db:
            erased = update(people_table).where(people_table.c.id == TRAINER.id)
            db.execute(erased.values(roles=["admin"], erased=NOON))
        assert office.post(f"/people/{ADMIN.id}", roles=["squad"]).status_code == 409
        assert "Nobody else is an administrator" in office.post(f"/people/{ADMIN.id}").text
        assert office.chain() == []
        office.post(f"/people/{AUTHOR.id}", roles=["admin"])
        assert office.post(f"/people/{ADMIN.id}", roles=["squad"]).status_code == 303


def test_one_letter_is_replayed_and_the_other_stays(office: Office) -> None:
    """Its lane is due; a second press finds nothing."""
    assert office.post("/letters/inbox/1/replay").status_code == 303
    assert office.dead() == ["HUSH-1"]
    with office.engine.connect() as db:
        state = db.scalar(select(inbox.c.state).where(inbox.c.id == 1))
        assert (state, list(db.scalars(select(lanes.c.issue)))) == (WAITING, ["LOAN-1"])
    office.post("/letters/inbox/1/replay")
    assert len(office.chain()) == 1
    assert office.post("/letters/people/1/replay").status_code == 404


def test_a_change_that_was_given_up_is_replayed_too(office: Office) -> None:
    """From the outbox."""
    with office.engine.begin() as db:
        row = {"id": 1, "issue": "LOAN-2", "kind": "flag", "payload": {}, "made": NOON}
        db.execute(insert(outbox).values(**row, state=DEAD, error="no"))
    office.post("/letters/outbox/1/replay")
    assert office.dead() == ["LOAN-1", "HUSH-1"]


def test_all_letters_are_replayed_and_counted(office: Office) -> None:
    """Once in the history."""
    office.post("/letters/replay")
    assert office.dead() == []
    assert [(each.event, each.facts) for each in office.chain()] == [
        ("letters-replayed", {"count": 2})
    ]
    assert office.woken == 1


def test_letters_of_issues_one_may_not_see_tell_nothing_of_them(office: Office) -> None:
    """But which project, and they can be replayed."""
    text = office.get("/letters").text
    assert "refused for LOAN-1" in text
    assert "HUSH-1" not in text
    assert "an issue of HUSH" in text


def test_letters_are_there_while_jira_is_away(office: Office) -> None:
    """That is when they pile up."""

    def away(*_: object) -> frozenset[str]:
        raise JiraError("down", "no answer")

    office.sees.allowed = away  # type: ignore[method-assign]
    answer = office.get("/letters")
    assert answer.status_code == 200
    assert "LOAN-1" not in answer.text
    assert answer.text.count("Try again") == 2


def test_health_says_what_the_apps_account_may_do_in_each_project(tmp_path: Path) -> None:
    """Once Jira is away it is asked no more."""
    asked = []

    def permissions(project: str) -> dict[str, bool]:
        asked.append(project)
        if project == "MISS":
            raise JiraError("gone", "no such project")
        if project == "OOPS":
            raise JiraError("down", "no answer")
        return {"BROWSE_PROJECTS": True, "EDIT_ISSUES": project == "LOAN", "ADD_COMMENTS": True}

    with new_store("sqlite", tmp_path) as engine:
        office = Office(engine, permissions=permissions)
        with engine.begin() as db:
            for key in ("MISS-1", "OOPS-1", "ZZ-1"):
                seeded.add_issue(db, key, NOON)
        text = office.get("/health").text
    assert asked == ["HUSH", "LOAN", "MISS", "OOPS"]
    for said in ("Edit issues", "Jira does not show this project", "Jira does not answer",
                 "Not asked, because"):  # fmt: skip
        assert said in text


def test_secrets_are_named_and_never_shown(tmp_path: Path) -> None:
    """Configured or missing, and ids of public keys."""
    known = secrets_of({"FAIRGATE_TRUSTED_KEYS"}, {"FAIRGATE_TRUSTED_KEYS": ["3f6c" * 16]})
    with new_store("sqlite", tmp_path) as engine:
        text = Office(engine, secrets=lambda: known).get().text
    assert text.count("configured</span>") == 1
    assert text.count("missing</span>") == len(known) - 1
    assert "3f6c" * 4 in text


def test_the_first_page_counts_what_waits(office: Office) -> None:
    """Dead letters are not waiting."""
    office.post("/letters/inbox/1/replay")
    text = office.get().text
    for count, what in ((1, "hints to look at"), (0, "changes to tell Jira"), (1, "issues whose")):
        assert f"<strong>{count}</strong> {what}" in text
