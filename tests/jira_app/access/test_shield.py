"""Headers, tokens against forged forms, and limits for those who guess."""

from __future__ import annotations

import pytest
from doors import Door, door
from sqlalchemy import Engine

from jira_app.access.bearer import bearer
from jira_app.access.shield import SIGN_INS, WRONG_TOKENS
from jira_app.access.tokens import Token, digest_of

TOKEN = Token(
    name="loan-ci",
    sha256=digest_of("right"),
    scopes=["read"],
    projects=["LOAN"],
)


@pytest.mark.parametrize(
    "path", ["/sign-in", "/board", "/no/such/page", "/api/issues/ED-1", "/healthz", "/openapi.json"]
)
def test_every_answer_carries_the_headers(engine: Engine, path: str) -> None:
    """Pages, refusals and answers for programs: nothing inline, no frame, no guessing of types."""
    headers = door(engine).get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]
    assert "Strict-Transport-Security" not in headers


def test_https_is_held_on_to(engine: Engine) -> None:
    """Where browsers come over https, they are told to stay with it."""
    at = door(engine, development=None, secure=True)
    assert "max-age" in at.get("/sign-in").headers["Strict-Transport-Security"]


def test_files_of_the_pages_may_be_kept(engine: Engine) -> None:
    """They are the same for everybody."""
    answer = door(engine).get("/static/fairgate.css")
    assert answer.status_code == 200
    assert "no-store" not in answer.headers.get("Cache-Control", "")
    answer.close()


@pytest.mark.parametrize("token", [None, "", "x", "IjEi.forged.token"])
def test_a_form_without_its_token_is_refused(engine: Engine, token: str | None) -> None:
    """Nobody is signed in by another site's form."""
    at = door(engine)
    at.get("/sign-in")
    form = {"name": "Ann"} | ({} if token is None else {"csrf_token": token})
    answer = at.browser.post("/sign-in", base_url=at.url, data=form)
    assert answer.status_code == 400
    assert at.who() is None


def test_a_form_with_the_token_of_another_session_is_refused(engine: Engine) -> None:
    """Whoever has a session of their own has no token for anybody else's."""
    at, eve = door(engine), door(engine)
    at.get("/sign-in")
    token = eve.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"name": "Ann", "csrf_token": token}
    assert at.browser.post("/sign-in", base_url=at.url, data=form).status_code == 400


def test_programs_need_no_token_of_forms(engine: Engine) -> None:
    """They carry their own, and no cookie."""
    at = door(engine, authenticate=bearer([TOKEN]))
    message = b'{"webhookEvent": "jira:issue_created", "issue": {"key": "ED-1"}}'
    assert at.browser.post("/webhooks/jira", base_url=at.url, data=message).status_code == 202
    refused = at.browser.post("/api/evidence", base_url=at.url, data=b"{}")
    assert (refused.status_code, refused.mimetype) == (401, "application/problem+json")


def ask(at: Door, token: str, address: str = "192.0.2.1") -> int:
    """Ask the API with a token, from an address."""
    return at.browser.get(
        "/api/issues/SHOP-1",
        base_url=at.url,
        headers={"Authorization": f"Bearer {token}"},
        environ_overrides={"REMOTE_ADDR": address},
    ).status_code


def test_who_guesses_tokens_is_slowed_down(engine: Engine) -> None:
    """From one address, after so many wrong ones; right ones never count, nor do others'."""
    at = door(engine, authenticate=bearer([TOKEN]))
    tries = int(WRONG_TOKENS.split()[0])
    assert {ask(at, "right") for _ in range(tries + 1)} == {403}
    assert {ask(at, f"wrong{number}") for number in range(tries)} == {401}
    assert ask(at, "wrong") == 429
    assert ask(at, "right") == 429
    assert ask(at, "right", "192.0.2.2") == 403


def test_wrong_signatures_do_not_silence_jira(engine: Engine) -> None:
    """A signature cannot be guessed, and Jira may come from the same proxy."""
    at = door(engine)
    elsewhere = {"X-Forwarded-For": "203.0.113.9"}
    answers = {
        at.browser.post(
            "/webhooks/jira", base_url=at.url, data=b"{}", headers=elsewhere
        ).status_code
        for _ in range(40)
    }
    assert answers == {401}


def test_who_tries_to_sign_in_is_slowed_down(engine: Engine) -> None:
    """From one address; the page says how long to wait."""
    at = door(engine)
    tries = int(SIGN_INS.split()[0])
    assert {at.sign_in().status_code for _ in range(tries)} == {303}
    refused = at.sign_in()
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 60


def test_behind_a_proxy_of_this_machine_each_sender_counts_alone(engine: Engine) -> None:
    """The proxy says for whom it asks; what the sender claims before it is not believed."""
    at = door(engine, development=None, proxied=True, authenticate=bearer([TOKEN]))
    tries = int(WRONG_TOKENS.split()[0])

    def ask_for(address: str) -> int:
        headers = {"Authorization": "Bearer wrong", "X-Forwarded-For": f"198.51.100.1, {address}"}
        return at.browser.get("/api/issues/ED-1", base_url=at.url, headers=headers).status_code

    assert [ask_for("192.0.2.1") for _ in range(tries + 1)][-1] == 429
    assert ask_for("192.0.2.2") == 401
