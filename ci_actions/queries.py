"""Whether candidate and baseline were judged on the same queries, and the same people in each.

Leaving out the queries that a ranker gets wrong would make any ranker fair, so queries that the
base has and the candidate has not block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ci_actions.outcome import Note
from fairgate.ranking.gate.table import Rankings

_MEND = (
    "Judge the same queries; if the evaluation data are meant to change, let the base branch judge "
    "its own ranker on the new ones first."
)


def query_notes(now: Rankings, before: Rankings) -> Iterator[Note]:
    """Say how the queries of a candidate and of its baseline differ.

    Examples
    --------
    >>> import numpy as np
    >>> before = Rankings(("a", "b"), np.array([0, 1, 2]), {"sex": ("f", "m")})
    >>> now = Rankings(("b",), np.array([0, 1]), {"sex": ("f",)})
    >>> [(note.level, note.text[:52]) for note in query_notes(now, before)]
    [('error', "1 of the base's 2 queries are missing from this chan"), \
('warning', '1 of the queries that both have hold other people, b')]
    """
    here, there = _people(now), _people(before)
    missing, added = there.keys() - here.keys(), here.keys() - there.keys()
    if missing:
        counted = f"{len(missing):,} of the base's {len(there):,} queries are missing"
        yield Note("error", f"{counted} from this change's rankings. {_MEND}")
    if added:
        yield Note(
            "warning",
            f"{len(added):,} queries are new: the base was not judged on them, and queries that a "
            "ranker gets right make it look fairer. Look at where they come from.",
        )
    other = sum(here[name] != there[name] for name in here.keys() & there.keys())
    if other:
        yield Note(
            "warning",
            f"{other:,} of the queries that both have hold other people, by their groups. Nobody "
            "can tell who is left out, new, or counted to another group. Look at why.",
        )


def _people(rankings: Rankings) -> dict[str, Counter[tuple[str | None, ...]]]:
    """How many items of each combination of values every query has."""
    values = list(zip(*rankings.labels.values(), strict=True))
    ends = rankings.starts.tolist()
    return {
        name: Counter(values[start:end])
        for name, (start, end) in zip(rankings.names, pairwise(ends), strict=True)
    }
