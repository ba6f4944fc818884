"""A program that calls the API, and what its token allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a token is for; one may be for several."""

    EVIDENCE = "evidence"
    ROLLOUTS = "rollouts"
    READ = "read"


@dataclass(frozen=True)
class Sender:
    """Whose token it is, and what it allows.

    Attributes
    ----------
    name : str
        The token's name, or ``github:owner/name`` for a job at GitHub; fit for the history,
        there as ``ci:`` and this.
    scopes : frozenset of Scope
        For what.
    projects : frozenset of str
        Keys of the projects whose issues it may touch; there is no "all".

    Examples
    --------
    >>> Sender("ci", frozenset({Scope.EVIDENCE}), frozenset({"LOAN"})).may("evidence", "LOAN-12")
    True
    """

    name: str
    scopes: frozenset[Scope]
    projects: frozenset[str]

    def may(self, scope: Scope | str, issue: str) -> bool:
        """Whether it may do something with an issue."""
        return scope in self.scopes and issue.rpartition("-")[0] in self.projects


Authenticate = Callable[[str], Sender | None]
"""Takes the ``Authorization`` header as it came ("" where there is none); None: nobody's."""
