"""The whole round of a sign-in with a real OpenID provider, and what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
from doors import HOME, Door, door
from openid import running, walk
from sqlalchemy import Engine

from jira_app.access import people
from jira_app.access.issuer import Issuer
from jira_app.access.oidc import MOST_BEGUN, Provider
from jira_app.access.person import Person, Role

BACK = f"{HOME}/sign-in/callback"
SECRET = "fairgate-secret-of-the-tests"  # noqa: S105


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Run one provider for these tests."""
    with running(BACK) as address:
        yield address


@pytest.fixture
def at(engine: Engine, issuer: str) -> Door:
    """Open an app that believes the provider; Ada is its administrator."""
    return opened(engine, issuer)


def opened(engine: Engine, issuer: str, client: str = "fairgate", secret: str = SECRET) -> Door:
    """Open an app that is known to the provider as a client."""
    provider = Provider(Issuer(issuer, client, secret))
    admins = ("Ada@Example.org", "odd@example.org")
    return door(engine, development=None, provider=provider, admins=admins)


def begin(at: Door, wanted: str = "/board") -> str:
    """Ask to sign in; gives the address at the provider."""
    answer = at.get("/sign-in/oidc", query_string={"next": wanted})
    assert answer.status_code == 302, answer.text
    return answer.location


def finish(at: Door, address: str) -> tuple[int, str]:
    """Come back from the provider; gives status and where it leads."""
    assert address.startswith(BACK), address
    answer = at.get(address.removeprefix(HOME))
    return answer.status_code, answer.headers.get("Location", "")


