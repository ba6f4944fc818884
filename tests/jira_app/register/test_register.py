"""The public register: what anybody may read, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import seeded
from databases import new_store
from seeded import DAY, MANAGER, add_case, add_issue, as_, case_id, publish
from sqlalchemy import Connection, Engine, update
from town import NOON

from jira_app.assessments.case import State
from jira_app.projects import Project, write_project
from jira_app.register import register
from jira_app.register.scrub import scrubber
from jira_app.store.records import assessments, issues

SHORT = "We score loans. Ask Mary Manager (mary@example.org) about LOAN-1 or CARE-7."
DETAIL = "ROSA REVIEWER looked at it.\nA clerk decides."


def client_of(engine: Engine, now: float = NOON) -> Any:
    """Make a client of a register."""
    routes = register(engine=engine, library=seeded.library(), clock=lambda: now)
    return seeded.app(routes).test_client()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    """Make a store with one public entry, LOAN-1."""
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            seeded.add_people(db)
            for key in ("LOAN-1", "CARE-7"):
                add_issue(db, key, NOON, owner="Olga Owner")
            add_case(db, "LOAN-1", NOON - 9 * DAY)
            seeded.add_evidence(db, "LOAN-1", NOON - DAY, "fail")
            publish(db, "LOAN-1", NOON, short=SHORT, detail=DETAIL)
        yield engine


def entries(engine: Engine) -> list[dict[str, Any]]:
    """Read the register as a program does."""
    return client_of(engine).get("/register.json").get_json()["entries"]


def test_anybody_reads_both_tiers_without_signing_in(store: Engine) -> None:
    """A list, an entry, and the same for programs."""
    client = client_of(store)
    listed = client.get("/register")
    whole = client.get(f"/register/{case_id('LOAN-1')}")
    assert listed.status_code == whole.status_code == 200
    assert "We score loans" in listed.text
    assert "A clerk decides." not in listed.text
    for part in ("A clerk decides.", "Red lines", "What has to be done", "0.8 is promised", "high"):
        assert part in whole.text


def test_it_is_read_only(store: Engine) -> None:
    """No other method, and no form on any page."""
    client = client_of(store)
    assert client.post("/register").status_code in {400, 405}
    for path in ("/register", f"/register/{case_id('LOAN-1')}"):
        assert client.put(path).status_code in {400, 405}
        assert "<form" not in client.get(path).text


def test_no_name_no_address_and_no_key_gets_out(store: Engine) -> None:
    """Neither of people who signed in, nor of owners in Jira, nor of any issue."""
    paths = ("/register", f"/register/{case_id('LOAN-1')}", "/register.json")
    for text in (client_of(store).get(path).text for path in paths):
        for word in ("Mary", "ROSA", "Rosa", "Olga", "Abel", "@example.org", "LOAN-", "CARE-",
                     "p-reviewer", "acc-"):  # fmt: skip
            assert word not in text


def test_the_key_is_shown_where_it_was_marked(store: Engine) -> None:
    """Its own; no other."""
    with store.begin() as db:
        tiers = {"short": SHORT, "detail": DETAIL, "issue": True}
        db.execute(update(assessments).values(public_tiers=tiers))
    (entry,) = entries(store)
    assert entry["issue"] == "LOAN-1"
    assert "LOAN-1" in entry["short"]
    assert "CARE-7" not in entry["short"]


def test_small_counts_are_suppressed(store: Engine) -> None:
    """The evidence has a group of four people."""
    (entry,) = entries(store)
    assert entry["evidence"]
    assert all("n=4" not in line and " 4 " not in line.split("(")[0] for line in entry["evidence"])


Change = Callable[[Connection], object]
HIDDEN: dict[str, Change] = {
    "not public": lambda db: db.execute(update(assessments).values(public=False)),
    "lapsed": lambda db: db.execute(update(assessments).values(state=State.LAPSED.value)),
    "submitted": lambda db: db.execute(update(assessments).values(state=State.SUBMITTED.value)),
    "ended": lambda db: db.execute(update(assessments).values(until=NOON)),
    "gone": lambda db: db.execute(update(issues).values(gone=True)),
    "switched off": lambda db: write_project(db, Project("LOAN", enabled=False), NOON),
    "a checklist": lambda db: db.execute(update(assessments).values(template="checklist-launch")),
}


@pytest.mark.parametrize("why", HIDDEN)
def test_what_is_not_public_is_like_what_is_not_there(store: Engine, why: str) -> None:
    """One 404 for both, and no trace in the list."""
    with store.begin() as db:
        HIDDEN[why](db)
    client = client_of(store)
    hidden, unknown = client.get(f"/register/{case_id('LOAN-1')}"), client.get("/register/nothing")
    assert hidden.status_code == unknown.status_code == 404
    assert entries(store) == []
    assert "Nothing is public yet" in client.get("/register").text


@pytest.mark.parametrize("path", ["/register", f"/register/{case_id('LOAN-1')}", "/register.json"])
def test_whoever_has_the_newest_is_told_so(store: Engine, path: str) -> None:
    """By its ETag; which changes when the content does."""
    client = client_of(store)
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with store.begin() as db:
        tiers = {"short": "Something else.", "detail": ""}
        db.execute(update(assessments).values(public_tiers=tiers))
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_everybody_gets_one_page(store: Engine) -> None:
    """Whoever is signed in, so that nothing of a visitor is in a shared copy."""
    client = client_of(store)
    anybody, manager = client.get("/register"), client.get("/register", **as_(MANAGER))
    assert anybody.data == manager.data
    assert "Set-Cookie" not in anybody.headers
    assert "Cookie" in anybody.headers["Vary"]
    client.set_cookie("language", "de")
    assert client.get("/register").headers["Cache-Control"] == "private, max-age=300"


def test_each_language_has_an_etag_of_its_own(store: Engine) -> None:
    """Chosen by the address, or as the browser asks."""
    client = client_of(store)
    english, german = client.get("/register?lang=en"), client.get("/register?lang=de")
    asked = client.get("/register", headers={"Accept-Language": "de"})
    assert 'lang="de"' in german.text
    assert english.headers["ETag"] != german.headers["ETag"] == asked.headers["ETag"]
    assert client.get("/register?lang=../x").status_code == 200


def test_texts_are_escaped(store: Engine) -> None:
    """They were typed by people."""
    with store.begin() as db:
        tiers = {"short": "<script>alert(1)</script>", "detail": "<img src=x onerror=alert(1)>"}
        db.execute(update(assessments).values(public_tiers=tiers))
    client = client_of(store)
    for path in ("/register", f"/register/{case_id('LOAN-1')}"):
        assert "<script>alert" not in client.get(path).text
        assert "<img" not in client.get(path).text


def test_answers_to_older_questions_claim_no_red_lines(store: Engine) -> None:
    """They cannot be judged by the questions of today."""
    with store.begin() as db:
        db.execute(update(assessments).values(template_digest="sha256:" + "0" * 64))
    (entry,) = entries(store)
    assert (entry["red_lines"], entry["obligations"]) == ([], [])
    assert entry["level"] == "high"


def test_names_of_one_word_are_left_alone() -> None:
    """They are too like other words."""
    assert scrubber(["May", "Will Smith"], ())("May we? will smith") == "May we? […]"
