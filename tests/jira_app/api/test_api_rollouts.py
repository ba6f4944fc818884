"""What the flag hook tells: kept once, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from jira_app.projects import Project, write_project
from jira_app.records import history
from tests.jira_app.apihouse import House
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.town import NOON

SAID: dict[str, Any] = {
    "issue": "LOAN-1",
    "flag": "new-scoring",
    "environment": "production",
    "decision": "open",
    "ceiling": 10,
    "until": "2026-11-22T09:30:00Z",
    "reasons": ["LOAN-1 is approved, and loan-approval passes."],
    "grant": "a" * 64,
    "by": "fairgate flag watch",
    "why": "The first step of the plan.",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Serve the app on SQLite."""
    with new_store("sqlite", tmp_path) as engine:
        yield House(engine)


def tell(house: House, said: object, token: str = "all") -> TestResponse:  # noqa: S107 - a name
    """Tell of a rollout."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return house.client.post("/api/rollouts", json=said, headers=headers)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_flag_hook_tells_is_kept_once(tmp_path: Path, kind: str) -> None:
    """It stands in the issue, and in its history with the reason."""
    with new_store(kind, tmp_path) as engine:
        is_kept_once(House(engine))


def is_kept_once(house: House) -> None:
    """Tell twice, and look."""
    first, again = tell(house, SAID), tell(house, dict(reversed(SAID.items())))
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json["new"], again.json["new"], len(house.woken)) == (True, False, 1)
    found = house.read("/api/issues/LOAN-1").json
    (rollout,) = found["rollout"]
    assert rollout["body"] == SAID | {"emergency": False}
    with house.engine.connect() as db:
        (entry,) = history.read(db, "LOAN-1")
    assert (entry.event, entry.actor, entry.reason) == (
        "rollout-decided",
        "ci:main",
        "The first step of the plan.",
    )
    assert entry.facts["ceiling"] == 10
    assert "by" not in entry.facts


def test_the_newest_of_each_flag_and_environment_is_told(house: House) -> None:
    """Earlier ones are in the history."""
    closed = SAID | {"decision": "closed", "ceiling": 0, "until": None, "grant": None}
    for said in (SAID, closed, SAID | {"environment": "test"}):
        assert tell(house, said).status_code == 201
    found = house.read("/api/issues/LOAN-1").json["rollout"]
    assert [(each["environment"], each["body"]["decision"]) for each in found] == [
        ("production", "closed"),
        ("test", "open"),
    ]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"issue": "CARE-1/../x"}, 400),
        ({"issue": "LOAN-1\n"}, 400),
        ({"ceiling": 101}, 400),
        ({"ceiling": "10"}, 400),
        ({"ceiling": True}, 400),
        ({"decision": "ajar"}, 400),
        ({"until": "tomorrow"}, 400),
        ({"until": "2026-02-30T00:00:00Z"}, 400),
        ({"grant": "a"}, 400),
        ({"why": None}, 400),
        ({"why": "a\0b"}, 400),
        ({"more": 1}, 400),
        ({"issue": "SHOP-1"}, 403),
    ],
)
def test_what_is_malformed_or_not_theirs_is_refused(
    house: House, change: dict[str, Any], status: int
) -> None:
    """With the place, and nothing kept."""
    answer = tell(house, SAID | change)
    assert answer.status_code == status
    place = next(iter(change))
    assert status == 403 or answer.json["detail"].startswith(place)
    assert house.woken == []


@pytest.mark.parametrize(("token", "status"), [("", 401), ("x", 401), ("sends", 403)])
def test_only_tokens_of_the_scope_rollouts_may_tell(house: House, token: str, status: int) -> None:
    """A CI job's token may not speak for the flag hook."""
    assert tell(house, SAID, token).status_code == status


def test_a_body_that_is_too_long_is_413(house: House) -> None:
    """Also one whose length is not announced."""
    long = b" " * (64 * 1024 + 1)
    headers = {"Authorization": "Bearer all"}
    assert house.client.post("/api/rollouts", data=long, headers=headers).status_code == 413


def test_a_project_that_is_switched_off_takes_none(house: House) -> None:
    """As with evidence."""
    with house.engine.begin() as db:
        write_project(db, Project("LOAN", enabled=False), NOON)
    assert tell(house, SAID).status_code == 403
