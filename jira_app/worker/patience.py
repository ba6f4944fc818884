"""What becomes of work that Jira refused: later, never, or everything has to wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jira_app.jira import JiraError

TRIES: Mapping[str, int] = {
    "down": 900,
    "throttled": 900,
    "conflict": 12,
    "gone": 3,
    "forbidden": 6,
    "invalid": 1,
    "bug": 3,
}
"""Tries before work is given up, by kind of error. Jira may be away for a long weekend: 900 tries
of at most five minutes are three days. What is invalid will be invalid again."""

QUOTA_PAUSE = 60.0
"""Seconds that everything waits when Jira's quota is spent and it does not say for how long."""


@dataclass(frozen=True)
class Limits:
    """How long to wait between tries, and how often to try.

    Attributes
    ----------
    first, longest : float
        Seconds before the second try and between late ones; doubled in between.
    tries : mapping of str to int
        Most tries, by kind of error.
    """

    first: float = 1.0
    longest: float = 300.0
    tries: Mapping[str, int] = field(default_factory=lambda: TRIES)

    def wait(self, tried: int, chance: float) -> float:
        """Give the seconds before the next try: between half of a doubling time and all of it.

        Examples
        --------
        >>> [Limits().wait(tried, chance=1.0) for tried in (1, 2, 3, 20)]
        [1.0, 2.0, 4.0, 300.0]
        """
        full = min(self.longest, self.first * 2.0 ** min(tried - 1, 30))
        return full * (0.5 + 0.5 * chance)


@dataclass(frozen=True)
class Fate:
    """What becomes of it.

    Attributes
    ----------
    verdict : str
        ``later`` (this issue), ``pause`` (every issue) or ``never`` (a dead letter).
    wait : float
        Seconds.
    """

    verdict: Literal["later", "pause", "never"]
    wait: float = 0.0


def after(error: Exception, tried: int, limits: Limits, chance: float) -> Fate:
    """Decide after the ``tried``-th failure of a piece of work, counted from 1.

    Parameters
    ----------
    error : Exception
        A :class:`~jira_app.jira.JiraError`, or anything else: then it is a bug of ours.
    tried : int
        Failures since the last success, this one included.
    limits : Limits
        How often, and how long.
    chance : float
        From 0 to 1, drawn anew each time, so that issues do not come back all at once.

    Examples
    --------
    >>> after(JiraError("down", "GET issue/ED-1: late", retry_after=7), 1, Limits(), 0.0)
    Fate(verdict='later', wait=7.5)
    >>> after(JiraError("invalid", "PUT issue/ED-1: no such field"), 1, Limits(), 0.0)
    Fate(verdict='never', wait=0.0)
    """
    kind = error.kind if isinstance(error, JiraError) else "bug"
    asked = error.retry_after or 0.0 if isinstance(error, JiraError) else 0.0
    if isinstance(error, JiraError) and error.pause_all:
        return Fate("pause", asked or QUOTA_PAUSE)
    if tried >= limits.tries[kind]:
        return Fate("never")
    return Fate("later", asked + limits.wait(tried, chance))
