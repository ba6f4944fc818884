"""Requests to GitHub, GitLab and the app: patient, bounded, silent about tokens.

Redirects are not followed, because they would take the token along. A request is repeated when
a connection breaks or a server is out of order; a POST, which would make a second comment, only
where nothing can have been written: no connection was made, or the server said to come back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fairgate.report.safe import printable

if TYPE_CHECKING:
    import urllib3

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
TRIES = 4
PATIENCE = 120.0
"""Seconds that one request may wait in all."""

LARGEST_ANSWER = 64 * 1024 * 1024
_SECONDARY = 60.0  # GitHub's advice where a secondary limit says no time
_OUT_OF_ORDER = (500, 502, 503, 504)


class TellingError(Exception):
    """Somebody could not be told; the message is one printable sentence, without tokens."""


@dataclass(frozen=True)
class Answer:
    """What a server said.

    Attributes
    ----------
    status : int
        HTTP status.
    headers : mapping of str to str
        Names in lower case.
    body : bytes
        At most :data:`LARGEST_ANSWER`.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Read the body; None where it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def said(self) -> str:
        """Quote the server's own explanation, shortened and printable; empty without one."""
        found = self.json()
        texts = (
            [found.get(key) for key in ("title", "detail", "message", "error")]
            if (isinstance(found, dict))
            else []
        )
        return printable(": ".join(text for text in texts if isinstance(text, str)))[:500]

    @property
    def limited(self) -> bool:
        """Whether the server wants fewer requests, rather than none of this kind."""
        if self.status == 429:
            return True
        exhausted = self.headers.get("x-ratelimit-remaining") == "0"
        named = b"secondary rate limit" in self.body[:4096]
        return self.status == 403 and (exhausted or named or "retry-after" in self.headers)


def directly(url: str) -> str:
    """Name no proxy for an address."""
    del url
    return ""


@dataclass(frozen=True)
class Http:
    """Sends requests.

    Attributes
    ----------
    sleep : callable
        Waits for seconds.
    clock : callable
        Seconds since 1970, as rate limits count them.
    proxy : callable
        Address of the proxy for an address; empty for none.
    """

    sleep: Callable[[float], None]
    clock: Callable[[], float]
    proxy: Callable[[str], str] = directly
    _pools: dict[str, urllib3.PoolManager] = field(default_factory=dict, repr=False)

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> Answer:
        """Send a request, and again where that is safe.

        Raises
        ------
        TellingError
            Where no answer came. An answer of any status is returned.
        """
        waited = 0.0
        for attempt in range(1, TRIES + 1):
            answer = self._try(method, url, headers, body, last=attempt == TRIES)
            wait = self._wait(answer, method, attempt)
            if answer is not None and (wait is None or attempt == TRIES):
                return answer
            if wait is None or waited + wait > PATIENCE:
                break
            self.sleep(wait)
            waited += wait
        if answer is not None:
            return answer
        raise TellingError(f"{method} {_place(url)}: no answer")

    def _try(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, *, last: bool
    ) -> Answer | None:
        """Send once; None where it may be sent again."""
        import urllib3  # noqa: PLC0415 - most runs tell nobody over the network

        refused = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
        try:
            with self._pool(url).request(
                method,
                url,
                headers=headers,
                body=body,
                retries=False,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
            ) as response:
                content = response.read(LARGEST_ANSWER + 1)
                lowered = {name.lower(): value for name, value in response.headers.items()}
                status = response.status
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if not last and (method != "POST" or isinstance(error, refused)):
                return None
            # The library's words may quote what was sent, so only the kind of error is told.
            kind = type(error).__name__
            raise TellingError(f"{method} {_place(url)}: no answer ({kind})") from None
        if len(content) > LARGEST_ANSWER:
            raise TellingError(f"{method} {_place(url)}: more than {LARGEST_ANSWER:,} bytes")
        return Answer(status, lowered, content)

    def _pool(self, url: str) -> urllib3.PoolManager:
        """Connect directly, or through the proxy for this address."""
        import urllib3  # noqa: PLC0415

        proxy = self.proxy(url)
        if proxy not in self._pools:
            self._pools[proxy] = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy]

    def _wait(self, answer: Answer | None, method: str, attempt: int) -> float | None:
        """Say how long to wait before the next try; None if there is to be none."""
        backoff = float(2 ** (attempt - 1))
        if answer is None:
            return backoff
        if answer.limited:
            return self._until(answer.headers)
        return backoff if answer.status in _OUT_OF_ORDER and method != "POST" else None

    def _until(self, headers: Mapping[str, str]) -> float:
        after = headers.get("retry-after", "")
        if after.isascii() and after.isdecimal():
            return float(after[:9])
        reset = headers.get("x-ratelimit-reset", "")
        if headers.get("x-ratelimit-remaining") == "0" and reset.isascii() and reset.isdecimal():
            return max(float(reset[:12]) - self.clock(), 0.0) + 1
        return _SECONDARY


def _place(url: str) -> str:
    """Name an address without its query, in which somebody may have put a secret."""
    parts = urlsplit(url)
    return printable(f"{parts.scheme}://{parts.hostname}{parts.path}")[:300]
