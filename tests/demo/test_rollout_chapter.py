"""The demo's chapter about the rollout: without a server, with a real one, without the extra."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest
from rich.console import Console

from fairgate.demo import candidates, proof, rollout
from fairgate.demo.applications import NEEDS
from fairgate.demo.context import Context, FlagServer
from fairgate.demo.story import prepare
from fairgate.demo.voice import Voice
from fairgate.evidence import verify
from fairgate.rollout.admin import UnleashAdmin
from fairgate.rollout.store import Ledger
from fairgate.rollout.tables import open_ledger_engine
from fairgate.signing import load_public_keys
from fairgate.verdict import Outcome
from tests.servers.unleash import Unleash, running

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in (*NEEDS, *rollout.NEEDS)),
    reason="needs the extras models, demo and flags",
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The story so far."""
    voice = Voice(Console(file=io.StringIO(), width=80, _environ={}))
    context = prepare(voice, tmp_path_factory.mktemp("demo"), datetime.now(UTC))
    candidates.the_model_in_use(context)
    candidates.stricter(context)
    candidates.mended(context)
    proof.evidence(context)
    return context


def told(story: Context, flags: FlagServer | None = None, **parts: tuple[str, ...]) -> str:
    """Tell the chapter."""
    out = io.StringIO()
    voice = Voice(Console(file=out, width=80, _environ={}))
    rollout.the_rollout(replace(story, voice=voice, flags=flags), **parts)
    return out.getvalue()


@pytest.fixture(scope="module")
def chapter(story: Context) -> str:
    """The chapter, told without a server."""
    return told(story)


def seen(text: str) -> list[int]:
    """How many of 1,000 people see the model, act by act."""
    return [int(number) for number in re.findall(r"(\d+) of 1,000 people", text)]


def test_it_is_closed_opened_to_a_few_and_closed(story: Context, chapter: str) -> None:
    """By the real decision and the real guard; told twice, it is the same."""
    text = chapter
    assert re.findall(r"CLOSED|OPEN at \d+ %", text) == ["CLOSED", "OPEN at 10 %", "CLOSED"]
    first, second, third = seen(text)
    assert (first, third) == (0, 0)
    assert 70 <= second <= 130
    assert "LOAN-12 has no approved assessment" in text
    assert "The model fails mortgage-lending" in text
    assert "No server was needed" in text
    assert told(story) == text
    assert max(map(len, text.splitlines())) <= 84  # commands may be longer


@pytest.mark.usefixtures("chapter")
def test_the_model_that_fails_is_the_one_that_failed(story: Context) -> None:
    """Its evidence is real, and about the file in the folder."""
    keys = load_public_keys(story.out / "throwaway-keys" / "fairgate.pub")
    envelope = (story.out / "stricter-evidence.json").read_bytes()
    found = verify(envelope, keys, story.out / "stricter-model.json")
    assert found.verdict.outcome is Outcome.FAIL


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "not an address"])
def test_a_flag_server_that_is_away_is_gone_without(story: Context, url: str) -> None:
    """The story goes on, and says so."""
    text = told(story, FlagServer(url, "tell-nobody"))
    assert "this goes on without it" in " ".join(text.split())
    assert "OPEN at 10 %" in text
    assert "tell-nobody" not in text


def test_without_the_extra_it_says_what_to_install(story: Context) -> None:
    """And the story goes on."""
    text = " ".join(told(story, needs=("json", "no_such_module")).split())
    assert "This chapter needs no_such_module: pip install" in text
    assert "CLOSED" not in text


@pytest.fixture(scope="module")
def unleash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unleash]:
    """A server of its own: the demo's flag has one name."""
    with running(tmp_path_factory.mktemp("unleash")) as server:
        yield server


def test_on_a_server_the_story_is_the_same(story: Context, chapter: str, unleash: Unleash) -> None:
    """Twice; it leaves a closed flag, and a log that holds."""
    server = FlagServer(unleash.url, unleash.admin)
    first, second = told(story, server), told(story, server)
    assert "This was a real server" in first
    assert seen(first) == seen(second) == seen(chapter)
    found = UnleashAdmin(unleash.url, unleash.admin).read("fairgate-demo", "production")
    assert (found.on, found.open) == (True, False)
    ledger = Ledger(open_ledger_engine(f"sqlite:///{story.out}/rollout.db"))
    events = [entry.event for entry in ledger.entries("fairgate-demo@production")]
    assert [event for event in events if event != "undone"] == ["asked", "opened", "closed"]
    assert ledger.broken_at("fairgate-demo@production") is None
    ledger.engine.dispose()
