"""Sessions: what the cookie is like, when it ends, and that none can be foisted on anybody."""

from __future__ import annotations

import pytest
from doors import HOME, Door, door
from sqlalchemy import Engine, update
from werkzeug.test import TestResponse

from jira_app.access import people
from jira_app.access.issuer import Issuer
from jira_app.access.oidc import Provider
from jira_app.store.records import people as table

EIGHT_HOURS = 8 * 3600


def cookie_of(answer: TestResponse) -> str:
    """Give what an answer sets as its cookie."""
    return answer.headers.get("Set-Cookie", "")


def kept(at: Door) -> str:
    """Give the value of the cookie that a browser keeps."""
    found = at.browser.get_cookie("fairgate", domain="127.0.0.1")
    assert found
    return found.value


def test_the_cookie_is_for_this_app_alone(engine: Engine) -> None:
    """No script reads it and no other site sends it; at this machine it needs no https."""
    at = door(engine)
    cookie = cookie_of(at.sign_in())
    assert cookie.startswith("fairgate=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Secure" not in cookie


def test_elsewhere_the_cookie_needs_https(engine: Engine) -> None:
    """Its name has browsers see to that, and to its being set by this host."""
    provider = Provider(Issuer("https://login.example.org", "fairgate", "secret"))
    at = door(engine, development=None, provider=provider, secure=True)
    cookie = cookie_of(at.get("/sign-in"))
    assert cookie.startswith("__Host-fairgate=")
    assert "Secure" in cookie


def test_a_session_ends_after_eight_hours_however_busy(engine: Engine) -> None:
    """Pages that are asked for meanwhile do not prolong it."""
    at = door(engine)
    at.sign_in()
    at.time.now += EIGHT_HOURS - 1
    assert at.who() is not None
    at.time.now += 1
    assert at.who() is None


def test_a_session_from_the_future_is_none(engine: Engine) -> None:
    """A clock that was set back does not make sessions longer."""
    at = door(engine)
    at.sign_in()
    at.time.now -= 1
    assert at.who() is None


def test_who_signs_out_is_out(engine: Engine) -> None:
    """The cookie is empty afterwards, and the page says so."""
    at = door(engine)
    at.sign_in()
    answer = at.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "You are signed out" in at.get("/sign-in").text
    assert at.who() is None


def test_signing_out_by_a_link_of_another_site_does_nothing(engine: Engine) -> None:
    """Neither a link nor a form without the token."""
    at = door(engine)
    at.sign_in()
    assert at.get("/sign-out").status_code == 405
    assert at.browser.post("/sign-out", base_url=HOME).status_code == 400
    assert at.who() is not None


def test_a_session_that_was_foisted_on_somebody_is_not_theirs(engine: Engine) -> None:
    """Whoever knows the cookie from before the sign-in has nothing after it."""
    at = door(engine)
    at.get("/sign-in")
    planted = kept(at)
    at.sign_in()
    assert kept(at) != planted
    thief = at.another()
    thief.browser.set_cookie("fairgate", planted, domain="127.0.0.1")
    assert thief.who() is None


def test_the_token_of_forms_changes_with_the_sign_in(engine: Engine) -> None:
    """One that was read before is worth nothing after."""
    at = door(engine)
    at.get("/sign-in")
    with at.browser.session_transaction(base_url=HOME) as session:
        before = session["csrf_token"]
    at.sign_in()
    at.get("/sign-in")
    with at.browser.session_transaction(base_url=HOME) as session:
        assert session["csrf_token"] != before
        assert len(session["number"]) == 32


def test_two_sign_ins_have_two_numbers(engine: Engine) -> None:
    """Even of one person, in one browser."""
    at = door(engine)
    numbers = set()
    for _ in range(2):
        at.sign_in()
        with at.browser.session_transaction(base_url=HOME) as session:
            numbers.add(session["number"])
    assert len(numbers) == 2


@pytest.mark.parametrize("cookie", ["", "x", "eyJwZXJzb24iOiJhIn0.aaaaaa.forged", "a" * 3000])
def test_a_forged_cookie_is_nobody(engine: Engine, cookie: str) -> None:
    """And no error."""
    at = door(engine)
    at.browser.set_cookie("fairgate", cookie, domain="127.0.0.1")
    assert at.who() is None


def test_an_erased_person_is_signed_out(engine: Engine) -> None:
    """Their cookie still holds, but there is nobody any more."""
    at = door(engine)
    at.sign_in()
    with engine.begin() as db:
        db.execute(update(table).values(erased=1.0))
    assert at.who() is None


def test_roles_are_those_of_now(engine: Engine) -> None:
    """What an administrator takes away is gone with the next page."""
    at = door(engine)
    at.sign_in(roles=["admin"])
    with engine.begin() as db:
        (ann,) = people.everybody(db)
        people.set_roles(db, ann, ())
        assert people.find(db, ann.id).roles == frozenset()
