"""The sign-in for development: believes everybody, at this machine only."""

from __future__ import annotations

import pytest
from doors import HOME, door
from sqlalchemy import Engine, select

from fairgate.errors import UserError
from jira_app.access import people
from jira_app.access.development import Development
from jira_app.access.person import Role
from jira_app.store.records import people as table


def test_somebody_signs_in_by_a_name_and_roles(engine: Engine) -> None:
    """They are stored with exactly these roles, and led on."""
    at = door(engine)
    assert at.who() is None
    form = {"email": "ann@example.org", "roles": ["reviewer", "trainer"], "next": "/board"}
    answer = at.sign_in("Ann", **form)
    assert (answer.status_code, answer.location) == (303, "/board")
    assert at.who() is not None
    with engine.connect() as db:
        (ann,) = people.everybody(db)
    assert (ann.name, ann.email, ann.roles) == (
        "Ann",
        "ann@example.org",
        {Role.REVIEWER, Role.TRAINER},
    )


def test_the_same_name_is_the_same_person_with_other_roles(engine: Engine) -> None:
    """Roles chosen before are gone: what is tried out is what the form says."""
    at = door(engine)
    at.sign_in("Ann", roles=["admin"])
    at.sign_in("ann")
    with engine.connect() as db:
        (ann,) = people.everybody(db)
    assert (ann.name, ann.roles) == ("ann", {Role.SQUAD})


def test_a_role_that_there_is_not_is_not_given(engine: Engine) -> None:
    """The form offers five."""
    at = door(engine)
    at.sign_in("Ann", roles=["god", "squad"])
    with engine.connect() as db:
        assert db.scalar(select(table.c.roles)) == ["squad"]


def test_nobody_is_no_name(engine: Engine) -> None:
    """An empty name is refused."""
    at = door(engine)
    assert at.sign_in(" ").status_code == 400
    assert at.who() is None


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "fairgate.example.org", "::"])  # noqa: S104
def test_it_refuses_to_be_made_where_others_can_reach_it(host: str) -> None:
    """The complaint names the variables to set."""
    with pytest.raises(UserError, match="FAIRGATE_OIDC_ISSUER"):
        Development(host)


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("http://fairgate.example.org", {}),
        ("http://127.0.0.1.example.org:8080", {}),
        (HOME, {"X-Forwarded-For": "203.0.113.9"}),
        (HOME, {"Forwarded": "for=203.0.113.9"}),
        (HOME, {"X-Forwarded-Host": "fairgate.example.org"}),
    ],
)
def test_a_request_from_elsewhere_is_refused(
    engine: Engine, url: str, headers: dict[str, str]
) -> None:
    """Neither the form nor what it sends is answered: a proxy, or a name bound to loopback."""
    at = door(engine)
    shown = at.browser.get("/sign-in", base_url=url, headers=headers)
    assert shown.status_code == 403
    assert at.post("/sign-in", {"name": "Eve"}, headers=headers).status_code == (
        403 if headers else 303
    )


def test_without_any_sign_in_the_page_says_so(engine: Engine) -> None:
    """And nobody gets in by sending the form all the same."""
    at = door(engine, development=None)
    page = at.get("/sign-in")
    assert "Nobody can sign in here yet" in page.text
    assert at.post("/sign-in", {"name": "Eve"}).status_code == 405
    assert at.get("/sign-in/oidc").status_code == 404
    assert at.get("/sign-in/callback").status_code == 404
