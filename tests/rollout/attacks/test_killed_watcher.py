"""A watcher that is killed in the middle of opening; a real process, by the real command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rollout.attacks.audience import audience
from tests.rollout.attacks.stage import Stage
from tests.rollout.attacks.wire import Wire
from tests.servers.unleash import Unleash
from tests.waiting import eventually

WRITES = {"before the strategy": ("PUT", "/strategies/"), "before it is on": ("POST", "/on")}


@pytest.mark.parametrize("moment", WRITES)
def test_a_watcher_killed_while_it_opens_shows_nobody_anything_and_another_goes_on(
    unleash: Unleash, tmp_path: Path, moment: str
) -> None:
    """The grant is in the log before it is anywhere else; the next watcher writes it."""
    method, part = WRITES[moment]
    with Wire(unleash.url).strung() as wire:
        stage = Stage(tmp_path, unleash, url=wire.url)
        flag = stage.keep()
        stage.reconcile(flag, model=stage.digest)
        wire.holds = lambda asked, path: (
            asked == method
            and f"fairgate.{flag}" in path
            and (part in path if method == "PUT" else path.endswith(part))
        )
        with audience(stage) as people:
            with stage.process() as watch:
                stage.prove(flag)
                assert wire.held.wait(60.0), (tmp_path / "watch.log").read_text()
                watch.kill()
                watch.wait()
            people.catches_up()
            assert people.both(flag) == ("nobody", "nobody")
            assert stage.events(flag) == ["asked", "opened"]
            wire.holds = lambda _method, _path: False
            wire.let_go.set()
            stage.skew = 31.0  # what the dead one held is over after half a minute
            with stage.watched():
                eventually(lambda: people.guarded(flag) == "10 %", "the next watcher")
        assert stage.kept(flag).serial == 1
        asked, opened, last = stage.entries(flag)
        assert (asked.event, opened.event) == ("asked", "opened")
        assert (last.event, last.actor.partition("-")[0]) in {
            ("resumed", "fairgate"),  # by itself
            ("undone", "fairgate"),  # by its user, who had written the half of it
        }
