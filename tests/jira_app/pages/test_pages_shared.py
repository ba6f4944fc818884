"""What all pages share: refusals for people and for programs, language, CSRF, who sees what."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sampler import ADA, sampler

from jira_app.access import Visit
from jira_app.access.visit import ENVIRON

PATHS = ("/static/fairgate.css", "/static/fairgate.js")


@pytest.fixture
def client() -> FlaskClient:
    """Ask as Ada."""
    return sampler().test_client()


def token(client: FlaskClient) -> str:
    """Take the CSRF token out of a page."""
    page = client.get("/sampler").text
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


@pytest.mark.parametrize("code", [403, 404, 409, 413, 422, 429, 503])
def test_people_get_a_page_and_programs_get_problem_details(client: FlaskClient, code: int) -> None:
    """The status is the same."""
    page, problem = client.get(f"/wrong/{code}"), client.get(f"/api/wrong/{code}")
    assert (page.status_code, page.mimetype) == (code, "text/html")
    assert (problem.status_code, problem.mimetype) == (code, "application/problem+json")
    assert f"Error {code}" in page.text
    assert "<h1>" in page.text


def test_a_refusal_says_what_the_app_said_but_not_what_werkzeug_says(client: FlaskClient) -> None:
    """Its sentences are for programmers."""
    assert "In our own words." in client.get("/wrong/409").text
    assert "server" not in client.get("/wrong/404").text
    assert "This is for: administrator." in client.get("/wrong/role").text


def test_who_did_not_sign_in_is_led_to_the_sign_in_and_back() -> None:
    """The address they wanted goes along."""
    page = sampler(None).test_client().get("/wrong/role?x=1")
    assert page.status_code == 401
    assert 'href="/sign-in?next=/wrong/role?x%3D1"' in page.text.replace("%2F", "/").replace(
        "%3F", "?"
    )


@pytest.mark.parametrize(("kind", "code"), [("bug", 500), ("database", 503)])
def test_a_bug_and_a_locked_database_tell_nothing_of_themselves(
    client: FlaskClient, kind: str, code: int
) -> None:
    """No traceback, no statement; the store being away asks to come again."""
    for path in ("/wrong/", "/api/wrong/"):
        answer = client.get(path + kind)
        assert answer.status_code == code
        assert not re.search("Traceback|ValueError|SELECT", answer.text)
    assert ("Retry-After" in answer.headers) == (code == 503)


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    """With a page that says what to do."""
    answer = client.post("/send", data={"csrf_token": token(client), "name": "x" * 2000})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_the_forms_of_a_blueprint_may_be_smaller_still(client: FlaskClient) -> None:
    """Its limit holds before anybody reads the form, also for the CSRF token."""
    sent = {"csrf_token": token(client), "name": "x" * 300}
    assert client.post("/send", data=sent).text == "x" * 300
    assert client.post("/narrow", data=sent).status_code == 413
    assert client.post("/narrow", data={**sent, "name": "Ada"}).text == "Ada"


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    """And with it taken."""
    assert "another session" in client.post("/send", data={"name": "Ada"}).text
    sent = {"name": "Ada", "csrf_token": token(client)}
    assert client.post("/send", data=sent).text == "Ada"


def test_programs_and_jira_need_no_token(client: FlaskClient) -> None:
    """They carry no cookie that another page could use."""
    assert client.post("/api/send").text == "taken"
    vouched = {ENVIRON: Visit(ADA, embedded=True)}
    assert client.post("/send", data={"name": "A"}, environ_overrides=vouched).text == "A"


def test_the_language_is_the_browsers_until_one_is_chosen(client: FlaskClient) -> None:
    """Then that one, in a cookie."""
    german = {"Accept-Language": "de-AT,de;q=0.9"}
    assert '<html lang="de">' in client.get("/sampler", headers=german).text
    sent = {"back": "/sampler?page=2", "csrf_token": token(client)}
    answer = client.post("/language/en", data=sent)
    assert answer.location == "/sampler?page=2"
    assert '<html lang="en">' in client.get("/sampler", headers=german).text


def test_there_is_no_language_of_any_other_name(client: FlaskClient) -> None:
    """It would stand in a cookie."""
    assert client.post("/language/xx", data={"csrf_token": token(client)}).status_code == 404


@pytest.mark.parametrize(
    "back",
    ["//example.org", "https://example.org", "/\\example.org", "\t//example.org", "", "/\n/x"],
)
def test_the_choice_of_a_language_leads_to_no_other_site(client: FlaskClient, back: str) -> None:
    """However it is written."""
    sent = {"back": back, "csrf_token": token(client)}
    assert client.post("/language/de", data=sent).location == "/"


def test_the_head_shows_only_what_somebody_may_open(client: FlaskClient) -> None:
    """A link for administrators is not there for others, nor one to a page that is not there."""
    page = client.get("/sampler").text
    assert page.count('aria-current="page"') == 2  # the page itself, and its own tab
    assert "Administration" not in page
    assert "Sign out" in page


def test_inside_jira_there_is_no_head(client: FlaskClient) -> None:
    """Jira has one."""
    vouched = {ENVIRON: Visit(ADA, embedded=True)}
    page = client.get("/sampler", environ_overrides=vouched).text
    assert '<header class="head">' not in page
    assert '<body class="embedded">' in page


@pytest.mark.parametrize("path", PATHS)
def test_style_and_script_are_served(client: FlaskClient, path: str) -> None:
    """To everybody."""
    with client.get(path) as answer:
        assert answer.status_code == 200


def test_no_page_has_script_or_style_of_its_own(client: FlaskClient) -> None:
    """The content security policy would refuse both."""
    page = client.get("/sampler").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
