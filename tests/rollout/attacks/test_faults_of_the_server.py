"""Unleash away, slow, broken or closed to us: nobody sees a feature longer than its lease."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import urllib3
from psycopg import sql
from sqlalchemy import make_url

from tests.rollout.attacks.audience import Audience, audience
from tests.rollout.attacks.editors import editor
from tests.rollout.attacks.stage import Stage
from tests.rollout.attacks.wire import Wire
from tests.servers.unleash import Unleash, running
from tests.waiting import eventually

LEASE = 4.0


@pytest.fixture(scope="module")
def stoppable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unleash]:
    """A server of its own."""
    with running(tmp_path_factory.mktemp("unleash")) as server:
        yield server


@pytest.fixture
def private(stoppable: Unleash) -> Unleash:
    """A server that a test may stop, running again if one before left it in pieces."""
    if stoppable.process.poll() is not None:
        stoppable.start()
    return stoppable


def comes_back(people: Audience, flag: str) -> None:
    """Wait until it is as granted again."""
    eventually(lambda: people.guarded(flag) == "10 %", "a new grant")


def ends_with_its_lease(people: Audience, flag: str) -> None:
    """Wait as long as a lease may last that was granted until now; then nobody sees anything."""
    ends = time.time() + LEASE
    eventually(lambda: time.time() >= ends, "the end of the lease")
    assert people.both(flag) == ("nobody", "nobody")


def test_a_server_that_stops_takes_the_feature_away_with_its_lease_also_after_a_restart(
    private: Unleash, tmp_path: Path
) -> None:
    """An application that starts anew from its disk is no better off; then all goes on.

    But for one whose token was revoked meanwhile.
    """
    stage = Stage(tmp_path, private)
    flag, cache = stage.open(lease="4s"), tmp_path / f"app-{uuid4().hex}"
    token = made_token(stage)
    with (
        stage.watched(),
        audience(stage, cache=cache) as people,
        audience(stage, token=token) as shut_out,
    ):
        people.catches_up()
        comes_back(people, flag)
        comes_back(shut_out, flag)
        assert with_all_rights(private, f"api-tokens/{token}") == 200
        private.stop()
        stopped, known = time.time(), stage.kept(flag).until
        with audience(stage, cache=cache) as restarted:
            seen = restarted.guarded(flag)
            assert seen == "10 %" or time.time() > min(known, stopped + 2.0)  # half a lease
            ends_with_its_lease(people, flag)
            assert restarted.both(flag) == ("nobody", "nobody")
        assert people.plain(flag, currentTime="2001-01-01T00:00:00Z") == "10 %"
        with audience(stage, cache=cache) as restarted:
            assert restarted.both(flag) == ("nobody", "nobody")
        private.start()  # a token that was deleted goes on being good for a minute, else
        comes_back(people, flag)
        people.catches_up()
        assert shut_out.guarded(flag) == "nobody"
    assert stage.events(flag)[0] == "opened"
    assert set(stage.events(flag)[1:]) <= {"renewed", "resumed"}  # nobody is accused


def test_a_server_that_answers_nothing_takes_the_feature_away_with_its_lease(
    private: Unleash, tmp_path: Path
) -> None:
    """Connections are accepted, and that is all."""
    ends_and_comes_back(Stage(tmp_path, private), frozen(private))


@pytest.mark.soak
def test_a_server_without_its_database_takes_the_feature_away_with_its_lease(
    private: Unleash, tmp_path: Path
) -> None:
    """Unleash goes on answering clients from memory for a while; the grant ends all the same."""
    ends_and_comes_back(Stage(tmp_path, private), without_its_database(private))


def ends_and_comes_back(stage: Stage, fault: AbstractContextManager[None]) -> None:
    """Have a feature end with its lease while there is a fault, and come back afterwards."""
    flag = stage.open(lease="4s")
    with audience(stage) as people, stage.watched():
        people.catches_up()
        comes_back(people, flag)
        with fault:
            ends_with_its_lease(people, flag)
        comes_back(people, flag)


@contextmanager
def frozen(server: Unleash) -> Iterator[None]:
    """Stop its process for a while."""
    server.freeze()
    try:
        yield
    finally:
        server.thaw()


@contextmanager
def without_its_database(server: Unleash) -> Iterator[None]:
    """Keep it from its database for a while."""
    reachable(server, allowed=False)
    try:
        yield
    finally:
        reachable(server, allowed=True)
        if server.process.poll() is not None:  # it may die of this
            server.start()


def reachable(server: Unleash, *, allowed: bool) -> None:
    """Let Unleash at its database, or throw it out."""
    url = make_url(server.database)
    other = url.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(other, autocommit=True) as db:
        name = sql.Identifier(str(url.database))
        allow = sql.SQL("true" if allowed else "false")
        db.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}").format(name, allow))
        if not allowed:
            ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            db.execute(ends, [url.database])


@pytest.mark.parametrize("mood", ["broken", "slow"])
def test_a_line_that_is_bad(unleash: Unleash, tmp_path: Path, mood: str) -> None:
    """503 to everything ends the feature with its lease; answers that are late do not."""
    with Wire(unleash.url).strung() as wire:
        stage = Stage(tmp_path, unleash, url=wire.url)
        flag = stage.open(lease="4s")
        with audience(stage) as people, stage.watched():
            people.catches_up()
            wire.mood = mood
            if mood == "broken":
                ends_with_its_lease(people, flag)
                wire.mood = "well"
            else:
                first = stage.kept(flag).until
                eventually(lambda: time.time() > first, "the end of the first lease")
            comes_back(people, flag)


def test_fairgate_whose_token_is_revoked_renews_nothing(unleash: Unleash, tmp_path: Path) -> None:
    """Its user is deleted; the feature ends with its lease."""
    stage = Stage(tmp_path, unleash)
    stage.ours = editor(unleash.url, unleash.admin, "leaver")
    flag = stage.open(lease="4s")
    with audience(stage) as people, stage.watched():
        people.catches_up()
        comes_back(people, flag)
        assert with_all_rights(unleash, f"user-admin/{stage.ours.number}") == 200
        ends_with_its_lease(people, flag)
    assert set(stage.events(flag)) <= {"opened", "renewed"}


def made_token(stage: Stage) -> str:
    """Make an application's token."""
    body = {"tokenName": "app", "type": "client", "environment": "production", "project": "default"}
    headers = {"Authorization": stage.server.admin}
    url = f"{stage.server.url}/admin/api-tokens"
    answer = urllib3.request("POST", url, headers=headers, json=body)
    assert answer.status == 201, answer.data
    return str(answer.json()["secret"])


def with_all_rights(server: Unleash, path: str) -> int:
    """Delete somebody, or their token."""
    headers = {"Authorization": server.admin}
    return urllib3.request("DELETE", f"{server.url}/admin/{path}", headers=headers).status
