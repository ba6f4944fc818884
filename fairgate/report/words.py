"""Numbers as words: counts, percentages, points, ratios, intervals, limits."""

from __future__ import annotations

import math
from enum import Enum

from fairgate.metrics import CATALOGUE, Kind
from fairgate.suppression import Count
from fairgate.verdict import Finding, Interval

UNDEFINED = "undefined"
_FINEST = 6


class Unit(Enum):
    """How a quantity is written: factor, usual decimals, what follows the number."""

    PERCENT = (100, 1, " %")
    POINTS = (100, 1, " points")
    NUMBER = (1, 3, "")

    @property
    def suffix(self) -> str:
        """What follows the number."""
        return self.value[2]


def unit_of_metric(metric: str) -> Unit:
    """Return the unit of one group's value: shares of people are percentages."""
    known = CATALOGUE.get(metric)
    share = known is not None and known.kind in (Kind.PROPORTION, Kind.COMPOSITE)
    return Unit.PERCENT if share else Unit.NUMBER


def unit_of(finding: Finding) -> Unit:
    """Return the unit of a finding's estimate, interval and limit."""
    if finding.comparison == "ratio":
        return Unit.NUMBER
    own = unit_of_metric(finding.metric)
    return own if finding.comparison == "value" or own is Unit.NUMBER else Unit.POINTS


def quantity(value: float | None, unit: Unit, beside: float | None = None) -> str:
    """Write a quantity; with as many decimals as tell it from the number ``beside`` it.

    Examples
    --------
    >>> quantity(0.6749, Unit.PERCENT), quantity(0.79996, Unit.NUMBER, beside=0.8)
    ('67.5 %', '0.79996')
    """
    if value is None or not math.isfinite(value):
        return UNDEFINED
    return _digits(value, unit, beside) + unit.suffix


def _digits(value: float, unit: Unit, beside: float | None = None) -> str:
    factor, decimals, _ = unit.value
    while beside is not None and value != beside and decimals < _FINEST:
        if f"{value * factor:.{decimals}f}" != f"{beside * factor:.{decimals}f}":
            break
        decimals += 1
    text = f"{value * factor:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def promised(finding: Finding) -> str:
    """Write the limit of a finding: ``at most 10 points``, ``at least 0.8``."""
    side = "at least" if finding.at_least else "at most"
    return f"{side} {plain(finding.limit, unit_of(finding))}"


def plain(value: float, unit: Unit) -> str:
    """Write a number that somebody chose, without idle zeros."""
    number = f"{round(value * unit.value[0], 9):g}"
    return f"{number} point" if (number, unit) == ("1", Unit.POINTS) else f"{number}{unit.suffix}"


def interval(limits: Interval | None, unit: Unit, beside: float | None = None) -> str:
    """Write an interval; an infinite end leaves a bound.

    Examples
    --------
    >>> interval((0.55, 0.714), Unit.NUMBER), interval((0.1, float("inf")), Unit.POINTS)
    ('0.550 to 0.714', 'at least 10.0 points')
    """
    if limits is None or any(math.isnan(end) for end in limits):
        return UNDEFINED
    low, high = limits
    if math.isinf(low) and math.isinf(high):
        return "no bounds"
    if math.isinf(high):
        return f"at least {quantity(low, unit, beside)}"
    if math.isinf(low):
        return f"at most {quantity(high, unit, beside)}"
    return f"{_digits(low, unit, beside)} to {quantity(high, unit, beside)}"


def change(now: float | None, before: float | None, unit: Unit) -> str:
    """Write what changed since the baseline, in points for percentages; empty without one.

    Examples
    --------
    >>> change(0.31, 0.24, Unit.PERCENT), change(0.24, 0.24, Unit.PERCENT)
    ('+7.0', '0.0')
    """
    if now is None or before is None:
        return ""
    text = _digits(now - before, unit)
    return text if text.startswith("-") or not float(text.replace(",", "")) else f"+{text}"


def count(rows: Count) -> str:
    """Write a count of rows as it may be shown.

    Examples
    --------
    >>> count(1989), count("<5"), count(None)
    ('1,989', '<5', 'withheld')
    """
    if rows is None:
        return "withheld"
    return rows if isinstance(rows, str) else f"{rows:,}"


def rows_of(rows: Count) -> str:
    """Write a count with its noun: ``1 row``, ``fewer than 5 rows``."""
    if rows is None:
        return "a withheld number of rows"
    if isinstance(rows, str):
        side = "fewer than" if rows.startswith("<") else "at least"
        return f"{side} {rows.lstrip('<>=')} rows"
    return f"{rows:,} {'row' if rows == 1 else 'rows'}"


def listing(items: list[str], last: str = "and") -> str:
    """Join items as a sentence does.

    Examples
    --------
    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    return f" {last} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def cap(sentence: str) -> str:
    """Begin with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
