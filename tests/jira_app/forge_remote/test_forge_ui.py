"""Pages inside Jira: shown to whom Jira vouches for, of the issue that Jira names."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from forge_side import SITE, bearer, on_page
from sqlalchemy import Engine, select

from jira_app.store.records import people
from jira_app.twin import JiraTwin, Trouble, seed
from jira_app.twin.model import Account


@pytest.fixture
def ask(app: Flask, twin: JiraTwin) -> Any:
    """Ask as the shell does; by default Ann, who looks at ED-1."""

    def ask(
        path: str,
        by: Account = seed.ANN,
        place: str = "jira:issuePanel",
        issue: str | None = "ED-1",
        **body: Any,
    ) -> Any:
        found = on_page(by.id, place, issue, twin.url)
        return app.test_client().post(
            "/forge/ui", json={"path": path, **body}, headers=bearer(found, user=by.token)
        )

    return ask


FORM = [["purpose", "to rank"], ["groups", "age"], ["groups", "sex"]]


def test_a_page_is_shown_inside_jira(ask: Any) -> None:
    """With the visitor's name as Jira has it, and without the head of the app."""
    answer = ask("/issues/ED-1/assessment")
    shown = answer.json
    assert (answer.status_code, shown["status"]) == (200, 200)
    assert shown["location"] == "/issues/ED-1/assessment"
    assert '<p id="who">Ann Author</p>' in shown["html"]
    assert '<body class="embedded">' in shown["html"]
    assert "<header" not in shown["html"]


@pytest.mark.parametrize(
    ("place", "issue", "location"),
    [
        ("jira:issueContext", "ED-1", "/issues/ED-1"),
        ("jira:issuePanel", "ED-2", "/issues/ED-2/assessment"),
        ("jira:globalPage", None, "/board"),
        ("jira:somethingNew", None, "/board"),
        ("jira:issuePanel", None, "/board"),
    ],
)
def test_each_module_begins_where_it_should(
    ask: Any, place: str, issue: str | None, location: str
) -> None:
    """The shell asks for / and knows nothing of addresses."""
    shown = ask("/", place=place, issue=issue).json
    assert (shown["status"], shown["location"]) == (200, location)


def test_a_form_is_sent_and_leads_on(ask: Any) -> None:
    """The redirect is followed, what it has to say is said, and no field is lost."""
    shown = ask("/issues/ED-1/assessment", method="POST", form=FORM).json
    assert (shown["status"], shown["location"]) == (200, "/issues/ED-1/assessment?step=saved")
    assert "Saved." in shown["html"]
    assert "to rank [&#39;age&#39;, &#39;sex&#39;]" in shown["html"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_issue_is_not_there(ask: Any, method: str) -> None:
    """Ann may browse ED-2, but this is the page of ED-1."""
    answer = ask("/issues/ED-2/assessment", method=method, form=FORM if method == "POST" else [])
    assert answer.json["status"] == 404
    assert "Assessment" not in answer.text


@pytest.mark.parametrize("path", ["//example.org/board", "/api/issues/ED-1", "/forge/ui", "board"])
def test_only_pages_are_shown(ask: Any, path: str) -> None:
    """Whatever else the app answers is not for a page inside Jira."""
    shown = ask(path, place="jira:globalPage", issue=None).json
    assert (shown["status"], shown["html"]) == (404, "")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "get", "HEAD", "OPTIONS", 7])
def test_other_methods_are_refused(ask: Any, method: Any) -> None:
    """A page is read or a form is sent."""
    assert ask("/board", method=method).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"environ": {"fairgate.visit": "x"}},
        {"form": {"a": "b"}},
        {"form": [["a"]]},
        {"form": [["a", "b"]] * 2001},
        {"language": "de\r\nX: y"},
        {"headers": {"Cookie": "session=x"}},
    ],
)
def test_a_question_of_another_shape_is_refused(ask: Any, body: dict[str, Any]) -> None:
    """Nothing can be said beside what is asked."""
    answer = ask("/board", **body)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_a_question_that_is_too_large_is_refused(ask: Any) -> None:
    """Forge itself lets 500 KB through."""
    assert ask("/board", form=[["a", "x" * 2**21]]).status_code == 413


@pytest.mark.parametrize(
    ("kind", "size", "status"),
    [
        ("text/html", 1_600_000, 200),
        ("text/html", 1_800_000, 413),  # each of these letters is six in JSON
        ("image/png", 3_700_000, 200),
        ("image/png", 3_800_000, 413),
        ("text/csv", 5_000_000, 413),
    ],
)
def test_what_is_too_large_once_it_is_written_as_json_is_not_handed_over(
    ask: Any, kind: str, size: int, status: int
) -> None:
    """Forge would cut it off at 5 MB."""
    answer = ask(f"/big?kind={kind}&size={size}", place="jira:globalPage", issue=None)
    assert answer.json["status"] == status
    assert bool(answer.json["html"] or answer.json["file"]) is (status == 200)
    assert len(answer.data) <= 5_000_000


