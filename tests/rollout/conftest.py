"""One Unleash for all tests of a process; each test has flags of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
import urllib3

from fairgate.rollout.admin import UnleashAdmin
from tests.servers.unleash import Unleash, running


@dataclass(frozen=True)
class Team:
    """A team with a flag, and an administrator's token for mischief."""

    server: Unleash
    flag: str

    @property
    def admin(self) -> UnleashAdmin:
        """What fairgate writes with."""
        return UnleashAdmin(self.server.url, self.server.admin)

    def call(self, method: str, path: str, body: object = None) -> int:
        """Do what somebody does by hand, below the project's flags."""
        url = f"{self.server.url}/admin/projects/default/features{path}"
        headers = {"Authorization": self.server.admin}
        return urllib3.request(method, url, headers=headers, json=body).status


@pytest.fixture(scope="session")
def unleash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unleash]:
    """A real server."""
    with running(tmp_path_factory.mktemp("unleash")) as server:
        yield server


@pytest.fixture
def team(unleash: Unleash) -> Team:
    """A team whose flag is at 100 % in production."""
    team = Team(unleash, f"flag-{uuid4().hex[:10]}")
    strategy = {
        "name": "flexibleRollout",
        "parameters": {"rollout": "100", "stickiness": "userId", "groupId": team.flag},
    }
    inside = f"/{team.flag}/environments/production"
    assert team.call("POST", "", {"name": team.flag, "type": "release"}) == 201
    assert team.call("POST", f"{inside}/strategies", strategy) == 200
    assert team.call("POST", f"{inside}/on") == 200
    return team
