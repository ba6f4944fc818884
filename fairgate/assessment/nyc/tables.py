"""Selection rates by sex, by race and ethnicity and by both together, with impact ratios.

The impact ratio of a category is its rate over the highest rate of any category that is not
left out. Source: Rules of the City of New York, title 6, sections 5-300 to 5-303.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fairgate.report.counts import name_of
from fairgate.report.from_json import Stated
from fairgate.suppression import Count
from fairgate.verdict import GroupReport

METRIC = "selection_rate"
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "sex": "Results by sex",
        "race": "Results by race and ethnicity",
        "both": "Results by sex together with race and ethnicity",
    }
)

_SEX = frozenset({"sex", "gender"})
_RACE = frozenset(
    {"race", "ethnicity", "race_ethnicity", "race_and_ethnicity", "race_or_ethnicity"}
)


@dataclass(frozen=True)
class Category:
    """One category of one table.

    Attributes
    ----------
    name : str
        Such as ``Hispanic`` or ``Hispanic, female``.
    n : int, str or None
        People in it, as a verdict may show it: small counts are hidden.
    rate : float or None
        Share who were selected; None where it is undefined.
    ratio : float or None
        Impact ratio; None where the category is left out or the ratio is undefined.
    left_out : str
        Why it is in no ratio; empty where it is in.
    """

    name: str
    n: Count
    rate: float | None
    ratio: float | None
    left_out: str = ""


@dataclass(frozen=True)
class AuditTable:
    """Categories of one division of people.

    Attributes
    ----------
    what : str
        ``sex``, ``race`` or ``both``: the last part of the id of its question.
    title : str
        What people read.
    categories : tuple of Category
        In the order of the verdict.
    unknown : tuple of (str, Count)
        People without a category: which is not given, and how many.
    """

    what: str
    title: str
    categories: tuple[Category, ...]
    unknown: tuple[tuple[str, Count], ...]


def tables(stated: Stated) -> Iterator[AuditTable]:
    """Make the tables that a verdict has the rates of."""
    left_out = {
        group.group: group.reason
        for finding in stated.verdict.findings
        if finding.metric == METRIC
        for group in finding.excluded
    }
    for what, title in TITLES.items():
        reports = [r for r in stated.verdict.by_group if _what(r) == what and METRIC in r.metrics]
        if not reports:
            continue
        known = [r for r in reports if None not in r.group.values()]
        apart = [r for r in reports if None in r.group.values()]
        rates = [_rate(r) for r in known if name_of(r) not in left_out]
        best = max((rate for rate in rates if rate is not None), default=None)
        yield AuditTable(
            what,
            title,
            tuple(_category(stated, r, best, left_out.get(name_of(r), "")) for r in known),
            tuple((_not_given(r), stated.counts.of_group(r)) for r in apart),
        )


def line(category: Category) -> str:
    """Write a category in one line.

    Examples
    --------
    >>> line(Category("Hispanic", 408, 0.5, 0.9671))
    'Hispanic: 408 people, rate 0.500, impact ratio 0.967'
    >>> line(Category("Native American, female", "<5", 0.25, None, "0.2 % of the rows"))
    'Native American, female: <5 people, rate 0.250, left out: 0.2 % of the rows'
    """
    found = f"{category.name}: {people(category.n)}, rate {figure(category.rate)}"
    if category.left_out:
        return f"{found}, left out: {category.left_out}"
    return f"{found}, impact ratio {figure(category.ratio)}"


def people(n: Count) -> str:
    """Write a count."""
    if n is None:
        return "number hidden"
    return f"{n:,} people" if isinstance(n, int) else f"{n} people"


def figure(value: float | None) -> str:
    """Write a rate or a ratio, to the three decimals that the city prints."""
    return "undefined" if value is None else f"{value:.3f}"


def _what(report: GroupReport) -> str:
    """Which division of people a report belongs to; empty for another one."""
    names = [re.sub(r"[^a-z]+", "_", column.lower()).strip("_") for column in report.group]
    kinds = {"sex" if n in _SEX else "race" if n in _RACE else "" for n in names}
    if len(names) == 1:
        return kinds.pop()
    return "both" if len(names) == 2 and kinds == {"sex", "race"} else ""


def _category(stated: Stated, report: GroupReport, best: float | None, why: str) -> Category:
    rate = _rate(report)
    counts = rate is not None and best and not why
    return Category(
        name=", ".join(str(value) for value in report.group.values()),
        n=stated.counts.of_group(report),
        rate=rate,
        ratio=rate / best if counts and rate is not None and best else None,
        left_out=why,
    )


def _rate(report: GroupReport) -> float | None:
    return report.metrics[METRIC].value


def _not_given(report: GroupReport) -> str:
    given = [f"{column} {value}" for column, value in report.group.items() if value is not None]
    missing = " and ".join(column for column, value in report.group.items() if value is None)
    return f"{', '.join([*given, missing])} not given"
