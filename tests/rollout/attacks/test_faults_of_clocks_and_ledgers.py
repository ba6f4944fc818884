"""Clocks that are five minutes out, a ledger that is away, and applications with their own time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fairgate.rollout.watch import Rhythm
from tests.rollout.attacks.audience import audience
from tests.rollout.attacks.stage import Stage
from tests.servers.unleash import Unleash
from tests.waiting import eventually

SKEW = 300.0


@pytest.mark.parametrize("skew", [-SKEW, 0.0, SKEW], ids=["behind", "right", "ahead"])
def test_a_watcher_whose_clock_is_five_minutes_out(
    unleash: Unleash, tmp_path: Path, skew: float
) -> None:
    """A lease ends by so much sooner or later; it is on meanwhile, for a default lease."""
    stage = Stage(tmp_path, unleash)
    stage.skew = skew
    flag = stage.open()
    begun, later = time.time(), [0.0]
    with audience(stage, clock=lambda: time.time() + later[0]) as people:
        people.catches_up()
        assert people.guarded(flag) == "10 %"
        assert abs(stage.kept(flag).until - begun - 900.0 - skew) < 5.0
        later[0] = 900.0 + skew - 60.0
        assert people.guarded(flag) == "10 %"
        later[0] = 900.0 + skew
        assert people.guarded(flag) == "nobody"


def test_an_application_whose_clock_is_five_minutes_out(unleash: Unleash, tmp_path: Path) -> None:
    """Behind: five minutes longer than the lease, and no more. Ahead: five minutes shorter."""
    stage = Stage(tmp_path, unleash)
    flag, later = stage.open(), [0.0]
    with (
        audience(stage, clock=lambda: time.time() + later[0] - SKEW) as behind,
        audience(stage, clock=lambda: time.time() + later[0] + SKEW) as ahead,
    ):
        behind.catches_up()
        ahead.catches_up()
        seen = {}
        for minutes in (0, 9, 11, 19, 20):
            later[0] = minutes * 60.0
            seen[minutes] = (behind.guarded(flag), ahead.guarded(flag))
    on, off = "10 %", "nobody"
    assert seen == {0: (on, on), 9: (on, on), 11: (on, off), 19: (on, off), 20: (off, off)}


def test_an_application_that_supplies_its_own_time_and_model(
    unleash: Unleash, tmp_path: Path
) -> None:
    """It deceives its own client, and not the guard."""
    stage = Stage(tmp_path, unleash)
    flag, later = stage.open(), [0.0]
    other = tmp_path / "other.skops"
    other.write_bytes(b"another model")
    own = {
        "currentTime": "2001-01-01T00:00:00Z",
        "properties": {"modelDigest": stage.digest, "currentTime": "2001-01-01T00:00:00Z"},
    }
    with audience(stage, clock=lambda: time.time() + later[0]) as people:
        people.catches_up()
        with audience(stage, model=other) as another:
            another.catches_up()
            assert another.guarded(flag, own) == "nobody"
            assert another.plain(flag, **own) == "10 %"
        later[0] = 901.0
        assert people.guarded(flag, own) == "nobody"
        assert people.plain(flag, **own) == "10 %"


def test_a_ledger_that_is_away_takes_the_feature_away_with_its_lease(
    unleash: Unleash, tmp_path: Path
) -> None:
    """Nothing is granted that is not in the log; it goes on where it stopped.

    Where the ledger goes in the middle of a round, that one is resumed: nobody is accused.
    """
    stage = Stage(tmp_path, unleash)
    flag, path = stage.open(lease="4s"), tmp_path / "rollout.db"
    with audience(stage) as people, stage.watched():
        people.catches_up()
        eventually(lambda: people.guarded(flag) == "10 %", "a grant")
        stage.ledger.engine.dispose()
        path.rename(tmp_path / "away.db")
        path.mkdir()
        eventually(lambda: people.guarded(flag) == "nobody", "the end of the lease")
        path.rmdir()
        (tmp_path / "away.db").rename(path)
        eventually(lambda: people.guarded(flag) == "10 %", "a new grant")
        assert time.time() < stage.kept(flag).until
    assert set(stage.events(flag)) - {"resumed"} == {"opened", "renewed"}


def test_a_grant_that_is_put_back_after_closing_holds_to_the_end_of_its_lease(
    unleash: Unleash, tmp_path: Path
) -> None:
    """What was signed cannot be called back: an editor can replay it, to its share, so long."""
    stage = Stage(tmp_path, unleash)
    flag = stage.open()
    found = stage.ask("GET", f"/fairgate.{flag}/environments/production/strategies").json()[0]
    with audience(stage) as people, stage.watched_later(Rhythm(poll=0.1)) as start:
        stage.reconcile(flag, stopped="complaints")
        people.catches_up()
        assert people.both(flag) == ("nobody", "nobody")
        inside = f"/fairgate.{flag}/environments/production"
        body = {k: found[k] for k in ("name", "parameters", "constraints", "variants")}
        assert stage.call("POST", f"{inside}/strategies", body) == 200
        assert stage.call("POST", f"{inside}/on") == 200
        people.catches_up()
        assert people.both(flag) == ("10 %", "10 %")
        start()
        eventually(lambda: people.guarded(flag) == "nobody", "its being undone")
    assert stage.events(flag) == ["opened", "closed", "undone"]
