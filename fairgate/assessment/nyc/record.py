"""The record of a bias audit, as far as a verdict knows it, and what to look at.

Categories under 2 % of the data may be left out; people without a category are counted apart.
The law sets no limit for a ratio. Source: Rules of the City of New York, title 6, section 5-301.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fairgate.assessment.nyc.tables import (
    METRIC,
    TITLES,
    AuditTable,
    Category,
    figure,
    line,
    people,
    tables,
)
from fairgate.assessment.values import Value
from fairgate.errors import UserError
from fairgate.report.from_json import Stated
from fairgate.suppression import Count

ID = "nyc-ll144"
RARE = 0.02
FOUR_FIFTHS = 0.8

_MEDIAN = "if the tool gives scores, a yes in the policy has to be a score above their median"
_CURE = (
    "call the columns sex and race under columns.sensitive, and name both, and the pair, in groups"
)


@dataclass(frozen=True)
class Filled:
    """What a verdict says for the record: tables, answers, and what to look at."""

    tables: tuple[AuditTable, ...]
    answers: Mapping[str, Value]
    notes: tuple[str, ...]


def fill(stated: Stated, name: str, given: Mapping[str, Value]) -> Filled:
    """Fill in what a verdict knows.

    Parameters
    ----------
    stated : Stated
        A verdict, read back from JSON.
    name : str
        Its file, for complaints.
    given : mapping of str to Value
        Answers that were given already.

    Raises
    ------
    UserError
        Where it has no selection rates by sex or by race.
    """
    found = tuple(tables(stated))
    if not found:
        problem = f"there is no {METRIC} by sex or by race in this verdict"
        raise UserError(problem, _CURE, file=name)
    notes = list(_notes(stated, found))
    if given.get(f"{ID}.tool.output") != "selects":
        notes.append(_MEDIAN)
    return Filled(found, dict(_answers(stated, found)), tuple(notes))


def _answers(stated: Stated, found: Sequence[AuditTable]) -> Iterator[tuple[str, Value]]:
    total = stated.counts.total
    if isinstance(total, int):
        yield f"{ID}.data.number", float(total)
    apart: list[str] = []
    excluded: list[str] = []
    for table in found:
        yield f"{ID}.results.{table.what}", "; ".join(map(line, table.categories))
        if table.what != "both":
            missing = [f"{name}: {people(n)}" for name, n in table.unknown]
            apart += missing or [f"{table.what} not given: 0 people"]
        excluded += [line(c) for c in table.categories if c.left_out]
    yield f"{ID}.data.unknown", "; ".join(apart) or "not judged by sex or race alone"
    yield f"{ID}.results.excluded", "; ".join(excluded) or "None"


def _notes(stated: Stated, found: Sequence[AuditTable]) -> Iterator[str]:
    for what, title in TITLES.items():
        if what not in {table.what for table in found}:
            yield f"the verdict has no {title[0].lower()}{title[1:]}: {_CURE}"
    categories = [category for table in found for category in table.categories]
    hidden = [c.name for c in categories if not isinstance(c.n, int)]
    if hidden:
        yield (
            "the verdict hides small counts, and the law wants them published: fill in "
            f"{', '.join(hidden)} from your own records"
        )
    for category in categories:
        share = _share(category, stated.counts.total)
        if category.left_out and share is not None and share >= RARE:
            yield (
                f"{category.name} is {100 * share:.1f}\u00a0% of the data: only categories under "
                "2\u00a0% may be left out"
            )
    smallest = min((c for c in categories if c.ratio is not None), key=_ratio, default=None)
    if smallest is not None and _ratio(smallest) < FOUR_FIFTHS:
        yield (
            f"the smallest impact ratio is {figure(smallest.ratio)} ({smallest.name}); the law "
            "sets no limit, four fifths is a rule of thumb of 29 CFR 1607.4D"
        )


def _share(category: Category, total: Count) -> float | None:
    if isinstance(category.n, int) and isinstance(total, int) and total:
        return category.n / total
    return None


def _ratio(category: Category) -> float:
    return 1.0 if category.ratio is None else category.ratio
