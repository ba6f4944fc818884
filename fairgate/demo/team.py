"""What a team does on its Unleash, by the admin API: makes a flag, switches it on, gets a token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import urllib3

from fairgate.rollout.state import UnleashError

DONE, THERE = {200, 201, 202, 204}, 409


class Team:
    """A team with an admin token.

    Parameters
    ----------
    url : str
        Of the server, with or without ``/api``.
    token : str
        Its admin token.
    """

    def __init__(self, url: str, token: str) -> None:
        self.api = url.rstrip("/").removesuffix("/api") + "/api"
        self._headers = {"Authorization": token}
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(2.0, 10.0), retries=False)

    def make_flag(self, name: str, environment: str) -> None:
        """Make a flag that is on for everybody; one that is there stays as it is."""
        features = "projects/default/features"
        made = self._ask("POST", features, {"name": name, "type": "release"}, also=THERE)
        inside = f"{features}/{name}/environments/{environment}"
        if made.status != THERE:
            everybody = {
                "name": "flexibleRollout",
                "parameters": {"rollout": "100", "stickiness": "userId", "groupId": name},
            }
            self._ask("POST", f"{inside}/strategies", everybody)
        self._ask("POST", f"{inside}/on")

    @contextmanager
    def client_token(self, environment: str) -> Iterator[str]:
        """Have a token for an application, for a while."""
        wanted = {
            "tokenName": "fairgate-demo",
            "type": "client",
            "environment": environment,
            "projects": ["default"],
        }
        secret = str(self._ask("POST", "api-tokens", wanted).json()["secret"])
        try:
            yield secret
        finally:
            self._ask("DELETE", f"api-tokens/{quote(secret, safe='')}")

    def _ask(self, method: str, path: str, body: Any = None, also: int = 200) -> Any:
        try:
            answer = self._pool.request(
                method, f"{self.api}/admin/{path}", json=body, headers=self._headers
            )
        except urllib3.exceptions.HTTPError as error:
            raise UnleashError("down", f"no answer: {type(error).__name__}") from None
        if answer.status not in DONE | {also}:
            kind = "refused" if answer.status in {401, 403} else "invalid"
            raise UnleashError(kind, f"answered {answer.status}")  # type: ignore[arg-type]
        return answer
