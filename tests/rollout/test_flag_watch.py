"""``fairgate flag watch`` as a process: it starts, is woken, and stops when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import urllib3
from rollout.conftest import Team
from rollout.house import House
from rollout.test_watch import is_open

from tests.waiting import eventually

FAIRGATE = Path(sys.executable).with_name("fairgate")
SECRET = "correct-horse-battery"  # noqa: S105 - of this test


@pytest.fixture
def house(tmp_path: Path, team: Team) -> House:
    """A flag that is kept, approved, proven and open."""
    import time  # noqa: PLC0415 - the process has no other clock

    house = House(tmp_path, team)
    house.now = time.time()
    house.approve(decided=house.now - 60, until=house.now + 9000)
    house.prove()
    house.ask_to_open()
    for kind in ("evidence", "assessment"):
        (tmp_path / "trusted" / kind).mkdir(parents=True)
        public = house.keys[kind][0].with_suffix(".pub").read_bytes()
        (tmp_path / "trusted" / kind / "a.pub").write_bytes(public)
    return house


def variables(house: House, **more: str) -> dict[str, str]:
    """The settings."""
    return {
        "PATH": os.environ["PATH"],
        "FAIRGATE_UNLEASH_URL": house.team.server.url,
        "FAIRGATE_UNLEASH_TOKEN": house.team.server.admin,
        "FAIRGATE_TRUSTED_KEYS": str(house.folder / "trusted"),
        "FAIRGATE_GRANT_KEY": str(house.keys["grant"][0]),
        "FAIRGATE_ROLLOUT_DATABASE_URL": f"sqlite:///{house.folder}/rollout.db",
        **more,
    }


class Service:
    """The running process, and what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop, and give its exit code."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        self._reader.join(timeout=20)
        return code


@contextmanager
def service(environment: Mapping[str, str], *words: str) -> Iterator[Service]:
    """Run it for a while."""
    with subprocess.Popen(
        [FAIRGATE, "flag", "watch", *words],
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        running = Service(process)
        try:
            eventually(lambda: "Keeping" in running.said or process.poll() is not None)
            yield running
        finally:
            process.kill()
            running._reader.join(timeout=20)


def free_port() -> int:
    """Find one that is free for the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def post(port: int, **headers: str) -> int:
    """Do what Unleash's webhook does."""
    body: dict[str, Any] = {"event": {"type": "feature-created"}, "filler": "x" * 100_000}
    url = f"http://127.0.0.1:{port}/"
    return urllib3.request("POST", url, json=body, headers=headers, retries=False).status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_it_stops_when_it_is_told_to(house: House, number: int) -> None:
    """With exit code 0, and another may work at once."""
    with service(variables(house)) as running:
        eventually(lambda: "works as" in running.said)
        assert running.stop(number) == 0
        assert "Keeping 1 flag;" in running.said
        assert "Stopped. What is open ends with its lease" in running.said
    assert house.ledger.hold("watch", "another", house.now, 10.0)
    assert is_open(house)


def test_it_stops_although_the_flag_server_is_away(house: House) -> None:
    """And says what that means."""
    with service(variables(house, FAIRGATE_UNLEASH_URL="http://127.0.0.1:9")) as running:
        eventually(lambda: "nothing is renewed" in running.said)
        assert running.stop() == 0
    assert "Unleash is away" in running.said
    assert house.team.server.admin not in running.said


def test_a_webhook_wakes_it_up(house: House) -> None:
    """Whoever knows the word; the message itself is believed in nothing."""
    port = free_port()
    environment = variables(house, FAIRGATE_WAKE_SECRET=SECRET)
    with service(environment, "--listen", f"127.0.0.1:{port}") as running:
        eventually(lambda: "works as" in running.said)
        house.prove("fail", hours_ago=0.0)
        assert post(port) == 401
        assert post(port, Authorization="wrong") == 401
        assert post(port, Authorization=SECRET) == 202
        eventually(lambda: not is_open(house))
        assert running.stop() == 0
    assert house.events == ["opened", "closed"]
    assert SECRET not in running.said


def test_on_this_machine_no_word_is_needed(house: House) -> None:
    """Nobody else can reach it."""
    port = free_port()
    with service(variables(house), "--listen", f"127.0.0.1:{port}") as running:
        assert post(port) == 202
        assert urllib3.request("GET", f"http://127.0.0.1:{port}/", retries=False).status == 501
        assert running.stop() == 0


def test_an_address_that_others_reach_needs_a_word(house: House) -> None:
    """It ends at once, with exit code 2 and the cure."""
    with service(variables(house), "--listen", "0.0.0.0:8090") as running:
        assert running.process.wait(timeout=20) == 2
        running._reader.join(timeout=20)
    assert "set FAIRGATE_WAKE_SECRET" in running.said


def test_a_second_one_stands_by_and_takes_over(house: House) -> None:
    """As soon as the first has stopped."""
    with service(variables(house)) as first:
        eventually(lambda: "works as" in first.said)
        with service(variables(house)) as second:
            assert "works as" not in second.said
            assert first.stop() == 0
            eventually(lambda: "works as" in second.said)
            assert second.stop() == 0
