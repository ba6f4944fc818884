"""Where the sign-in may lead: to a page of this app and nowhere else."""

from __future__ import annotations

import pytest
from doors import door
from sqlalchemy import Engine

from jira_app.access.paths import own_path


@pytest.mark.parametrize(
    "path", ["/board", "/board?project=LOAN&page=2", "/issues/ED-1", "/issues/ED-1/assessment"]
)
def test_a_page_of_this_app_is_led_to(engine: Engine, path: str) -> None:
    """Its query too."""
    with door(engine).app.app_context():
        assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "board",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/board@evil.example/x",
        "/no/such/page",
        "/sign-in",
        "/sign-in/oidc",
        "/sign-out",
        "/webhooks/jira",
        "/board\u2028",
        "/boаrd",
        "/%2F%2Fevil.example",
        "/board?" + "x" * 1000,
    ],
)
def test_everything_else_leads_home(engine: Engine, path: str | None) -> None:
    """Other sites in all their spellings, pages that are none, and the sign-in itself."""
    with door(engine).app.app_context():
        assert own_path(path) == "/"


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_the_form_cannot_be_made_to_lead_elsewhere(engine: Engine, path: str) -> None:
    """Neither by the address of the page nor by what it sends."""
    at = door(engine)
    page = at.get("/sign-in", query_string={"next": path}).text
    assert '<input type="hidden" name="next" value="/">' in page
    assert at.sign_in(next=path).location == "/"
