"""The page of one issue: what it shows, to whom, and what setting the risk by hand does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from databases import new_store
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from neighbours import ANN, NED, REX, Neighbours
from sqlalchemy import Engine, insert, select
from town import NOON, Clock, Town

from jira_app import pages
from jira_app.access import Permission, Person, Visit
from jira_app.access.visit import ENVIRON
from jira_app.api import rollouts
from jira_app.assessments import words
from jira_app.board import acceptance
from jira_app.evidence import keep
from jira_app.evidence.pages import evidence_pages
from jira_app.intake import problems
from jira_app.issue_page import issues
from jira_app.issue_page.events import EVENTS
from jira_app.jira import Issue, JiraError
from jira_app.records import history, retention
from jira_app.store.records import acceptances, people
from jira_app.store.records import issues as seen
from jira_app.store.tables import inbox
from jira_app.worker import kept
from jira_app.workflow import memory

KEY = "LOAN-1"
BOTH = {Permission.BROWSE, Permission.EDIT}
REASON = "Nobody's age is used, the word is a name."
PROPERTY = {
    "version": 1,
    "risk": "high",
    "triaged": "high",
    "signals": [{"id": "age", "text": "by age", "why": "age is protected by law"}],
}


class Site:
    """An app with one issue, LOAN-1, and a client that asks as somebody."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.town = Town(Issue(KEY, "1", summary="Score by age"))
        self.town.properties[KEY] = dict(PROPERTY)
        self.woken: list[bool] = []
        self.neighbours = Neighbours({"ann": {KEY: BOTH}, "rex": {KEY: {Permission.BROWSE}}})
        self.app = Flask("issue", static_folder=None)
        self.app.config.update(SECRET_KEY=token_hex(), WTF_CSRF_ENABLED=False)
        problems.register(self.app)
        pages.install(self.app, self.neighbours, lambda: None, home="issues.show")
        self.app.register_blueprint(evidence_pages(engine))
        wake = lambda: self.woken.append(True)  # noqa: E731
        url = "https://jira.example.org"
        self.app.register_blueprint(issues(engine, self.town, Clock(), wake, url))
        self.client = FlaskClient(self.app)

    def get(self, path: str, who: Person = ANN, language: str = "en") -> str:
        """Read a page."""
        return self.ask("GET", path, who, headers={"Accept-Language": language}).text

    def ask(self, method: str, path: str, who: Person = ANN, **parts: object):
        """Ask, as somebody."""
        client = self.app.test_client()
        return client.open(
            path, method=method, environ_overrides={ENVIRON: Visit(who, embedded=True)}, **parts
        )

    def set_risk(self, risk: str, reason: str = REASON, who: Person = ANN, key: str = KEY):
        """Send the form."""
        return self.ask("POST", f"/issues/{key}/risk", who, data={"risk": risk, "reason": reason})


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Make the app."""
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            db.execute(insert(people).values(_person(ANN)))
            db.execute(insert(seen).values(_seen()))
        yield Site(engine)


def _person(who: Person) -> dict[str, object]:
    named = {"id": who.id, "name": who.name, "email": who.email, "account": who.account}
    return {**named, "issuer": "test", "subject": who.id, "roles": ["squad"], "created": NOON}


def _seen() -> dict[str, object]:
    at = {"key": KEY, "project": "LOAN", "summary": "Score <b>by</b> age", "status": "To Do"}
    about = {"owner": "", "squad": "", "risk": "high", "needs_assessment": True, "gone": False}
    return {**at, **about, "first_seen": NOON, "seen": NOON}


def test_it_says_why_the_gate_is_shut_and_quotes_what_speaks_of_people(site: Site) -> None:
    """With the way on."""
    page = site.get(f"/issues/{KEY}")
    assert "The gate is closed" in page
    assert "nobody assessed it yet" in page
    assert "by age" in page
    assert "age is protected by law" in page
    assert 'href="https://jira.example.org/browse/LOAN-1"' in page
    assert "No evidence yet" in page


def test_what_came_from_jira_is_escaped(site: Site) -> None:
    """Any editor writes summaries and properties."""
    site.town.properties[KEY]["signals"] = [{"text": "<script>", "why": "<i>"}, "odd", None]
    page = site.get(f"/issues/{KEY}")
    assert "Score &lt;b&gt;by&lt;/b&gt; age" in page
    assert "&lt;script&gt;" in page


def test_jira_away_takes_only_the_signals_from_the_page(site: Site) -> None:
    """All else is in the store."""
    site.town.troubles = [JiraError("down", "no answer")]
    page = site.get(f"/issues/{KEY}")
    assert "Jira cannot be asked" in page
    assert "The gate is closed" in page


@pytest.mark.parametrize("path", [f"/issues/{KEY}", f"/issues/{KEY}/history"])
def test_who_may_not_see_an_issue_learns_nothing_of_it(site: Site, path: str) -> None:
    """As if it were not there; so does who asks for another project's, or for no key."""
    strange = [site.ask("GET", path, NED), site.ask("GET", path.replace("LOAN-1", "PAY-1"))]
    strange.append(site.ask("GET", path.replace("LOAN-1", "loan-1%2F..")))
    assert [answer.status_code for answer in strange] == [404, 404, 404]
    assert len({re.sub(r"PAY-1", "", answer.text) for answer in strange[:2]}) == 1
    site.neighbours.away = True
    assert site.ask("GET", path).status_code == 503


