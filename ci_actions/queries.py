"""Whether candidate and baseline were judged on the same queries, and the same people in each.

Leaving out the queries that a ranker gets wrong would make any ranker fair; so would leaving out
people, or their groups, within a query. So whatever the base has and the candidate has not blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from ci_actions.outcome import Note
from fairgate.ranking.gate.table import Rankings

Group: TypeAlias = tuple[str | None, ...]

_MEND = (
    "Judge the same queries; if the evaluation data are meant to change, let the base branch judge "
    "its own ranker on the new ones first."
)


def query_notes(now: Rankings, before: Rankings) -> Iterator[Note]:
    """Say how the queries of a candidate and of its baseline differ.

    Examples
    --------
    >>> import numpy as np
    >>> before = Rankings(("a", "b"), np.array([0, 1, 3]), {"sex": ("f", "m", "f")})
    >>> now = Rankings(("b",), np.array([0, 1]), {"sex": ("m",)})
    >>> [(note.level, note.text[:52]) for note in query_notes(now, before)][:2]
    [('error', "1 of the base's 2 queries are missing from this chan"), \
('error', '1 of the queries that both have lack people that the')]
    """
    here, there = _people(now), _people(before)
    shared = here.keys() & there.keys()
    if missing := there.keys() - here.keys():
        counted = f"{len(missing):,} of the base's {len(there):,} queries are missing"
        yield Note("error", f"{counted} from this change's rankings. {_MEND}")
    if lacking := sum(bool(there[name] - here[name]) for name in shared):
        yield Note(
            "error",
            f"{lacking:,} of the queries that both have lack people that the base was judged on, "
            f"or their groups. {_MEND}",
        )
    if added := here.keys() - there.keys():
        yield Note(
            "warning",
            f"{len(added):,} queries are new: the base was not judged on them, and queries that a "
            "ranker gets right make it look fairer. Look at where they come from.",
        )
    if more := sum(bool(here[name] - there[name]) for name in shared):
        yield Note(
            "warning",
            f"{more:,} of the queries that both have hold people that the base was not judged on. "
            "Look at where they come from.",
        )
    yield from _by_item(now, before)


def _by_item(now: Rankings, before: Rankings) -> Iterator[Note]:
    """Totals do not tell who is who: ids of items do."""
    if not now.items or not before.items:
        yield Note(
            "warning",
            "Without ids of items nobody can tell whether people are counted to other groups than "
            "at the base. Add ranking.item_id to the policy.",
        )
        return
    here, there = _groups(now), _groups(before)
    if moved := sum(here[item] != there[item] for item in here.keys() & there.keys()):
        yield Note(
            "error",
            f"{moved:,} items belong to other groups than at the base. {_MEND}",
        )


def _people(rankings: Rankings) -> dict[str, Counter[Group]]:
    """How many items of each combination of values every query has."""
    values, ends = _values(rankings), rankings.starts.tolist()
    return {
        name: Counter(values[start:end])
        for name, (start, end) in zip(rankings.names, pairwise(ends), strict=True)
    }


def _groups(rankings: Rankings) -> Mapping[tuple[str, str], Group]:
    """The groups of each item of each query."""
    ends = rankings.starts.tolist()
    queries = (
        name
        for name, (start, end) in zip(rankings.names, pairwise(ends), strict=True)
        for _ in range(start, end)
    )
    return dict(zip(zip(queries, rankings.items, strict=True), _values(rankings), strict=True))


def _values(rankings: Rankings) -> list[Group]:
    return list(zip(*rankings.labels.values(), strict=True))
