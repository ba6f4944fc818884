"""Several who write at once: two of fairgate's own, and somebody who does not give up."""

from __future__ import annotations

import itertools
import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from fairgate.rollout.admin import UnleashAdmin
from fairgate.rollout.keeper import Busy
from fairgate.rollout.repair import Repair
from fairgate.rollout.state import UnleashError
from tests.rollout.attacks import mischief as by_hand
from tests.rollout.attacks.audience import audience
from tests.rollout.attacks.editors import MALLORY
from tests.rollout.attacks.stage import Stage
from tests.servers.unleash import Unleash
from tests.waiting import eventually


def test_two_watchers_and_two_people_at_terminals_write_no_grant_twice(
    unleash: Unleash, tmp_path: Path
) -> None:
    """Each change is one line of the log; in the end the server has what the log says."""
    stage = Stage(tmp_path, unleash)
    flag = stage.open(lease="4s")

    def terminal(number: int) -> None:
        keeper = stage.keeper()
        for turn in range(6):
            stopped = "" if (number + turn) % 2 else "stopped"
            with suppress(Busy):
                stage.reconcile(flag, keeper=keeper, stopped=stopped)

    with stage.watched(), stage.watched(), ThreadPoolExecutor(2) as pool:
        list(pool.map(terminal, range(2)))
        eventually(lambda: stage.is_mended(flag), "peace")
    serials = Counter(
        entry.facts["serial"] for entry in stage.entries(flag) if entry.facts.get("grant")
    )
    assert len(serials) > 1
    assert set(serials.values()) == {1}
    assert "undone" not in stage.events(flag)


def test_somebody_who_writes_again_and_again_lets_nobody_in(
    unleash: Unleash, tmp_path: Path
) -> None:
    """Against the watcher, for a while; the guard is asked all the time."""
    stage = Stage(tmp_path, unleash)
    closed, opened, over = stage.keep(), stage.open(), Event()
    edits = (by_hand.extra_default, by_hand.no_dependency, by_hand.no_constraints)

    def fight() -> None:
        for flag, edit in itertools.islice(itertools.product((closed, opened) * 4, edits), 24):
            with suppress(AssertionError, IndexError, KeyError):  # the watcher was quicker
                edit(stage, flag)
        over.set()

    seen: Counter[tuple[str, str]] = Counter()
    with audience(stage) as people, stage.watched(), ThreadPoolExecutor(1) as pool:
        people.catches_up()
        fought = pool.submit(fight)
        while not over.wait(0.05):
            seen[people.guarded(closed), people.guarded(opened)] += 1
        fought.result()
        eventually(lambda: stage.is_mended(closed) and stage.is_mended(opened), "peace")
        people.catches_up()
        assert people.both(closed) == ("nobody", "nobody")
        assert people.both(opened) == ("10 %", "10 %")
    assert {guarded for guarded, _ in seen} == {"nobody"}
    assert {guarded for _, guarded in seen} <= {"10 %", "nobody"}
    named = [e.actor for f in (closed, opened) for e in stage.entries(f) if e.event == "undone"]
    assert any(actor.startswith(MALLORY) for actor in named)


def test_a_fight_over_one_flag_does_not_hold_up_another(
    unleash: Unleash, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What does not stay as it is written is not a server that is away."""
    stage = Stage(tmp_path, unleash)
    fought, other = stage.open(), stage.open()

    class Loser(UnleashAdmin):
        tries = 0

        def write(self, flag: str, environment: str, repair: Repair) -> None:
            if flag == fought:
                self.tries += 1
                raise UnleashError("invalid", "it does not stay as it is written")
            super().write(flag, environment, repair)

    admin = Loser(stage.url, stage.ours.token)
    with caplog.at_level(logging.WARNING), stage.watched_later(admin=admin) as start:
        start()
        by_hand.extra_default(stage, fought)
        eventually(lambda: admin.tries > 2, "the fight")
        by_hand.extra_default(stage, other)
        eventually(lambda: stage.is_mended(other), "the other's being mended")
    said = [record.getMessage() for record in caplog.records]
    assert f"{fought}@production: it does not stay as it is written" in said
    assert not [line for line in said if "nothing is renewed" in line]
