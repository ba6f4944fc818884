"""Tokens with which Jira may be asked as the app: in memory only, and not for long.

Forge hands one over with each event and each hour; it is good for two hours at least, and there
is no other way to get one. After a restart the next call brings the next, and work waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Any, Final

from fairgate.errors import UserError
from jira_app.forge_remote.invocation import Invocation
from jira_app.jira import ONCE, JiraClient, JiraError, JiraSite, Pace

log = logging.getLogger(__name__)

LIFE: Final = 2 * 3600 - 300
"""Seconds: the two hours that are promised, less some for work that has begun."""

WAIT: Final = 60.0
"""Seconds after which to look again whether a token has come."""


@dataclass(frozen=True)
class _Kept:
    client: JiraClient
    token: str
    until: float


class Tokens:
    """The newest token, and a client that uses it.

    Parameters
    ----------
    clock : callable
        Seconds since 1970.
    risk_field, gate_field : str
        Ids of the fields that show the risk and the gate; empty where the site has none.
    """

    def __init__(
        self, clock: Callable[[], float], risk_field: str = "", gate_field: str = ""
    ) -> None:
        self._clock = clock
        self._risk_field = risk_field
        self._gate_field = gate_field
        self._lock = Lock()
        self._kept: _Kept | None = None

    def keep(self, invocation: Invocation) -> bool:
        """Use the token of a call from now on; False if it brought none."""
        token = invocation.system_token
        if not token:
            return False
        with self._lock:
            old = self._kept
            same = old and old.token == token and old.client.site.url == invocation.api_base_url
            try:
                client = old.client if old and same else self._client(invocation)
            except UserError as error:  # no token that could stand in a header
                log.warning("token", extra={"why": error.problem})
                return False
            self._kept = _Kept(client, token, self._clock() + LIFE)
        if old and not same:
            old.client.close()
        return True

    def client(self) -> JiraClient:
        """Give a client that may ask Jira now.

        Raises
        ------
        JiraError
            Of kind ``down``: no token has come, or the last one ended; the next comes by itself.
        """
        with self._lock:
            kept = self._kept
        if kept is None or kept.until <= self._clock():
            raise ended()
        return kept.client

    def drop(self, client: JiraClient) -> None:
        """Forget a token that Jira does not take any more, unless a newer one came meanwhile."""
        with self._lock:
            if self._kept is None or self._kept.client is not client:
                return
            self._kept = None
        client.close()

    def relay(self) -> Any:
        """Give what looks like a client and asks with the newest token, call by call."""
        return _Relay(self)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            old, self._kept = self._kept, None
        if old:
            old.client.close()

    def _client(self, invocation: Invocation) -> JiraClient:
        site = JiraSite(
            invocation.api_base_url,
            invocation.system_token,
            cloud=True,
            risk_field=self._risk_field,
            gate_field=self._gate_field,
        )
        return JiraClient(site, Pace(ONCE))


class _Relay:
    """Stands where a worker expects :class:`~jira_app.jira.JiraClient`."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    @property
    def site(self) -> JiraSite:
        return self._tokens.client().site

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*given: Any, **named: Any) -> Any:
            client = self._tokens.client()
            try:
                return getattr(client, name)(*given, **named)
            except JiraError as error:
                if error.status != HTTPStatus.UNAUTHORIZED:
                    raise
                self._tokens.drop(client)
                raise ended() from error

        return ask


def ended() -> JiraError:
    """Say that Jira cannot be asked until Forge sends a token: work is kept, not given up."""
    return JiraError("down", "Forge has sent no token of late", retry_after=WAIT)
