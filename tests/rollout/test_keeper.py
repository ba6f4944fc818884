"""The keeper on a real server: what is decided is logged, written, kept, and taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rollout.conftest import Team
from rollout.house import HOUR, NOW, House
from sqlalchemy import text

from fairgate.rollout.decision import Emergency
from fairgate.rollout.gathering import Gatherer, Trusted
from fairgate.rollout.keeper import Busy, Keeper
from fairgate.rollout.sealing import read_grant
from fairgate.rollout.source import SourceDown
from fairgate.rollout.state import UnleashError
from fairgate.rollout.wanted import parent_of


@pytest.fixture
def house(tmp_path: Path, team: Team) -> House:
    """A flag that is kept, and nothing handed over yet."""
    return House(tmp_path, team)


def granted(house: House) -> Any:
    """Read the grant on the server, checked as a guard does; None if it is closed."""
    found = house.team.admin.read(house.team.flag, "production")
    if not found.open:
        return None
    (strategy,) = found.strategies
    (variant,) = strategy["variants"]
    return read_grant(variant["payload"]["value"], house.keys["grant"][1])


def test_without_papers_it_stays_closed_and_says_what_is_missing(house: House) -> None:
    """Asking is logged, and opens nothing."""
    done = house.ask_to_open()
    assert not done.decision.open
    assert granted(house) is None
    assert "no approved assessment" in done.decision.reasons[0]
    assert house.events == ["asked"]


def test_with_approval_and_evidence_it_opens_at_the_first_step(house: House) -> None:
    """The grant on the server is signed, and names what it rests on."""
    done = house.ready()
    grant = granted(house)
    assert (grant.ceiling, grant.until, grant.serial) == (10, int(NOW) + 900, 1)
    assert (grant.approval, grant.evidence) == (done.decision.approval, done.decision.evidence)
    assert house.events == ["opened"]


def test_doing_it_twice_is_doing_it_once(house: House) -> None:
    """Nothing written, nothing logged."""
    house.ready()
    again = house.keeper.reconcile(house.name)
    assert again.repairs == ()
    assert house.events == ["opened"]


def test_a_lease_is_renewed_when_half_of_it_is_over(house: House) -> None:
    """Quietly: people are told of changes only."""
    house.ready()
    house.now = NOW + 400
    house.keeper.reconcile(house.name)
    assert house.events == ["opened"]
    house.now = NOW + 500
    house.keeper.reconcile(house.name)
    assert house.events == ["opened", "renewed"]
    assert granted(house).until == int(NOW) + 500 + 900
    with house.ledger.engine.connect() as db:
        assert db.scalar(text("SELECT count(*) FROM fairgate_notices")) == 1


def test_the_ramp_goes_on_when_its_time_has_come(house: House) -> None:
    """One step."""
    house.ready()
    house.now = NOW + HOUR
    house.keeper.reconcile(house.name)
    assert granted(house).ceiling == 100
    assert house.events == ["opened", "ceiling"]


def test_a_failing_verdict_closes_it(house: House) -> None:
    """The newest counts."""
    house.ready()
    house.now = NOW + 60
    house.prove("fail", hours_ago=0.0)
    done = house.keeper.reconcile(house.name)
    assert not done.decision.open
    assert granted(house) is None
    assert house.events == ["opened", "closed"]


def test_an_approval_that_ends_closes_it(house: House) -> None:
    """And the lease was no longer than the approval."""
    house.approve(until=NOW + 60)
    house.prove()
    house.ask_to_open()
    assert granted(house).until == int(NOW) + 60
    house.now = NOW + 61
    done = house.keeper.reconcile(house.name)
    assert granted(house) is None
    assert "was over at" in done.complaints[0]


def test_papers_of_another_key_count_for_nothing(house: House) -> None:
    """An evidence key cannot approve, a grant key cannot prove."""
    kinds = house.keys
    house.keys = {**kinds, "assessment": kinds["evidence"], "evidence": kinds["grant"]}
    house.approve()
    house.prove()
    done = house.ask_to_open()
    assert granted(house) is None
    assert len(done.complaints) == 2


def test_a_person_closes_it_and_it_stays_closed(house: House) -> None:
    """Until somebody opens it again."""
    house.ready()
    house.keeper.reconcile(
        house.name, lambda kept: replace(kept, stopped="complaints"), actor="ada", why="complaints"
    )
    assert granted(house) is None
    house.keeper.reconcile(house.name)
    assert granted(house) is None
    house.ask_to_open()
    assert granted(house).ceiling == 10
    assert house.events == ["opened", "closed", "opened"]


def test_an_emergency_is_logged_with_name_and_reason(house: House) -> None:
    """Its ceiling holds until it ends."""
    house.ready()
    emergency = Emergency(60, "ada", "old model fails", NOW + 600)
    house.keeper.reconcile(
        house.name,
        lambda kept: replace(kept, emergency=emergency),
        actor="ada",
        why="old model fails",
    )
    assert granted(house).ceiling == 60
    last = house.ledger.entries(house.name)[-1]
    assert (last.event, last.actor, last.facts["why"]) == ("emergency", "ada", "old model fails")
    house.now = NOW + 601
    house.keeper.reconcile(house.name)
    assert granted(house).ceiling == 10


def test_what_somebody_writes_by_hand_is_taken_back_and_told(house: House) -> None:
    """With who it was; people hear of it once."""
    house.ready()
    rogue = {"name": "default", "parameters": {}, "constraints": []}
    parent = parent_of(house.team.flag)
    assert house.team.call("POST", f"/{parent}/environments/production/strategies", rogue) == 200
    done = house.keeper.reconcile(house.name)
    assert [repair.kind for repair in done.repairs] == ["remove"]
    last = house.ledger.entries(house.name)[-1]
    assert (last.event, last.actor) == ("undone", "admin")
    assert [event["type"] for event in last.facts["events"]] == ["feature-strategy-add"]
    assert house.keeper.reconcile(house.name).repairs == ()
    assert house.events == ["opened", "undone"]


def test_what_somebody_wrote_while_nobody_looked_is_told_although_the_lease_is_renewed(
    house: House,
) -> None:
    """Both are in the log: a renewal must not hide it."""
    house.ready()
    rogue = {"name": "default", "parameters": {}, "constraints": []}
    parent = parent_of(house.team.flag)
    assert house.team.call("POST", f"/{parent}/environments/production/strategies", rogue) == 200
    house.now = NOW + 500
    house.keeper.reconcile(house.name)
    assert house.events == ["opened", "renewed", "undone"]
    assert house.ledger.entries(house.name)[-1].facts["repairs"] == ["remove"]


def test_a_gate_opened_by_hand_is_closed_again(house: House) -> None:
    """It let nobody through meanwhile."""
    house.ask_to_open()
    parent = parent_of(house.team.flag)
    assert house.team.call("POST", f"/{parent}/environments/production/on") == 200
    done = house.keeper.reconcile(house.name)
    assert [repair.kind for repair in done.repairs] == ["off"]
    assert house.events == ["asked", "undone"]


def test_a_grant_that_is_in_no_log_is_on_no_server(house: House) -> None:
    """The process dies between the record and the write: the next round writes it."""

    class Dying:
        def read(self, *_: object) -> None:
            raise UnleashError("down", "gone")

        def events(self, *_: object) -> tuple[()]:
            return ()

    house.approve()
    house.prove()
    house.keeper = house.another_keeper(Dying())
    with pytest.raises(UnleashError):
        house.ask_to_open()
    assert house.events == ["opened"]
    assert granted(house) is None
    house.another_keeper().reconcile(house.name)
    assert granted(house).serial == 1


def test_a_round_that_broke_off_is_resumed_and_nobody_is_accused(house: House) -> None:
    """The server was away while a lease was renewed."""

    class Away:
        def read(self, *_: object) -> None:
            raise UnleashError("down", "gone")

    house.ready()
    house.now = NOW + 500
    with pytest.raises(UnleashError):
        house.another_keeper(Away()).reconcile(house.name)
    house.keeper.reconcile(house.name)
    assert house.events == ["opened", "renewed", "resumed"]
    assert house.ledger.entries(house.name)[-1].actor == "fairgate"
    assert granted(house).serial == 2
    with house.ledger.engine.connect() as db:
        assert db.scalar(text("SELECT count(*) FROM fairgate_notices")) == 1


def test_two_at_once_do_not_write_over_each_other(house: House) -> None:
    """One has the turn; one that died gives it up after a while."""
    house.ready()
    assert house.ledger.hold(f"flag {house.name}", "other", NOW, 30.0)
    with pytest.raises(Busy):
        house.keeper.reconcile(house.name)
    house.now = NOW + 31
    house.keeper.reconcile(house.name)


def test_the_log_is_a_chain(house: House) -> None:
    """A line that is changed, or taken out, is found."""
    house.ready()
    house.now = NOW + HOUR
    house.keeper.reconcile(house.name)
    assert house.ledger.broken_at(house.name) is None
    for statement in (
        "UPDATE fairgate_rollout_log SET actor = 'nobody' WHERE number = 1",
        "DELETE FROM fairgate_rollout_log WHERE number = 1",
    ):
        with house.ledger.begin() as db:
            db.execute(text(statement))
        assert house.ledger.broken_at(house.name) == 1


def test_while_papers_cannot_be_had_rogue_edits_are_taken_back_all_the_same(house: House) -> None:
    """Nothing new is granted, and what is open ends with its lease."""

    class Away:
        def approvals(self, _kept: object) -> tuple[bytes, ...]:
            raise SourceDown("away")

        def evidence(self, _kept: object, _policy: str) -> tuple[bytes, ...]:
            raise SourceDown("away")

    house.ready()
    path = f"/{parent_of(house.team.flag)}/environments/production/strategies"
    assert house.team.call("POST", path, {"name": "default"}) == 200
    trusted = Trusted(house.keys["evidence"][1], house.keys["assessment"][1])
    keeper = Keeper(
        house.ledger,
        house.team.admin,
        Gatherer(Away(), trusted),
        grant_key=house.keys["grant"][0],
        clock=lambda: house.now,
    )
    house.now = NOW + 800
    with pytest.raises(SourceDown):
        keeper.reconcile(house.name)
    assert len(house.team.admin.read(house.team.flag, "production").strategies) == 1
    assert granted(house).until == int(NOW) + 900
    assert house.events == ["opened", "undone"]