def test_who_may_only_read_is_offered_no_form_and_refused_if_they_send_one(site: Site) -> None:
    """403, and nothing is written."""
    assert "Set the risk by hand" not in site.get(f"/issues/{KEY}", REX)
    assert site.set_risk("none", who=REX).status_code == 403
    assert site.set_risk("none", who=NED).status_code == 404
    assert site.set_risk("none", key="PAY-1").status_code == 404
    assert site.town.journal == []


def test_a_risk_set_by_hand_has_name_reason_and_date_and_wakes_the_worker(site: Site) -> None:
    """In Jira, in the history, and in the inbox."""
    assert site.set_risk("low").status_code == 302
    written = site.town.properties[KEY]
    assert written["override"] == {
        "risk": "low",
        "name": "Ann Author",
        "reason": REASON,
        "date": "2026-11-21",
        "account": "ann",
    }
    assert written["signals"] == PROPERTY["signals"]
    with site.engine.connect() as db:
        (entry,) = history.read(db, KEY)
        hints = db.execute(select(inbox.c.issue, inbox.c.event)).all()
    assert (entry.event, entry.actor, entry.reason) == ("risk-overridden", ANN.id, REASON)
    assert entry.facts == {"risk": "low", "date": "2026-11-21"}
    assert [tuple(hint) for hint in hints] == [(KEY, "risk-overridden")]
    assert site.woken == [True]
    page = site.get(f"/issues/{KEY}")
    assert "Set by Ann Author on 2026-11-21; the app itself says: high." in page
    assert "The risk was set by hand" in page


def test_an_override_can_be_taken_back(site: Site) -> None:
    """Then the app decides again."""
    site.set_risk("low")
    site.set_risk("")
    assert "override" not in site.town.properties[KEY]
    with site.engine.connect() as db:
        assert [entry.event for entry in history.read(db, KEY)][-1] == "override-withdrawn"


@pytest.mark.parametrize(
    ("risk", "reason", "said"),
    [
        ("low", "because", "in 10 characters or more"),
        ("tiny", REASON, "Choose one of the risks"),
        ("low", "x" * 1001, "in 1000 characters or fewer"),
    ],
)
def test_a_form_that_is_not_right_comes_back_as_it_was_filled_in(
    site: Site, risk: str, reason: str, said: str
) -> None:
    """422, with what is wrong; nothing is written."""
    answer = site.set_risk(risk, reason)
    assert answer.status_code == 422
    assert said in answer.text
    assert f">{escape(reason)}</textarea>" in answer.text
    assert site.town.journal == []


def test_jira_away_the_form_writes_nothing_anywhere(site: Site) -> None:
    """503; it can be sent again."""
    site.town.troubles = [None, JiraError("down", "no answer")]
    answer = site.set_risk("low")
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.text
    with site.engine.connect() as db:
        assert history.read(db, KEY) == ()


def test_the_history_names_people_until_they_are_erased(site: Site) -> None:
    """Then the entry stays, without a name."""
    site.set_risk("low")
    assert "Ann Author" in site.get(f"/issues/{KEY}/history")
    with site.engine.begin() as db:
        db.execute(people.update().values(name="", erased=NOON))
        history.append(db, KEY, "evidence-stored", actor="ci:main", at=NOON)
    page = site.get(f"/issues/{KEY}/history")
    assert "somebody whose name was erased" in page
    assert "CI, main" in page
    assert "none was changed since" in page


def test_every_event_that_an_issue_can_have_is_told_in_words() -> None:
    """Named where they are written, and in the words of the assessments' own page."""
    written = {
        acceptance.ACCEPTED,
        acceptance.WITHDRAWN,
        rollouts.EVENT,
        keep.EVENT,
        retention.EXPIRED,
        *(kept.RISK, kept.OVERRIDDEN, kept.WITHDRAWN),
        *(memory.OPENED, memory.CLOSED, memory.REVERTED, memory.HELD),
        *words.EVENTS,
    }
    assert written == set(EVENTS)


def test_a_broken_history_is_said(site: Site) -> None:
    """Not hidden."""
    site.set_risk("low")
    with site.engine.begin() as db:
        db.execute(history.history.update().values(at=1.0))
    assert "Entry 1 is not as it was written" in site.get(f"/issues/{KEY}/history")


def test_an_accepted_risk_is_shown_with_name_reason_and_end(site: Site) -> None:
    """It opens what evidence blocks."""
    with site.engine.begin() as db:
        digest = history.keep(db, "The pilot has forty users.", ANN.id)
        row = {"issue": KEY, "by": ANN.id, "words": digest, "at": NOON, "until": NOON + 86400}
        db.execute(insert(acceptances).values(row))
    page = site.get(f"/issues/{KEY}")
    assert "Ann Author accepted the risk until" in page
    assert "The pilot has forty users." in page
