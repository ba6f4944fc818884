"""Answers that are remembered for a moment, so that a page asks Jira once and not forty times."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Remembers answers for some seconds, and only so many of them: the oldest go first.

    Parameters
    ----------
    clock : callable
        Seconds that only grow.
    seconds : float
        For how long an answer stands.
    most : int
        How many are remembered.

    Examples
    --------
    >>> memory = Memory(lambda: 0.0, seconds=60, most=1)
    >>> memory.put("a", True)
    >>> memory.put("b", False)
    >>> memory.get("a"), memory.get("b")
    (None, False)
    """

    def __init__(self, clock: Callable[[], float], seconds: float, most: int) -> None:
        self._clock = clock
        self._seconds = seconds
        self._most = most
        self._lock = Lock()
        self._known: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Give what is remembered; None: nothing, or not any more."""
        with self._lock:
            found = self._known.get(key)
            if found is None:
                return None
            at, value = found
            if 0 <= self._clock() - at < self._seconds:
                return value
            del self._known[key]
            return None

    def put(self, key: K, value: V) -> None:
        """Remember an answer from now on."""
        with self._lock:
            self._known[key] = (self._clock(), value)
            self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