@pytest.mark.parametrize(
    "leads_to", ["https://example.org/", "/issues/ED-2/assessment", "/api/issues/ED-1", "//x.org"]
)
def test_a_redirect_leads_nowhere_else(ask: Any, leads_to: str) -> None:
    """Each is checked like the first address."""
    path = f"/issues/ED-1/assessment?then={leads_to}"
    assert ask(path, method="POST", form=FORM).json["status"] == 404


def test_who_may_not_edit_in_jira_may_not_here(ask: Any) -> None:
    """Looking is allowed."""
    assert ask("/issues/ED-1/assessment", by=seed.REX).json["status"] == 200
    shown = ask("/issues/ED-1/assessment", by=seed.REX, method="POST", form=FORM).json
    assert shown["status"] == 403


def test_who_may_not_see_the_issue_sees_nothing(ask: Any) -> None:
    """Even on its own page: Jira is asked each time, with the visitor's own token."""
    shown = ask("/issues/ED-1/assessment", by=seed.NED).json
    assert shown["status"] == 404
    assert "Change" not in shown["html"]


def test_the_board_shows_what_the_visitor_may_browse(ask: Any) -> None:
    """As Jira answers to the visitor's own token."""
    for by, seen in ((seed.ANN, "ED-1 ED-2 ED-3"), (seed.NED, "")):
        shown = ask("/board", by=by, place="jira:globalPage", issue=None).json
        assert f'<p id="said">{seen}</p>' in shown["html"]


@pytest.mark.parametrize(
    ("by", "place", "status"),
    [
        (seed.ADA, "jira:adminPage", 200),
        (seed.ANN, "jira:adminPage", 403),
        (seed.ADA, "jira:globalPage", 403),
    ],
)
def test_settings_are_for_those_who_administer_jira(
    ask: Any, by: Account, place: str, status: int
) -> None:
    """And only where Jira shows them; the role is not kept."""
    shown = ask("/admin", by=by, place=place, issue=None).json
    assert (shown["status"], "Settings" in shown["html"]) == (status, status == 200)


def test_a_file_is_handed_over_to_be_saved(ask: Any) -> None:
    """With its name and kind."""
    shown = ask("/board.csv", place="jira:globalPage", issue=None).json
    assert shown["file"] == {
        "name": "board.csv",
        "type": "text/csv",
        "text": "key,risk\nED-1,high\n",
    }


@pytest.mark.parametrize(
    ("kind", "inside"),
    [("text/csv", "text"), ("image/png", "base64"), ("application/zip", "base64")],
)
def test_only_text_is_handed_over_as_text(ask: Any, kind: str, inside: str) -> None:
    """Anything else would not be the same bytes afterwards."""
    shown = ask(f"/big?kind={kind}&size=10", place="jira:globalPage", issue=None).json
    assert shown["file"].keys() == {"name", "type", inside}


def test_pages_speak_the_language_of_jira(ask: Any) -> None:
    """If they know it."""
    assert '<html lang="de">' in ask("/issues/ED-1/assessment", language="de_DE").json["html"]
    assert '<html lang="en">' in ask("/issues/ED-1/assessment", language="fr_FR").json["html"]


def test_a_person_is_known_by_site_and_account(ask: Any, engine: Engine) -> None:
    """Once, however often they come, and without a role that Jira gave them for a page."""
    for _ in range(2):
        ask("/", by=seed.ADA, place="jira:adminPage", issue=None)
    with engine.connect() as db:
        found = db.execute(
            select(
                people.c.issuer, people.c.subject, people.c.account, people.c.name, people.c.roles
            )
        ).all()
    assert found == [(f"forge:{SITE}", "ada", "ada", "Ada Admin", ["squad"])]


def test_a_token_of_somebody_else_is_not_taken(app: Flask, twin: JiraTwin) -> None:
    """The account that Forge names and the one that Jira knows the token by must be one."""
    headers = bearer(on_page("ann", url=twin.url), user=seed.ADA.token)
    answer = app.test_client().post("/forge/ui", json={"path": "/board"}, headers=headers)
    assert answer.status_code == 503


@pytest.mark.parametrize("user", ["", "no token\u00fc"])
def test_without_the_visitors_token_nothing_is_shown(app: Flask, twin: JiraTwin, user: str) -> None:
    """Missing, or none that could stand in a header."""
    headers = bearer(on_page("ann", url=twin.url), user=user)
    answer = app.test_client().post(
        "/forge/ui", json={"path": "/issues/ED-1/assessment"}, headers=headers
    )
    assert answer.status_code in {403, 503}


def test_without_jira_nothing_is_shown(ask: Any, twin: JiraTwin) -> None:
    """No answer is a no."""
    twin.trouble(Trouble("503", times=None))
    assert ask("/issues/ED-1/assessment").status_code == 503


def test_no_header_makes_a_visit(app: Flask) -> None:
    """What pages trust stands in the environ, where no request can put it."""
    for headers in ({"fairgate.visit": "x"}, {"HTTP_FAIRGATE_VISIT": "x"}):
        answer = app.test_client().get("/issues/ED-1/assessment", headers=headers)
        assert answer.status_code == 401


def test_a_form_of_a_browser_still_needs_its_csrf_token(app: Flask) -> None:
    """Only what Forge vouches for goes without."""
    answer = app.test_client().post("/issues/ED-1/assessment", data={"purpose": "x"})
    assert answer.status_code == 400
