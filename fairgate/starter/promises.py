"""The promises of a starter policy: limits with a reason, and the rules they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

Grouping: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Promise:
    """A limit with a reason, and the violations that the data may be asked to show.

    Attributes
    ----------
    id, metric, comparison, bound : str
        As in a rule: ``ratio`` with ``at_least``, ``difference`` with ``at_most``.
    limit : float
        From law or custom.
    usual : float
        The ``must_detect`` of a rule that says nothing.
    steps : tuple of float
        Other values of ``must_detect``, finest first.
    why : str
        Where the limit comes from, for a comment.
    sees : str
        How to say what ``must_detect`` is.
    """

    id: str
    metric: str
    comparison: str
    bound: str
    limit: float
    usual: float
    steps: tuple[float, ...]
    why: str
    sees: str

    def violation(self, size: float) -> str:
        """Say a violation of some size.

        Examples
        --------
        >>> [promise.violation(0.4) for promise in PROMISES]
        ['a ratio of 0.4 or worse', 'a gap of 40 points or more']
        """
        return self.sees.format(size=size, points=100 * size)


PROMISES = (
    Promise(
        "four-fifths", "selection_rate", "ratio", "at_least", 0.8, 0.6,
        (0.6, 0.56, 0.52, 0.48, 0.44, 0.4),
        "Law: the four-fifths rule, 29 CFR 1607.4D. A group that gets a yes less than four "
        "fifths as often as another is taken as evidence of adverse impact.",
        "a ratio of {size:g} or worse",
    ),
    Promise(
        "missed-qualified", "false_negative_rate", "difference", "at_most", 0.1, 0.25,
        (0.2, 0.25, 0.3, 0.35, 0.4),
        "Custom: equal opportunity (Hardt, Price & Srebro 2016). Of the people who should get a "
        "yes, no group is refused ten points more often than another. No law names ten "
        "points: choose what you can defend.",
        "a gap of {points:.0f} points or more",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A promise on some groupings: a rule of the starter policy.

    Attributes
    ----------
    id : str
        Name of the rule.
    promise : Promise
        What is promised.
    groupings : tuple of Grouping
        To whom.
    must_detect : float
        The violation that the data must be able to show.
    blocks : bool
        False where it cannot: the rule warns.
    lacks : tuple of str
        A sentence a grouping that warns: the rows it lacks.
    """

    id: str
    promise: Promise
    groupings: tuple[Grouping, ...]
    must_detect: float
    blocks: bool = True
    lacks: tuple[str, ...] = ()


def with_ids(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Name every rule: after its promise, and its first grouping where there are several."""
    named: list[Entry] = []
    for entry in entries:
        name = entry.promise.id
        if any(other.id == name for other in named):
            name = "-".join((name, *entry.groupings[0]))
        named.append(replace(entry, id=name))
    return tuple(named)
