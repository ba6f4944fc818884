"""The admin API of a real server: read, repaired, and told apart who did what."""

from __future__ import annotations

import pytest
from rollout.conftest import Team
from rollout.site import Site

from fairgate.rollout.admin import UnleashAdmin
from fairgate.rollout.settle import settle
from fairgate.rollout.state import Dependency, UnleashError
from fairgate.rollout.wanted import parent_of, same, shut


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A model, and keys."""
    return Site(tmp_path_factory.mktemp("site"))


def test_a_flag_is_put_below_a_parent_that_is_closed(team: Team) -> None:
    """Doing it twice is doing it once."""
    done = settle(team.admin, team.flag, "production", shut(team.flag), opened=False)
    assert [repair.kind for repair in done] == ["create", "add", "depend"]
    found = team.admin.read(team.flag, "production")
    assert (found.exists, found.on, found.open, found.parent) == (True, True, False, "there")
    assert found.dependencies == (Dependency(parent_of(team.flag)),)
    assert settle(team.admin, team.flag, "production", shut(team.flag), opened=False) == ()


def test_opening_writes_the_strategy_before_it_switches_on(team: Team, site: Site) -> None:
    """And what the server gives back is what was wanted."""
    wanted = site.strategy(flag=team.flag, group=team.flag)
    settle(team.admin, team.flag, "production", shut(team.flag), opened=False)
    done = settle(team.admin, team.flag, "production", wanted, opened=True)
    assert [repair.kind for repair in done] == ["update", "on"]
    found = team.admin.read(team.flag, "production")
    assert found.open
    assert [same(one, wanted) for one in found.strategies] == [True]
    closed = settle(team.admin, team.flag, "production", shut(team.flag), opened=False)
    assert [repair.kind for repair in closed] == ["off", "update"]


MISCHIEF = {
    "an extra strategy": (
        "POST",
        "/{parent}/environments/production/strategies",
        {"name": "default"},
    ),
    "the parent off": ("POST", "/{parent}/environments/production/off", None),
    "the dependency removed": ("DELETE", "/{flag}/dependencies", None),
    "another parent": ("POST", "/{flag}/dependencies", {"feature": "{other}"}),
    "the dependency turned round": (
        "POST",
        "/{flag}/dependencies",
        {"feature": "{parent}", "enabled": False},
    ),
}


@pytest.mark.parametrize("name", MISCHIEF)
def test_what_somebody_did_by_hand_is_undone(team: Team, site: Site, name: str) -> None:
    """While it is open."""
    other = f"{team.flag}-other"
    assert team.call("POST", "", {"name": other, "type": "release"}) == 201
    wanted = site.strategy(flag=team.flag, group=team.flag)
    settle(team.admin, team.flag, "production", wanted, opened=True)
    names = {"parent": parent_of(team.flag), "flag": team.flag, "other": other}
    method, path, body = MISCHIEF[name]
    if body:
        body = {key: v.format(**names) if isinstance(v, str) else v for key, v in body.items()}
    assert team.call(method, path.format(**names), body) < 300
    assert settle(team.admin, team.flag, "production", wanted, opened=True)
    assert settle(team.admin, team.flag, "production", wanted, opened=True) == ()


@pytest.mark.parametrize("rollout", ["101", "abc", "100", ""])
def test_a_ceiling_that_somebody_edited_is_written_back(
    team: Team, site: Site, rollout: str
) -> None:
    """Unleash takes any text."""
    wanted = site.strategy(flag=team.flag, group=team.flag)
    settle(team.admin, team.flag, "production", wanted, opened=True)
    (one,) = team.admin.read(team.flag, "production").strategies
    edited = {**wanted, "parameters": {**wanted["parameters"], "rollout": rollout}}
    path = f"/{parent_of(team.flag)}/environments/production/strategies/{one['id']}"
    assert team.call("PUT", path, edited) == 200
    done = settle(team.admin, team.flag, "production", wanted, opened=True)
    assert [repair.kind for repair in done] == ["update"]


def test_no_constraint_is_written_with_an_empty_value(site: Site) -> None:
    """Unleash 8 refuses the whole strategy for it, 7 does not mind."""
    for written in (site.strategy(), shut("new-scoring")):
        assert "" not in [one.get("value") for one in written["constraints"]]


def test_an_archived_parent_comes_back_closed(team: Team) -> None:
    """It can be archived once the dependency is gone; until then the flag depends on nothing."""
    settle(team.admin, team.flag, "production", shut(team.flag), opened=False)
    assert team.call("DELETE", f"/{team.flag}/dependencies") == 200
    assert team.call("DELETE", f"/{parent_of(team.flag)}") == 202
    assert team.admin.read(team.flag, "production").parent == "archived"
    done = settle(team.admin, team.flag, "production", shut(team.flag), opened=False)
    assert done[0].kind == "revive"
    found = team.admin.read(team.flag, "production")
    assert (found.parent, found.open) == ("there", False)
    assert found.dependencies == (Dependency(parent_of(team.flag)),)


def test_a_parent_that_is_switched_on_by_hand_lets_nobody_through(team: Team) -> None:
    """Its one strategy is for nobody, so Unleash adds none for everybody."""
    settle(team.admin, team.flag, "production", shut(team.flag), opened=False)
    assert team.call("POST", f"/{parent_of(team.flag)}/environments/production/on") == 200
    found = team.admin.read(team.flag, "production")
    assert [one["parameters"]["rollout"] for one in found.strategies] == ["0"]


def test_events_say_who_did_what(team: Team) -> None:
    """Oldest first, only later ones."""
    last = max((event.id for event in team.admin.events(0)), default=0)
    settle(team.admin, team.flag, "production", shut(team.flag), opened=False)
    mine = [event for event in team.admin.events(last) if team.flag in event.feature]
    assert [event.type for event in mine] == [
        "feature-created",
        "feature-strategy-add",
        "feature-dependency-added",
    ]
    assert {event.by for event in mine} == {"admin"}
    assert (
        team.admin.events(mine[-1].id) == () or team.admin.events(mine[-1].id)[0].id > mine[-1].id
    )


def test_refusals_say_what_kind_they_are(team: Team) -> None:
    """A wrong token, a flag that is not there, a server that is away; never the token."""
    wrong = UnleashAdmin(team.server.url, "*:*.secret-secret")
    with pytest.raises(UnleashError) as refused:
        wrong.read(team.flag, "production")
    assert refused.value.kind == "refused"
    assert "secret" not in str(refused.value)
    assert not team.admin.read("no-such-flag", "production").exists
    away = UnleashAdmin("http://127.0.0.1:9", team.server.admin)
    with pytest.raises(UnleashError, match="away") as down:
        away.read(team.flag, "production")
    assert down.value.kind == "down"
