"""Accepting a risk, taking that back, sending an assessment back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import seeded
from boards import client_of, rows
from databases import KINDS, new_store
from flask.testing import FlaskClient
from seeded import ADMIN, AUTHOR, DAY, MANAGER, REVIEWER, TRAINER, as_
from sqlalchemy import Engine, select
from town import NOON

from jira_app.access import Person
from jira_app.assessments import shelf
from jira_app.assessments.case import State
from jira_app.board import acceptance
from jira_app.records import history
from jira_app.store.records import acceptances, words
from jira_app.store.tables import inbox

REASON = "A pilot with thirty people, watched every day."
GOOD = {"reason": REASON, "until": "2026-12-24"}


class Office:
    """A store with three issues, and people who press buttons."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.woken = engine, 0
        self.client: FlaskClient = client_of(engine, self.wake)
        with engine.begin() as db:
            seeded.add_people(db)
            for number, upto in enumerate((State.APPROVED, State.SUBMITTED, State.DRAFT), 1):
                seeded.add_issue(db, f"LOAN-{number}", NOON)
                seeded.add_case(db, f"LOAN-{number}", NOON - 9 * DAY, upto=upto)
            seeded.add_evidence(db, "LOAN-1", NOON - DAY, "fail")

    def wake(self) -> None:
        """Count calls of the worker."""
        self.woken += 1

    def post(self, path: str, person: Person = MANAGER, **form: str) -> Any:
        """Send a form."""
        return self.client.post(f"/board/{path}", data=form, **as_(person))

    def told(self, issue: str = "LOAN-1") -> list[str]:
        """Give the events that Jira has to be told of."""
        with self.engine.connect() as db:
            found = select(inbox.c.event).where(inbox.c.issue == issue).order_by(inbox.c.id)
            return list(db.scalars(found))

    def last(self, issue: str = "LOAN-1") -> history.Entry:
        """Give the newest entry of the history."""
        with self.engine.connect() as db:
            assert history.broken_at(db, issue) is None
            return history.read(db, issue)[-1]

    def gate(self, issue: str = "LOAN-1") -> str:
        """Say whether the gate is open."""
        found = rows(self.client.get("/board.csv", **as_(MANAGER)))
        return next(row["gate"] for row in found if row["issue"] == issue)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open an office."""
    with new_store("sqlite", tmp_path) as engine:
        yield Office(engine)


def test_an_accepted_risk_opens_what_evidence_blocks(office: Office) -> None:
    """It is in the history with who, why and until when, and Jira is told."""
    assert office.gate() == "closed"
    answer = office.post("LOAN-1/accept", **GOOD)
    assert answer.status_code == 303
    entry = office.last()
    assert (entry.event, entry.actor, entry.reason) == ("risk-accepted", MANAGER.id, REASON)
    assert office.gate() == "open"
    assert office.told() == ["risk-accepted"]
    assert office.woken == 1
    page = office.client.get("/board/LOAN-1", **as_(MANAGER)).text
    assert "up to and including 24 Dec 2026" in page or "Dec 24, 2026" in page
    assert REASON in page


def test_an_acceptance_never_stands_in_for_the_approval_of_a_high_level(office: Office) -> None:
    """Not even while its assessment waits."""
    assert office.post("LOAN-2/accept", **GOOD).status_code == 303
    assert office.gate("LOAN-2") == "closed"


def test_the_last_day_counts_to_its_end(office: Office) -> None:
    """In UTC: until the next midnight."""
    office.post("LOAN-1/accept", **GOOD)
    with office.engine.connect() as db:
        held = acceptance.read(db, "LOAN-1")
    assert held.until == 1_798_156_800.0  # 2026-12-25T00:00:00Z
    assert held.holds(held.until - 1)
    assert not held.holds(held.until)


def test_the_reason_is_stored_once_so_that_it_can_be_erased(office: Office) -> None:
    """History and acceptance name the same words."""
    office.post("LOAN-1/accept", **GOOD)
    with office.engine.connect() as db:
        ours = db.execute(select(words).where(words.c.author == MANAGER.id)).all()
        assert [row.digest for row in ours] == list(db.scalars(select(acceptances.c.words)))


@pytest.mark.parametrize(
    ("form", "complaint"),
    [
        ({"reason": "", "until": "2026-12-24"}, "Give a reason"),
        ({"reason": "because", "until": "2026-12-24"}, "Give a reason"),
        ({"reason": "x" * 2001, "until": "2026-12-24"}, "Shorten the reason"),
        ({"reason": REASON, "until": ""}, "Give the last day"),
        ({"reason": REASON, "until": "soon"}, "Give the last day"),
        ({"reason": REASON, "until": "2026-11-20"}, "a year at most"),
        ({"reason": REASON, "until": "2027-11-23"}, "a year at most"),
        ({"reason": REASON, "until": "9999-12-31"}, "a year at most"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_written(
    office: Office, form: dict[str, str], complaint: str
) -> None:
    """And nothing is stored."""
    answer = office.post("LOAN-1/accept", **form)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert 'role="alert"' in answer.text
    assert form["reason"][:50] in answer.text
    assert office.told() == []


def test_a_year_from_today_is_the_last_that_is_taken(office: Office) -> None:
    """One day more is refused above."""
    latest = acceptance.latest_end(NOON).isoformat()
    assert office.post("LOAN-1/accept", reason=REASON, until=latest).status_code == 303


@pytest.mark.parametrize("person", [AUTHOR, REVIEWER, TRAINER, ADMIN])
def test_only_product_managers_accept_risks(office: Office, person: Person) -> None:
    """Whether the issue is there or not."""
    for key in ("LOAN-1", "HUSH-1", "NOPE-1"):
        assert office.post(f"{key}/accept", person, **GOOD).status_code == 403
        assert office.post(f"{key}/withdraw", person).status_code == 403
    assert office.told() == []
    assert "/accept" not in office.client.get("/board/LOAN-1", **as_(person)).text


def test_withdrawing_closes_the_gate_again(office: Office) -> None:
    """With a reason, and only while an acceptance holds."""
    office.post("LOAN-1/accept", **GOOD)
    form = {"withdraw-reason": "The pilot went wrong on its first day."}
    assert office.post("LOAN-1/withdraw", **{"withdraw-reason": "no"}).status_code == 422
    assert office.post("LOAN-1/withdraw", **form).status_code == 303
    assert (office.last().event, office.last().reason) == (
        "risk-acceptance-withdrawn",
        form["withdraw-reason"],
    )
    assert office.gate() == "closed"
    assert office.told() == ["risk-accepted", "risk-acceptance-withdrawn"]
    assert office.post("LOAN-1/withdraw", **form).status_code == 409


@pytest.mark.parametrize("person", [MANAGER, REVIEWER])
@pytest.mark.parametrize("key", ["LOAN-1", "LOAN-2"])
def test_an_assessment_is_sent_back_with_a_reason(office: Office, person: Person, key: str) -> None:
    """What is submitted, and what is approved; Jira is told."""
    form = {"back-reason": "Who was asked, and what did they say?"}
    assert office.post(f"{key}/send-back", person, **form).status_code == 303
    with office.engine.connect() as db:
        assert shelf.current(db, key).state is State.CHANGES_REQUESTED
    assert (office.last(key).actor, office.last(key).reason) == (person.id, form["back-reason"])
    assert office.told(key) == ["assessment-changes-requested"]


@pytest.mark.parametrize("person", [AUTHOR, TRAINER, ADMIN])
def test_nobody_else_sends_back(office: Office, person: Person) -> None:
    """Not the author, not an administrator."""
    form = {"back-reason": "Who was asked, and what did they say?"}
    assert office.post("LOAN-2/send-back", person, **form).status_code == 403


def test_a_draft_cannot_be_sent_back(office: Office) -> None:
    """It has not been handed in."""
    form = {"back-reason": "Who was asked, and what did they say?"}
    answer = office.post("LOAN-3/send-back", **form)
    assert answer.status_code == 409
    assert "not waiting for a decision" in answer.text
    assert office.told("LOAN-3") == []


@pytest.mark.parametrize("kind", KINDS)
def test_accepting_twice_leaves_the_newest_on_both_databases(kind: str, tmp_path: Path) -> None:
    """One row; both in the history."""
    with new_store(kind, tmp_path) as engine:
        office = Office(engine)
        office.post("LOAN-1/accept", **GOOD)
        office.post("LOAN-1/accept", **{**GOOD, "until": "2027-01-31"})
        with engine.connect() as db:
            assert acceptance.read(db, "LOAN-1").until > NOON + 60 * DAY
            events = [entry.event for entry in history.read(db, "LOAN-1")]
        assert events.count("risk-accepted") == 2
