"""When to ask Jira again, and after how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from jira_app.jira.errors import JiraError

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How long a request may keep its caller waiting before the caller hears of the error.

    Attributes
    ----------
    tries : int
        Requests altogether; Jira's page on rate limiting suggests at most four.
    first : float
        Longest wait in seconds after the first refusal; it doubles with each.
    longest : float
        Waits longer than this are the caller's, who can do something else meanwhile.

    Examples
    --------
    >>> Patience().wait(JiraError("throttled", "", retry_after=2.0), tried=1, chance=0.5)
    2.25
    >>> Patience().wait(JiraError("throttled", "", 2.0, pause_all=True), 1, 0.5) is None
    True
    """

    tries: int = 4
    first: float = 0.5
    longest: float = 5.0

    def wait(self, error: JiraError, tried: int, chance: float) -> float | None:
        """Say how many seconds to wait before the next try, or None: give up.

        Parameters
        ----------
        error : JiraError
            What the last try met.
        tried : int
            Tries so far, from 1.
        chance : float
            From 0 to 1, so that many clients do not come back at once: drawn anew each time.
        """
        if not error.retryable or error.pause_all or tried >= self.tries:
            return None
        wait = (error.retry_after or 0.0) + chance * self.first * 2 ** (tried - 1)
        return wait if wait <= self.longest else None


ONCE = Patience(tries=1)
"""No second try: for a worker that keeps its own order and times."""


def insist(
    request: Callable[[], T],
    patience: Patience,
    sleep: Callable[[float], None],
    chance: Callable[[], float],
    *,
    repeatable: bool,
) -> T:
    """Make a request, again if that is promising and harmless.

    Parameters
    ----------
    request : callable
        Makes the request once.
    patience : Patience
        How often and how long.
    sleep, chance : callable
        ``time.sleep`` and ``random.random``, or a test's own.
    repeatable : bool
        Whether doing it twice is doing it once. What is not repeatable is not asked again after
        ``down``, when Jira may have done it already.

    Raises
    ------
    JiraError
        The last try's.

    Examples
    --------
    >>> insist(lambda: 7, Patience(), sleep=print, chance=lambda: 0.0, repeatable=True)
    7
    """
    for tried in count(1):
        try:
            return request()
        except JiraError as error:
            wait = patience.wait(error, tried, chance())
            if wait is None or (error.kind == "down" and not repeatable):
                raise
            sleep(wait)
    raise AssertionError  # count() does not end
