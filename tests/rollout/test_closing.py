"""Closing by hand works whatever else is away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rollout.conftest import Team
from rollout.house import House

from fairgate.rollout.source import SourceDown
from fairgate.rollout.state import UnleashError


class Away:
    """A source, or a flag server, that does not answer."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        """Fail at whatever is asked."""

        def fail(*_: object, **__: object) -> NoReturn:
            raise self.error

        return fail


@pytest.fixture
def house(tmp_path: Path, team: Team) -> House:
    """A flag that is open."""
    house = House(tmp_path, team)
    house.ready()
    return house


def is_open(house: House) -> bool:
    """Whether the server has it open."""
    return house.team.admin.read(house.team.flag, "production").open


def test_while_the_source_of_envelopes_is_away(house: House) -> None:
    """It is closed at once; nothing that is signed is needed for that."""
    keeper = house.another_keeper()
    keeper._gatherer = Away(SourceDown("the app answered 503"))  # type: ignore[assignment]
    with pytest.raises(SourceDown):
        keeper.reconcile(house.name)
    done = keeper.reconcile(house.name, lambda kept: replace(kept, stopped="ada: complaints"))
    assert not is_open(house)
    assert done.decision.reasons == (
        "Somebody closed it: ada: complaints. Open it again with: fairgate flag open.",
    )


def test_while_the_flag_server_is_away(house: House) -> None:
    """It is on record, and written in the next round that reaches the server."""
    keeper = house.another_keeper(Away(UnleashError("down", "Unleash is away")))
    with pytest.raises(UnleashError):
        keeper.reconcile(house.name, lambda kept: replace(kept, stopped="ada: complaints"))
    assert house.events[-1] == "closed"
    assert is_open(house)
    house.keeper.reconcile(house.name)
    assert not is_open(house)
