"""The house, with a store, Atlassian's keys and a twin of Jira."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import forgehouse
import inside_jira
import pytest
from browsing import MakeProfile, served
from databases import new_store
from flask import Flask
from forge_side import APP, KeyServer, key_server
from inside_jira import Forge
from sqlalchemy import Engine
from town import Clock

from fairgate.checklist import open_library
from jira_app.app import create_app
from jira_app.forge_remote import Keys, Tokens, Verifier
from jira_app.twin import JiraTwin
from jira_app.web import ForgeApp, Web

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def atlassian() -> Iterator[KeyServer]:
    """Run Atlassian's server of keys."""
    with key_server() as served:
        yield served


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store."""
    with new_store("sqlite", tmp_path) as store:
        yield store


@pytest.fixture
def twin() -> Iterator[JiraTwin]:
    """Run a Jira with three issues."""
    with JiraTwin() as twin:
        for number in (1, 2, 3):
            twin.create_issue("ED", f"Change {number}")
        yield twin


@pytest.fixture
def clock() -> Clock:
    """Make a clock that is moved by hand."""
    return Clock()


@pytest.fixture
def tokens(clock: Clock) -> Iterator[Tokens]:
    """Make a place for tokens, empty at the end."""
    kept = Tokens(clock)
    yield kept
    kept.close()


@pytest.fixture
def done() -> list[str]:
    """Collect what the app did beside answering."""
    return []


@pytest.fixture
def app(
    engine: Engine, atlassian: KeyServer, clock: Clock, tokens: Tokens, done: list[str]
) -> Flask:
    """Make the house."""
    return forgehouse.make(
        engine,
        atlassian.url,
        clock,
        tokens=tokens,
        chores=[lambda: done.append("chore"), lambda: 1 / 0, lambda: done.append("another")],
        wake=lambda: done.append("wake"),
    )


@pytest.fixture
def whole(
    engine: Engine, atlassian: KeyServer, clock: Clock, tokens: Tokens, twin: JiraTwin
) -> Flask:
    """Put the app together as it is served, beside a Jira."""
    del twin
    forge = ForgeApp(Verifier(APP, Keys(atlassian.url)), tokens)
    return create_app(engine, "", clock, web=Web(token_hex(), open_library(), forge=forge))


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the shell once and serve its files."""
    with served(inside_jira.files(inside_jira.build(tmp_path_factory.mktemp("shell")))) as url:
        yield url


@pytest.fixture
def forge(app: Flask, twin: JiraTwin) -> Iterator[Forge]:
    """Run the app and a Jira, and Forge between them and the browser."""
    with served(app) as url:
        yield Forge(url, twin.url)


@pytest.fixture
def said() -> list[str]:
    """Collect what the browser complains of."""
    return []


@pytest.fixture
def page(profile: MakeProfile, forge: Forge, bundle: str, said: list[str]) -> Iterator[Page]:
    """Open the shell on ED-1; nothing it does may break Forge's policy."""
    context = profile()
    forge.enter(context)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{bundle}/app/index.html")
    yield page
    assert [each for each in said if "Content Security" in each or "Error" in each] == []
