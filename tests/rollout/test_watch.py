"""The watcher: rogue edits are undone within moments, one works at a time, another takes over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from rollout.conftest import Team
from rollout.house import House
from sqlalchemy.exc import OperationalError

from fairgate.rollout.keeper import TURN, Busy
from fairgate.rollout.notices import Channel
from fairgate.rollout.source import SourceDown
from fairgate.rollout.state import UnleashError
from fairgate.rollout.wanted import parent_of
from fairgate.rollout.watch import Rhythm, Watcher
from tests.waiting import eventually

QUICK = Rhythm(poll=0.05, round=0.2, lease=1.0, longest_wait=0.2)


@pytest.fixture
def house(tmp_path: Path, team: Team) -> House:
    """A flag that is kept, approved and proven, by the clock on the wall."""
    house = House(tmp_path, team)
    house.now = time.time()
    house.approve(until=house.now + 9000)
    house.prove()
    return house


class Told(list[Mapping[str, Any]]):
    """Who is told, and whether they listen."""

    away = False

    def __call__(self, body: Mapping[str, Any]) -> bool:
        """Listen."""
        if self.away:
            raise SourceDown("away")
        self.append(body)
        return True


@dataclass
class Clock:
    """The house's clock, which counts looks: a watcher that stands by looks once a turn."""

    house: House
    looks: int = 0

    def __call__(self) -> float:
        """Tell the time."""
        self.looks += 1
        return self.house.now

    def several_turns_later(self) -> None:
        """Wait until the watcher has had three turns, and is at the next."""
        begun = self.looks
        eventually(lambda: self.looks >= begun + 4, "the fourth turn")


def watcher_of(
    house: House,
    told: Channel | None = None,
    rhythm: Rhythm = QUICK,
    clock: Callable[[], float] | None = None,
) -> Watcher:
    """Make a watcher on the house's ledger."""
    return Watcher(
        house.another_keeper(),
        house.team.admin.events,
        uuid4().hex,
        channels={"issue": told if told is not None else Told()},
        clock=clock or Clock(house),
        rhythm=rhythm,
    )


@contextmanager
def watching(*watchers: Watcher) -> Iterator[None]:
    """Run watchers in threads."""
    threads = [Thread(target=watcher.run) for watcher in watchers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for watcher in watchers:
            watcher.stop()
        for thread in threads:
            thread.join(timeout=20)


def is_open(house: House) -> bool:
    """Whether the server has it open."""
    return house.team.admin.read(house.team.flag, "production").open


def test_a_rogue_edit_is_undone_and_told_once(house: House) -> None:
    """While the watcher runs, without anybody asking it to."""
    told = Told()
    house.ask_to_open()
    path = f"/{parent_of(house.team.flag)}/environments/production/strategies"
    with watching(watcher_of(house, told)):
        eventually(lambda: len(told) == 1)
        assert house.team.call("POST", path, {"name": "default"}) == 200
        eventually(lambda: "undone" in house.events)
        eventually(lambda: len(told) == 2)
    (strategy,) = house.team.admin.read(house.team.flag, "production").strategies
    assert strategy["name"] == "flexibleRollout"
    assert [body["by"] for body in told] == ["ada", "admin"]
    assert "undone" in told[-1]["why"]


def test_it_closes_when_a_failing_verdict_arrives(house: House) -> None:
    """Nobody has to switch anything."""
    house.ask_to_open()
    with watching(watcher_of(house)):
        eventually(lambda: is_open(house))
        house.prove("fail", hours_ago=0.0)
        house.now += 1.0
        eventually(lambda: not is_open(house))
    assert house.events == ["opened", "closed"]


def test_one_works_and_another_takes_over_when_it_stops(house: House) -> None:
    """By the lock in the ledger."""
    clock = Clock(house)
    first, second = watcher_of(house), watcher_of(house, clock=clock)
    house.ask_to_open()
    with watching(first):
        eventually(lambda: first.working)
        with watching(second):
            clock.several_turns_later()
            assert (first.working, second.working) == (True, False)
            first.stop()
            eventually(lambda: second.working)


def test_one_that_dies_is_followed_when_its_time_is_over(house: House) -> None:
    """It gave nothing back."""
    assert house.ledger.hold("watch", "dead", house.now, QUICK.lease)
    clock = Clock(house)
    follower = watcher_of(house, clock=clock)
    with watching(follower):
        clock.several_turns_later()
        assert not follower.working
        house.now += QUICK.lease + 0.1
        eventually(lambda: follower.working)


def test_people_are_told_when_they_can_be_reached_again(house: House) -> None:
    """Nothing is lost meanwhile."""
    told = Told()
    told.away = True
    house.ask_to_open()
    with watching(watcher_of(house, told)):
        eventually(lambda: is_open(house))
        assert told == []
        told.away = False
        house.now += 5.0
        eventually(lambda: len(told) == 1)


def test_a_wake_up_call_is_heard(house: House) -> None:
    """Long before the next round is due; nothing happened on the flag server."""
    house.ask_to_open()
    watcher = watcher_of(house, rhythm=replace(QUICK, round=1000.0))
    with watching(watcher):
        eventually(lambda: is_open(house) and watcher.working)
        eventually(lambda: len(house.team.admin.events(watcher._seen)) == 0)
        house.prove("fail", hours_ago=0.0)
        watcher.wake()
        eventually(lambda: not is_open(house))


def test_however_long_something_is_away_it_goes_on(house: House) -> None:
    """After a night of tries too."""
    watcher = watcher_of(house)

    def away(_after: int) -> tuple[Any, ...]:
        raise UnleashError("down", "Unleash is away")

    watcher._events, watcher._tries = away, 5_000
    assert watcher._turn() == QUICK.longest_wait


def test_somebody_who_does_not_listen_holds_nothing_up(house: House) -> None:
    """A chat that hangs is no way to keep a rogue edit alive."""
    called, over = Event(), Event()

    def hangs(_body: Mapping[str, Any]) -> bool:
        called.set()
        return over.wait(30)

    house.ask_to_open()
    path = f"/{parent_of(house.team.flag)}/environments/production/strategies"
    with watching(watcher_of(house, hangs)):
        assert called.wait(20)
        assert house.team.call("POST", path, {"name": "default"}) == 200
        eventually(lambda: "undone" in house.events)
        over.set()


def test_while_the_ledger_is_away_nothing_is_granted(house: House, tmp_path: Path) -> None:
    """It goes on by itself when the ledger is back."""
    watcher = watcher_of(house)
    path = tmp_path / "rollout.db"
    with watching(watcher):
        eventually(lambda: watcher.working)
        house.ledger.engine.dispose()
        path.rename(tmp_path / "away.db")
        path.mkdir()
        with pytest.raises(OperationalError):
            house.another_keeper().ledger.all()
        assert not is_open(house)
        path.rmdir()
        (tmp_path / "away.db").rename(path)
        house.now += TURN + 1  # whoever had the flag in hand could not give it back

        def asked() -> bool:
            with suppress(Busy):  # the watcher has it in hand just now
                house.ask_to_open()
            return is_open(house)

        eventually(asked)
