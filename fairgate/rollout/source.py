"""Where signed envelopes come from: the Jira app, or files that somebody handed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol
from urllib.parse import quote, urlencode

import urllib3

from fairgate.rollout.protection import Protection
from fairgate.rollout.store import Ledger

PATIENCE: Final = urllib3.Timeout(connect=2.0, read=10.0)
LARGEST: Final = 64 * 2**20
"""Bytes of an envelope."""


class SourceDown(Exception):  # noqa: N818 - what it is
    """Envelopes cannot be had at the moment; what is granted runs out with its lease."""


class Source(Protocol):
    """Gives envelopes. They are verified by whoever asks."""

    def approvals(self, protection: Protection) -> tuple[bytes, ...]:
        """Give approvals of the issue; the newest first.

        Raises
        ------
        SourceDown
            If it cannot say.
        """

    def evidence(self, protection: Protection, policy: str) -> tuple[bytes, ...]:
        """Give evidence of a policy about the model.

        Raises
        ------
        SourceDown
            If it cannot say.
        """


class LedgerSource:
    """Envelopes that were handed over with ``fairgate flag open --approval --evidence``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def approvals(self, protection: Protection) -> tuple[bytes, ...]:
        """Give them newest first."""
        return self._ledger.papers(protection.name, "approval")

    def evidence(self, protection: Protection, policy: str) -> tuple[bytes, ...]:  # noqa: ARG002
        """Give all; whoever verifies them sees which policy they are of."""
        return self._ledger.papers(protection.name, "evidence")


class AppSource:
    """Envelopes that the Jira app holds.

    Parameters
    ----------
    url : str
        Of the app.
    token : str
        With the scope ``read`` for the project.
    patience : urllib3.Timeout
        How long to wait for it.
    """

    def __init__(self, url: str, token: str, patience: urllib3.Timeout = PATIENCE) -> None:
        self._base = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._pool = urllib3.PoolManager(timeout=patience, retries=False)

    def approvals(self, protection: Protection) -> tuple[bytes, ...]:
        """Give the one that holds now, if one does."""
        return tuple(self._get(f"/api/issues/{quote(protection.issue, safe='')}/approval", {}))

    def evidence(self, protection: Protection, policy: str) -> tuple[bytes, ...]:
        """Give the newest of the policy about the model; none while no model is named."""
        if not protection.model:
            return ()
        path = f"/api/issues/{quote(protection.issue, safe='')}/evidence"
        return tuple(self._get(path, {"policy": policy, "model": protection.model}))

    def _get(self, path: str, query: Mapping[str, str]) -> Iterator[bytes]:
        asked = f"?{urlencode(query)}" if query else ""
        answer = fetch(self._pool, "GET", f"{self._base}{path}{asked}", self._headers)
        if answer.status == 200:
            yield answer.data
        elif answer.status != 404:
            raise SourceDown(f"the app answered {answer.status} to GET {path}")


class Both:
    """What was handed over, and what the app holds."""

    def __init__(self, *sources: Source) -> None:
        self._sources = sources

    def approvals(self, protection: Protection) -> tuple[bytes, ...]:
        """Give those of the first source that has any."""
        found = (source.approvals(protection) for source in self._sources)
        return next(filter(None, found), ())

    def evidence(self, protection: Protection, policy: str) -> tuple[bytes, ...]:
        """Give all."""
        return tuple(e for s in self._sources for e in s.evidence(protection, policy))


def fetch(
    pool: urllib3.PoolManager,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> Any:
    """Ask an HTTP server once.

    Raises
    ------
    SourceDown
        If there is no answer, or it is too large.
    """
    try:
        answer = pool.request(
            method, url, headers=dict(headers), body=body, redirect=False, preload_content=False
        )
        data = answer.read(LARGEST + 1)
        answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise SourceDown(f"no answer: {type(error).__name__}") from None
    if len(data) > LARGEST:
        raise SourceDown("the answer is too large")
    return urllib3.HTTPResponse(data, status=answer.status, headers=answer.headers)