def changed(address: str, **parameters: str | None) -> str:
    """Change parameters of an address; None takes one away."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | parameters
    kept = {name: value for name, value in query.items() if value is not None}
    return urlunsplit(parts._replace(query=urlencode(kept)))


def everybody(engine: Engine) -> tuple[Person, ...]:
    """List who is stored."""
    with engine.connect() as db:
        return people.everybody(db)


def test_the_whole_round(at: Door, engine: Engine, issuer: str) -> None:
    """Code, PKCE, state and nonce; then the person is stored, signed in and led on."""
    address = begin(at)
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{issuer}/auth?")
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == [BACK]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert finish(at, walk(address, "ann", BACK)) == (303, "/board")
    (ann,) = everybody(engine)
    assert (ann.name, ann.email, ann.roles) == ("Ann", "ann@example.org", {Role.SQUAD})
    assert at.who() is not None


def test_who_comes_again_is_the_same_person(at: Door, engine: Engine) -> None:
    """With the roles that they were given meanwhile."""
    finish(at, walk(begin(at), "ann", BACK))
    with engine.begin() as db:
        (ann,) = people.everybody(db)
        people.set_roles(db, ann, [Role.REVIEWER])
    again = at.another()
    finish(again, walk(begin(again), "ann", BACK))
    (found,) = everybody(engine)
    assert (found.id, found.roles) == (ann.id, {Role.REVIEWER})


def test_an_administrators_address_makes_one(at: Door, engine: Engine) -> None:
    """However it is spelled; others are not."""
    finish(at, walk(begin(at), "ada", BACK))
    assert everybody(engine)[0].roles == {Role.SQUAD, Role.ADMIN}


def test_an_address_that_nobody_verified_is_no_address(at: Door, engine: Engine) -> None:
    """It is not stored, so Jira is never asked with it, and it makes nobody an administrator."""
    assert finish(at, walk(begin(at), "odd", BACK))[0] == 303
    (odd,) = everybody(engine)
    assert (odd.email, odd.roles) == ("", {Role.SQUAD})


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_it_leads_nowhere_else(at: Door, wanted: str) -> None:
    """Whatever the link to the sign-in said."""
    assert finish(at, walk(begin(at, wanted), "ann", BACK)) == (303, "/")


@pytest.mark.parametrize("state", ["another", "", None])
def test_a_wrong_state_is_refused(at: Door, engine: Engine, state: str | None) -> None:
    """What comes back belongs to no sign-in of this browser."""
    assert finish(at, changed(walk(begin(at), "ann", BACK), state=state)) == (403, "")
    assert everybody(engine) == ()
    assert at.who() is None


def test_the_answer_to_another_browsers_sign_in_is_refused(at: Door, engine: Engine) -> None:
    """Nobody is signed in as Eve by following her link."""
    eve = at.another()
    link = walk(begin(eve), "eve", BACK)
    begin(at)
    assert finish(at, link) == (403, "")
    assert everybody(engine) == ()


def test_a_wrong_nonce_is_refused(at: Door, engine: Engine) -> None:
    """The ID token was made for another sign-in."""
    address = changed(begin(at), nonce="another")
    assert finish(at, walk(address, "ann", BACK)) == (403, "")
    assert everybody(engine) == ()


def test_a_wrong_verifier_is_refused(at: Door, engine: Engine) -> None:
    """The code was asked for by somebody else (PKCE)."""
    address = changed(begin(at), code_challenge="a" * 43)
    assert finish(at, walk(address, "ann", BACK)) == (403, "")
    assert everybody(engine) == ()


def test_a_code_for_another_client_is_refused(at: Door, engine: Engine) -> None:
    """An application that is known to the provider too cannot pass on whom it signed in."""
    address = changed(begin(at), client_id="stranger")
    assert finish(at, walk(address, "ann", BACK)) == (403, "")
    assert everybody(engine) == ()


def test_a_replayed_answer_is_refused(at: Door, engine: Engine) -> None:
    """Not only by this browser, which forgot the state: the provider takes no code twice."""
    address = begin(at)
    cookie = at.browser.get_cookie("fairgate", domain="127.0.0.1")
    assert cookie
    link = walk(address, "ann", BACK)
    assert finish(at, link)[0] == 303
    at.post("/sign-out")
    assert finish(at, link) == (403, "")
    thief = at.another()
    thief.browser.set_cookie("fairgate", cookie.value, domain="127.0.0.1")
    assert finish(thief, link) == (403, "")
    assert thief.who() is None
    assert len(everybody(engine)) == 1


def test_the_answer_of_another_provider_is_refused(at: Door, engine: Engine) -> None:
    """It says whose it is (RFC 9207)."""
    link = walk(begin(at), "ann", BACK)
    for issuer in ("https://other.example.org", None):
        assert finish(at, changed(link, iss=issuer)) == (403, "")
    assert everybody(engine) == ()


def test_a_refusal_at_the_provider_is_no_sign_in(at: Door, engine: Engine, issuer: str) -> None:
    """Its words are not repeated on the page."""
    state = parse_qs(urlsplit(begin(at)).query)["state"][0]
    words = "<script>alert(1)</script>"
    answer = {"error": "access_denied", "error_description": words, "state": state, "iss": issuer}
    page = at.get(f"/sign-in/callback?{urlencode(answer)}")
    assert page.status_code == 403
    assert words not in page.text
    assert everybody(engine) == ()


def test_a_wrong_secret_of_the_app_is_refused(engine: Engine, issuer: str) -> None:
    """By the provider; the page says that it did not work, and no more."""
    at = opened(engine, issuer, secret="wrong-secret-of-the-tests")  # noqa: S106
    assert finish(at, walk(begin(at), "ann", BACK)) == (403, "")


def test_a_provider_under_another_name_is_refused(engine: Engine, issuer: str) -> None:
    """It has to call itself as the administrator does."""
    at = opened(engine, issuer.replace("127.0.0.1", "localhost"))
    assert at.get("/sign-in/oidc").status_code == 403


def test_a_provider_that_is_away_is_no_crash(engine: Engine) -> None:
    """The page asks to try again."""
    at = opened(engine, "http://127.0.0.1:1")
    page = at.get("/sign-in/oidc")
    assert page.status_code == 503
    assert "Try again" in page.text


def test_a_session_from_before_the_sign_in_is_worth_nothing_after_it(at: Door) -> None:
    """A planted cookie is not the one that is signed in, and cannot finish the sign-in either."""
    begin(at)
    planted = at.browser.get_cookie("fairgate", domain="127.0.0.1")
    assert planted
    finish(at, walk(begin(at), "ann", BACK))
    thief = at.another()
    thief.browser.set_cookie("fairgate", planted.value, domain="127.0.0.1")
    assert thief.who() is None


def test_many_begun_sign_ins_fit_into_the_cookie(at: Door) -> None:
    """The oldest are forgotten; the newest, in other tabs, can be finished."""
    addresses = [begin(at) for _ in range(MOST_BEGUN + 5)]
    cookie = at.browser.get_cookie("fairgate", domain="127.0.0.1")
    assert cookie
    assert len(cookie.value) < 4000
    assert finish(at, walk(addresses[0], "ann", BACK))[0] == 403
    assert finish(at, walk(addresses[-2], "ann", BACK))[0] == 303
