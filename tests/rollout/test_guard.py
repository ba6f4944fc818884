"""The guard, over a real client: on only under a grant that holds, whatever else is on."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from rollout.offline import child, client_of, parent
from rollout.site import FLAG, NOW, PEOPLE, Site

from fairgate.rollout.sealing import sign_grant
from fairgate.rollout.wanted import strategy
from fairgate.signing import generate_keys


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A fresh one."""
    return Site(tmp_path)


def test_a_grant_shows_the_feature_to_its_share_and_no_more(site: Site) -> None:
    """The team's own flag is at 100 %; about ten in a hundred see it, always the same."""
    seen = site.seen_by(child(FLAG), parent(FLAG, site.strategy()))
    assert 20 <= len(seen) <= 60
    assert site.seen_by(child(FLAG), parent(FLAG, site.strategy())) == seen
    wider = site.seen_by(child(FLAG), parent(FLAG, site.strategy(ceiling=50)))
    assert set(seen) < set(wider)


def test_the_team_may_show_it_to_fewer(site: Site) -> None:
    """Both flags have to agree."""
    ten = site.seen_by(child(FLAG), parent(FLAG, site.strategy()))
    five = site.seen_by(child(FLAG, rollout="5"), parent(FLAG, site.strategy()))
    assert set(five) < set(ten)


def test_nobody_sees_it_without_a_grant_that_holds(site: Site, tmp_path: Path) -> None:
    """Every way in which somebody could have tried."""
    other_key, _ = generate_keys(tmp_path / "other")
    forged = sign_grant(site.grant(ceiling=100), other_key)
    plain = {"name": "default", "parameters": {}, "constraints": []}
    wide = site.strategy()
    wide["parameters"] = {**wide["parameters"], "rollout": "100"}
    attempts: dict[str, tuple[dict[str, Any], ...]] = {
        "no parent": (child(FLAG),),
        "the parent is off": (child(FLAG), parent(FLAG, site.strategy(), enabled=False)),
        "the dependency is gone": (child(FLAG, dependencies=[]),),
        "only a default strategy": (child(FLAG), parent(FLAG, plain)),
        "forged": (child(FLAG), parent(FLAG, strategy(site.grant(ceiling=100), forged))),
        "for another flag": (child(FLAG), parent(FLAG, site.strategy(flag="other"))),
        "for another environment": (child(FLAG), parent(FLAG, site.strategy(environment="dev"))),
        "for another model": (child(FLAG), parent(FLAG, site.strategy(model="cd" * 32))),
        "ended": (child(FLAG), parent(FLAG, site.strategy(until=int(NOW)))),
    }
    assert {name for name, features in attempts.items() if site.seen_by(*features)} == set()


def test_a_ceiling_that_was_raised_by_hand_lets_nobody_more_in(site: Site) -> None:
    """The server says 100, "101" or "abc"; the signed grant says 10."""
    ten = site.seen_by(child(FLAG), parent(FLAG, site.strategy()))
    for rollout in ("100", "101", "abc", ""):
        edited = site.strategy()
        edited["parameters"] = {**edited["parameters"], "rollout": rollout}
        assert set(site.seen_by(child(FLAG), parent(FLAG, edited))) <= set(ten)
    beside = {"name": "default", "parameters": {}, "constraints": []}
    assert site.seen_by(child(FLAG), parent(FLAG, site.strategy(), beside)) in ([], ten)


def test_a_copied_grant_is_good_for_its_own_model_only(site: Site) -> None:
    """Constraints taken away, the guard still compares what it loaded itself."""
    copied = site.strategy(model="cd" * 32)
    copied["constraints"] = []
    assert site.seen_by(child(FLAG), parent(FLAG, copied)) == []


def test_an_application_cannot_give_its_own_time_or_model(site: Site) -> None:
    """What it hands in is overwritten."""
    context = {
        "currentTime": "2001-01-01T00:00:00Z",
        "userId": "somebody-else",
        "properties": {"modelDigest": "cd" * 32, "country": "de"},
    }
    with client_of(site.folder, child(FLAG), parent(FLAG, site.strategy())) as client:
        guard = site.guard(client)
        plain = [person for person in PEOPLE if guard.is_enabled(FLAG, person)]
        assert plain
        assert [p for p in PEOPLE if guard.is_enabled(FLAG, p, context)] == plain
        site.now = NOW + 900
        assert [p for p in PEOPLE if guard.is_enabled(FLAG, p, context)] == []


def test_the_lease_ends_although_the_server_is_away(site: Site) -> None:
    """By the clock of the application; the last state it knows is open."""
    with client_of(site.folder, child(FLAG), parent(FLAG, site.strategy(ceiling=100))) as client:
        guard = site.guard(client)
        assert guard.is_enabled(FLAG, "ada")
        site.now = NOW + 899
        assert guard.is_enabled(FLAG, "ada")
        site.now = NOW + 900
        assert not guard.is_enabled(FLAG, "ada")


def test_whatever_breaks_nobody_sees_the_feature(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """A client that raises, or says odd things; each reason is logged once."""

    class Broken:
        def is_enabled(self, _name: str, _context: object = None) -> bool:
            raise ConnectionError("away")

        def get_variant(self, _name: str, _context: object = None) -> dict[str, Any]:
            return {}

    class Odd(Broken):
        def is_enabled(self, _name: str, _context: object = None) -> bool:
            return "yes"  # type: ignore[return-value]

    class Bare(Broken):
        def is_enabled(self, _name: str, _context: object = None) -> bool:
            return True

    with caplog.at_level(logging.WARNING):
        for client in (Broken(), Odd(), Bare()):
            guard = site.guard(client)
            assert not any(guard.is_enabled(FLAG, person) for person in PEOPLE)
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "new-scoring is off: ConnectionError while asking",
        "new-scoring is off: fairgate.new-scoring carries no grant",
    ]


def test_a_reason_is_logged_once_however_many_people_ask(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where most of them are off already without it."""
    bare = {**site.strategy(), "variants": []}
    with caplog.at_level(logging.WARNING):
        assert site.seen_by(child(FLAG), parent(FLAG, bare)) == []
    assert [record.getMessage() for record in caplog.records if record.name != "UnleashClient"] == [
        "new-scoring is off: fairgate.new-scoring carries no grant"
    ]


def test_nobody_in_particular_never_sees_it(site: Site) -> None:
    """Without a name nobody can be drawn."""
    with client_of(site.folder, child(FLAG), parent(FLAG, site.strategy(ceiling=100))) as client:
        guard = site.guard(client)
        assert guard.is_enabled(FLAG, "ada")
        assert not guard.is_enabled(FLAG, "")


def test_guard_and_client_draw_the_same_people(site: Site) -> None:
    """On 2,000 people, at a ceiling in the middle."""
    people = [f"u{number}" for number in range(2_000)]
    with client_of(site.folder, child(FLAG), parent(FLAG, site.strategy(ceiling=37))) as client:
        guard = site.guard(client)
        context = {
            "properties": {"modelDigest": guard.model},
            "currentTime": "2027-01-01T00:00:00Z",
        }
        told = [p for p in people if client.is_enabled(FLAG, {**context, "userId": p})]
        assert [p for p in people if guard.is_enabled(FLAG, p)] == told
        assert 640 <= len(told) <= 840
