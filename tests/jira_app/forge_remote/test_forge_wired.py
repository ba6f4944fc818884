"""The whole app inside Jira: its own pages, its own form, saved as it is filled."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import Any

import pytest
from forge_side import APP, KeyServer, bearer, on_page
from sqlalchemy import Engine
from town import Clock

from fairgate.checklist import open_library
from jira_app.app import create_app
from jira_app.forge_remote import Keys, Tokens, Verifier
from jira_app.twin import JiraTwin, seed
from jira_app.web import ForgeApp, Web


@pytest.fixture
def ask(engine: Engine, atlassian: KeyServer, clock: Clock, tokens: Tokens, twin: JiraTwin) -> Any:
    """Ask the app, put together as it is served, as Ann who looks at ED-1."""
    forge = ForgeApp(Verifier(APP, Keys(atlassian.url)), tokens)
    web = Web(token_hex(), open_library(), forge=forge)
    app = create_app(engine, "", clock, web=web)

    def ask(path: str, **body: Any) -> Any:
        headers = bearer(on_page("ann", url=twin.url), user=seed.ANN.token)
        answer = app.test_client().post("/forge/ui", json={"path": path, **body}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json

    return ask


def test_an_assessment_is_begun_and_saved_as_it_is_filled(ask: Any) -> None:
    """The form's own address, its revision, and JSON for the script."""
    shown = ask("/")
    assert (shown["status"], shown["location"]) == (200, "/issues/ED-1/assessment")
    [address] = re.findall(r'data-save="([^"]+)"', shown["html"])
    [revision] = set(re.findall(r'name="revision" value="(\d*)"', shown["html"]))
    form = [["revision", revision]]
    saved = ask(address, method="POST", form=form, accept="application/json")
    assert (saved["status"], saved["html"], saved["file"]) == (200, "", None)
    assert saved["body"]["progress"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/issues/ED-1", 200),
        ("/issues/ED-1/evidence", 200),
        ("/issues/ED-1/history", 200),
        ("/board", 200),
        ("/register", 200),
        ("/issues/ED-2", 404),
        ("/issues/ED-2/assessment", 404),
        ("/board/ED-2", 404),
        ("/admin", 403),
        ("/api/issues/ED-1", 404),
        ("/openapi.json", 404),
        ("/metrics", 404),
        ("/sign-in", 404),
        ("/webhooks/jira", 404),
    ],
)
def test_pages_are_there_and_nothing_else(ask: Any, path: str, status: int) -> None:
    """Of this issue, and of no other."""
    assert ask(path)["status"] == status
