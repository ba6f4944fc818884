"""A grant: leave to show a feature, and whether it holds here and now. Pure.

:mod:`fairgate.rollout.sealing` signs it and reads it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PARENT: Final = "fairgate."
"""What the name of the parent flag begins with; the rest is the name of the team's flag."""


@dataclass(frozen=True)
class Grant:
    """Leave to show a feature.

    Attributes
    ----------
    flag, environment : str
        Name of the team's flag, and where.
    model : str
        SHA-256 of the model that has to be loaded.
    ceiling : int
        Largest share of people, in percent, 1 to 100.
    group : str
        What people are drawn by, with their id: Unleash's ``groupId``.
    issued, until : int
        Seconds since 1970; it holds before ``until``.
    issue : str
        Key of the issue that answers for it.
    approval, evidence : str
        SHA-256 of the envelopes it rests on.
    serial : int
        Counts the grants of one flag and environment.
    """

    flag: str
    environment: str
    model: str
    ceiling: int
    group: str
    issued: int
    until: int
    issue: str
    approval: str
    evidence: str
    serial: int


def refusal(grant: Grant, flag: str, environment: str, model: str, now: float) -> str:
    """Say why a grant does not hold for a flag, environment and model at a time; empty: it does.

    Examples
    --------
    >>> grant = Grant("f", "production", "ab" * 32, 10, "f", 0, 900, "L-1", "", "", 1)
    >>> refusal(grant, "f", "production", "ab" * 32, now=899.0)
    ''
    >>> refusal(grant, "f", "production", "ab" * 32, now=900.0)
    'the grant ended 0s ago'
    """
    if grant.flag != flag:
        return f"the grant is for the flag {grant.flag}"
    if grant.environment != environment:
        return f"the grant is for {grant.environment}"
    if grant.model != model:
        return f"the grant is for the model {grant.model[:12]}, loaded is {model[:12]}"
    if now >= grant.until:
        return f"the grant ended {round(now - grant.until)}s ago"
    return ""
