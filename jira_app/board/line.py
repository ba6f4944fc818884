"""One issue on the board, and what follows from its dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jira_app.assessments.case import State

DAY: Final = 86_400.0
DAYS_TO_ASSESS: Final = 14
"""After so many days an issue that needs an assessment, and has none approved, is overdue."""

DAYS_BEFORE_END: Final = 14
"""An approval that ends within so many days is ending."""

NOT_STARTED: Final = "not-started"
NOT_NEEDED: Final = "not-needed"
STATES: Final = (NOT_STARTED, *(state.value for state in State), NOT_NEEDED)
"""What an issue's assessment may be, on the board."""

LEVELS: Final = ("none", "low", "medium", "high")
GREATEST: Final = 4
"""Likelihood and severity go from 0 to this."""


@dataclass(frozen=True)
class Due:
    """A day on which something is due.

    Attributes
    ----------
    kind : str
        ``open``: an approval is due; ``overdue``: it was; ``held``: the approval ends then;
        ``ending``: it does soon.
    at : float
        Seconds since 1970.
    """

    kind: str
    at: float


@dataclass(frozen=True)
class Line:
    """One issue.

    Attributes
    ----------
    key, project, squad, owner, summary, status : str
        As Jira has them.
    risk : str
        What triage, or a person, says.
    level : str
        What the assessment says, from when it is submitted; before that, the risk.
    assessed : bool
        Whether the level is an assessment's.
    state : str
        One of :data:`STATES`.
    inherent, residual : float or None
        The largest risk, before and after mitigation.
    likelihood, severity : int or None
        Its cell in the matrix.
    evidence : str
        The worst newest outcome of any policy; empty without evidence.
    is_open : bool
        Whether the gate is.
    reasons : tuple of str
        Why, in words.
    first_seen : float
        Seconds since 1970.
    due : Due or None
        What is due, and when.
    accepted_until : float or None
        End of an acceptance of the risk that holds.
    template : str
        What was asked; empty without an assessment.
    """

    key: str
    project: str
    squad: str
    owner: str
    summary: str
    status: str
    risk: str
    level: str
    assessed: bool
    state: str
    inherent: float | None
    residual: float | None
    likelihood: int | None
    severity: int | None
    evidence: str
    is_open: bool
    reasons: tuple[str, ...]
    first_seen: float
    due: Due | None
    accepted_until: float | None
    template: str = ""

    def age(self, now: float) -> int:
        """Whole days since the issue was first seen."""
        return max(0, int((now - self.first_seen) // DAY))

    @property
    def number(self) -> int:
        """Of the key: 12 of ``LOAN-12``."""
        return int(self.key.rpartition("-")[2])


def state_of(found: State | None, until: float | None, *, needed: bool, now: float) -> str:
    """Say what an assessment is; an approval that has ended has lapsed.

    Examples
    --------
    >>> state_of(State.APPROVED, 50.0, needed=True, now=60.0)
    'lapsed'
    >>> state_of(None, None, needed=True, now=60.0)
    'not-started'
    """
    if found is None:
        return NOT_STARTED if needed else NOT_NEEDED
    ended = found is State.APPROVED and (until is None or until <= now)
    return State.LAPSED.value if ended else found.value


def due(
    state: str, first_seen: float, until: float | None, *, needed: bool, now: float
) -> Due | None:
    """Say what is due: an approval, or a new one.

    Examples
    --------
    >>> due("draft", 0.0, None, needed=True, now=15 * DAY).kind
    'overdue'
    >>> due("approved", 0.0, 20 * DAY, needed=True, now=15 * DAY).kind
    'ending'
    """
    if state == State.APPROVED and until is not None:
        return Due("ending" if until - now <= DAYS_BEFORE_END * DAY else "held", until)
    if not needed:
        return None
    at = first_seen + DAYS_TO_ASSESS * DAY
    return Due("overdue" if at <= now else "open", at)


def cell(value: float | None) -> int | None:
    """Place a likelihood or severity on the matrix's scale.

    Examples
    --------
    >>> cell(2.4), cell(9.0), cell(None)
    (2, 4, None)
    """
    return None if value is None else min(GREATEST, max(0, round(value)))


def rank(level: str) -> tuple[int, str]:
    """Order levels: those that all know first, then those of other templates by name."""
    return (LEVELS.index(level), "") if level in LEVELS else (len(LEVELS), level)
