"""The pages about flags, word for word: commands on a real server, snippets on a real client."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from openfeature import api
from rollout.conftest import Team
from rollout.offline import child, client_of, parent
from rollout.site import FLAG, PEOPLE, Site
from scoring.models import write_skops
from sklearn.linear_model import LogisticRegression

from tests import approvals
from tests.servers.unleash import Unleash

PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    """Read the blocks of code of a page, also those in tabs."""
    text = (PAGES / page).read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for _, block in found]


class Reader:
    """Somebody who types what a page says, in one shell."""

    def __init__(self, folder: Path, team: Team) -> None:
        self.folder = folder
        self._replace = {
            "https://unleash.example.org/api": team.server.url,
            "user:...": f"'{team.server.admin}'",
        }
        (folder / ".state").write_text(f"export PATH={Path(sys.executable).parent}:$PATH\n")

    def types(self, command: str) -> tuple[int, str]:
        """Type a command; variables stay for the next."""
        for example, real in self._replace.items():
            command = command.replace(example, real)
        script = f". ./.state\n{command}\ncode=$?\nexport -p > .state\nexit $code"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "COLUMNS": "80"},
        )
        return done.returncode, done.stdout + done.stderr

    def reads(self, page: str) -> None:
        """Type all commands of a page; each ends with 0 and prints what the page shows."""
        for block in blocks(page, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *shown = part.rstrip("\n").splitlines()
                if command.startswith("pip "):
                    continue
                if command.startswith("fairgate flag open") and "--approval" in command:
                    self.gets_an_approval()
                code, said = self.types(command)
                assert code == 0, f"{command}\n{said}"
                assert all(line in said for line in shown), f"{command}\n{said}"

    def gets_an_approval(self) -> None:
        """Do what the Jira app does."""
        key, now = self.folder / "keys" / "assessment" / "fairgate.key", time.time()
        parts = {"issue": "LOAN-12", "model": "", "decided": now - 60, "until": now + 90 * 86_400}
        (self.folder / "approval.json").write_bytes(approvals.signed(key, **parts))


@pytest.fixture
def reader(tmp_path: Path, unleash: Unleash) -> Reader:
    """A policy from the page, a model, data about people, and the team's flag."""
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"income": rng.normal(size=1200), "debt": rng.normal(size=1200)})
    table["repaid"] = (table.income - table.debt + rng.normal(size=1200) > -0.8).astype(int)
    table["sex"] = np.where(rng.random(1200) < 0.5, "female", "male")
    table.to_csv(tmp_path / "evaluation.csv", index=False)
    model = LogisticRegression().fit(table[["income", "debt"]], table.repaid)
    write_skops(model, tmp_path / "model.skops")
    (policy,) = blocks("flags.md", "yaml")
    (tmp_path / "fairgate.yaml").write_text(policy, encoding="utf-8")
    team = Team(unleash, "new-scoring")
    assert team.call("POST", "", {"name": team.flag, "type": "release"}) in {201, 409}
    assert team.call("POST", f"/{team.flag}/environments/production/on") == 200
    return Reader(tmp_path, team)


@pytest.mark.soak
def test_the_way_from_nothing_to_open_and_the_night(reader: Reader) -> None:
    """Both pages in a row: set up, open; why is it off, emergency, close, log."""
    reader.reads("flags.md")
    code, said = reader.types("fairgate flag status")
    assert (code, said.splitlines()[0]) == (0, "new-scoring in production: OPEN at 5 %")
    reader.reads("flag-off.md")
    _, said = reader.types("fairgate flag status")
    assert said.startswith("new-scoring in production: CLOSED")
    _, said = reader.types("fairgate flag log new-scoring")
    for told in (
        "opened at 5 %, by Ada Admin",
        "ahead of the plan at 50 %",
        "complaints from Lyon",
    ):
        assert told in said


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    """Every line of it; skipped where there is no systemd."""
    (unit,) = blocks("flags.md", "ini")
    (tmp_path / "fairgate-flag@.service").write_text(
        unit.replace("/opt/fairgate/bin/fairgate", "/bin/true"), encoding="utf-8"
    )
    try:
        said = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", tmp_path / "fairgate-flag@1.service"],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("no systemd-analyze")
    assert "fairgate-flag" not in said.stderr, said.stderr


