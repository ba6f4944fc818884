"""Webhooks: who asked for what, and posting it until it is taken.

Jira's page on webhooks: the signature is HMAC-SHA256 of the raw body, sent only if there is a
secret; the identifier stays the same across retries; 408, 409, 425, 429, 5xx and silence are
retried up to five times; delivery is at least once and in no order; a body over 25 MB is dropped.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random
from typing import Any

LARGEST_BODY = 25 * 1024 * 1024
RETRIED = frozenset({408, 409, 425, 429})
PATIENCE = (300.0, 300.0, 600.0, 600.0, 900.0)
"""Seconds before each retry: third parties saw 5 to 15 minutes."""

AT_ONCE = -math.inf

Post = Callable[[str, bytes, dict[str, str]], int | None]
"""Posts a body and gives the status, or None where nobody answered in time."""


@dataclass(frozen=True)
class Webhook:
    """A registered webhook.

    Attributes
    ----------
    jql : str
        Only issues that this finds; empty: all.
    """

    id: int
    name: str
    url: str
    events: tuple[str, ...]
    jql: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Attempt:
    """One posting of one event: to whom, of what, and what came back."""

    webhook: str
    event: str
    identifier: str
    number: int
    status: int | None


@dataclass(frozen=True)
class Manners:
    """How deliveries behave.

    Attributes
    ----------
    retries : sequence of float
        Seconds to wait before each retry.
    duplicate_every : int
        Each how-many-th event is posted twice, under one identifier; 0: none.
    shuffle : int
        Events overtake up to this many others; 0: in order.
    """

    retries: Sequence[float] = PATIENCE
    duplicate_every: int = 0
    shuffle: int = 0


@dataclass(order=True)
class _Letter:
    due: float
    place: float
    webhook: Webhook = field(compare=False)
    event: str = field(compare=False)
    identifier: str = field(compare=False)
    body: bytes = field(compare=False)
    number: int = field(default=1, compare=False)


def signature(secret: str, body: bytes) -> str:
    """Sign a body as Jira does.

    Examples
    --------
    >>> signature("It's a Secret to Everybody", b"Hello World!")[:23]
    'sha256=a4771c39fbe90f31'
    """
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Deliveries:
    """Posts events in a thread of its own.

    Parameters
    ----------
    post : callable
        Posts one body.
    timer : callable
        Seconds that only grow: ``time.monotonic``.
    manners : Manners
        Retries, duplicates, order.
    born : str
        Goes into identifiers: a later twin does not repeat those of an earlier one.
    """

    def __init__(
        self, post: Post, timer: Callable[[], float], manners: Manners, born: str = ""
    ) -> None:
        self._born = born
        self.manners = manners
        self.attempts: list[Attempt] = []
        self._post = post
        self._timer = timer
        self._letters: list[_Letter] = []
        self._changed = threading.Condition()
        self._busy = False
        self._open = True
        self._count = 0
        self._random = Random(0)  # noqa: S311 - an order to test with, not a secret
        self._thread = threading.Thread(target=self._run, name="jira-twin-webhooks", daemon=True)

    def start(self) -> None:
        """Begin to post."""
        self._thread.start()

    def stop(self) -> None:
        """Stop posting; what is not posted yet is forgotten, as the twin is."""
        with self._changed:
            self._open = False
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(timeout=10)

    def send(self, webhook: Webhook, event: str, body: Any) -> None:
        """Queue an event for a webhook."""
        data = json.dumps(body, ensure_ascii=False).encode()
        if len(data) > LARGEST_BODY:
            return
        with self._changed:
            self._count += 1
            identifier = hashlib.sha256(
                f"{self._born} {webhook.id} {self._count}".encode()
            ).hexdigest()[:32]
            copies = 1
            if self.manners.duplicate_every and self._count % self.manners.duplicate_every == 0:
                copies = 2
            for _ in range(copies):
                place = self._count + self._random.random() * self.manners.shuffle
                letter = _Letter(AT_ONCE, place, webhook, event, identifier, data)
                heappush(self._letters, letter)
            self._changed.notify_all()

    def settle(self, timeout: float = 30.0) -> bool:
        """Wait until nothing is left to post; False if that takes longer than ``timeout``."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._letters or self._busy), timeout)

    def _run(self) -> None:
        while (letter := self._take()) is not None:
            status = self._post(letter.webhook.url, letter.body, self._headers(letter))
            self._done(letter, status)

    def _take(self) -> _Letter | None:
        """Wait for the next letter that is due."""
        with self._changed:
            while self._open:
                wait = self._letters[0].due - self._timer() if self._letters else None
                if wait is not None and wait <= 0:
                    self._busy = True
                    return heappop(self._letters)
                self._changed.wait(wait)
        return None

    def _done(self, letter: _Letter, status: int | None) -> None:
        """Note the attempt, and queue the next one if there is to be one."""
        again = status is None or status in RETRIED or status >= 500
        with self._changed:
            self.attempts.append(
                Attempt(letter.webhook.name, letter.event, letter.identifier, letter.number, status)
            )
            if again and letter.number <= len(self.manners.retries):
                letter.due = self._timer() + self.manners.retries[letter.number - 1]
                letter.number += 1
                heappush(self._letters, letter)
            self._busy = False
            self._changed.notify_all()

    def _headers(self, letter: _Letter) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "User-Agent": "JiraTwin",
            "X-Atlassian-Webhook-Identifier": letter.identifier,
        }
        if letter.webhook.secret:
            headers["X-Hub-Signature"] = signature(letter.webhook.secret, letter.body)
        return headers