@pytest.fixture
def snippets() -> dict[str, str]:
    """Snippets of the page, by the word in their first line."""
    found = blocks("guard.md", "python")
    return {text.partition("\n")[0].removeprefix("# "): text for text in found}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """A guard over a client that was handed a flag at ten percent."""
    site = Site(tmp_path)
    with client_of(tmp_path, child(FLAG), parent(FLAG, site.strategy())) as client:
        yield {"guard": site.guard(client)}


def run(snippet: str, world: dict[str, Any]) -> dict[str, Any]:
    """Run a snippet."""
    exec(compile(snippet, "guard.md", "exec"), world)  # noqa: S102 - our own page
    return world


def expected(world: dict[str, Any], people: list[str]) -> list[str]:
    """What each of them should read."""
    return [
        f"by the {'new' if world['guard'].is_enabled(FLAG, person) else 'old'} model"
        for person in people
    ]


def test_the_guard_is_made_as_the_page_says(
    tmp_path: Path, unleash: Unleash, snippets: dict[str, str]
) -> None:
    """With a real server, which knows nothing of the flag: nobody sees it."""
    site = Site(tmp_path)
    (tmp_path / "grant.pub").write_bytes(site.public.read_bytes())
    given = {"UNLEASH_URL": unleash.url, "UNLEASH_TOKEN": unleash.client}
    with contextlib.chdir(tmp_path), mock.patch.dict(os.environ, given):
        world = run(snippets["guarding.py"], {})
    try:
        assert world["client"].is_initialized
        assert not world["guard"].is_enabled("no-such-flag", user_id="ada")
    finally:
        world["client"].destroy()


def test_flask(world: dict[str, Any], snippets: dict[str, str]) -> None:
    """The page's five lines let the same people in as the guard."""
    client = run(snippets["flask"], world)["app"].test_client()
    said = [client.get("/score", query_string={"customer": p}).text for p in PEOPLE]
    assert said == expected(world, PEOPLE)
    assert len(set(said)) == 2


def test_fastapi(world: dict[str, Any], snippets: dict[str, str]) -> None:
    """Asked as a server asks it."""
    pytest.importorskip("fastapi")
    app = run(snippets["fastapi"], world)["app"]
    people = PEOPLE[:60]
    asked = [get(app, f"customer={person}") for person in people]
    with ThreadPoolExecutor(1) as server:  # a browser of another test may run a loop in this thread
        said = list(server.map(asyncio.run, asked))
    assert [text.strip('"') for text in said] == expected(world, people)


async def get(app: Any, query: str) -> str:
    """Send one request by ASGI, and give the body."""
    body = b""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/score",
        "raw_path": b"/score",
        "root_path": "",
        "query_string": query.encode(),
        "headers": [],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal body
        body += message.get("body", b"")

    await app(scope, receive, send)
    return body.decode()


def test_django(world: dict[str, Any], snippets: dict[str, str]) -> None:
    """With the least of settings."""
    pytest.importorskip("django")
    from django.conf import settings  # noqa: PLC0415 - where it is installed
    from django.test import RequestFactory  # noqa: PLC0415

    if not settings.configured:
        settings.configure(DEFAULT_CHARSET="utf-8", ALLOWED_HOSTS=["*"])
    score = run(snippets["django"], world)["score"]
    asked = [RequestFactory().get("/score", {"customer": person}) for person in PEOPLE]
    assert [score(one).content.decode() for one in asked] == expected(world, PEOPLE)


def test_asking_why(
    world: dict[str, Any], snippets: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With a context, and with a reason."""
    assert run(snippets["context"], world)["on"] in {True, False}
    world["guard"].model = "cd" * 32
    run(snippets["ask"], world)
    assert capsys.readouterr().out.startswith("False")


def test_openfeature(world: dict[str, Any], snippets: dict[str, str]) -> None:
    """Provider and hook; the caller's default is True, and not given to anybody."""
    try:
        run(snippets["provider"], world)
        run(snippets["hook"], world)
        client, context = api.get_client(), world["EvaluationContext"]
        told = [client.get_boolean_value(FLAG, True, context(person)) for person in PEOPLE]
        assert told == [world["guard"].is_enabled(FLAG, person) for person in PEOPLE]
        assert not client.get_boolean_value(FLAG, True)
    finally:
        api.clear_hooks()
        api.clear_providers()
