"""Findings in words: which people, what happens to them, how sure, what was promised.

One sentence a finding, for somebody who has never heard of the metric. Counts of small
groups are never written out; :mod:`fairgate.suppression` knows what else to hide.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from fairgate.metrics import Kind, Metric
from fairgate.verdict import Shown

EVERYBODY_ELSE = "all other groups"
EVERYBODY = "everybody"
_NOTHING = 1e-4
"""Smaller numbers are written as 0: rounding made them, or nobody would notice."""


def percent(share: float) -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percent(0.3149), percent(0.0004), percent(1.0)
    ('31 %', '0.04 %', '100 %')
    """
    return f"{_digits(100 * share)} %"


def points(gap: float) -> str:
    """Write a gap of two shares in percentage points.

    Examples
    --------
    >>> points(0.14), points(0.0123), points(0.01)
    ('14 points', '1.2 points', '1 point')
    """
    number = _digits(100 * gap)
    return f"{number} point" if number in ("1", "-1") else f"{number} points"


def number(value: float) -> str:
    """Write a ratio or a value with as many digits as matter.

    Examples
    --------
    >>> number(0.7432), number(0.6000000000000001), number(float("inf"))
    ('0.743', '0.6', 'no bound')
    """
    if not math.isfinite(value):
        return "no bound"
    if abs(value) < _NOTHING:
        return "0"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def _digits(value: float) -> str:
    if abs(value) < _NOTHING:
        return "0"
    if abs(value) >= 10 or abs(value - round(value)) < 0.05:
        return f"{value:.0f}" if abs(value) >= 0.5 or value == 0 else f"{value:.1g}"
    return f"{value:.1f}" if abs(value) >= 0.5 else f"{value:.1g}"


def enumeration(names: Sequence[str], most: int = 4) -> str:
    """List names, the first few of them.

    Examples
    --------
    >>> enumeration(["a", "b", "c"])
    'a, b and c'
    >>> enumeration(list("abcdef"))
    'a, b, c, d and 2 more'
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def amount(metric: Metric, comparison: str, value: float) -> str:
    """Write a value on the scale of a comparison: points for shares, else a number."""
    share = metric.kind in (Kind.PROPORTION, Kind.COMPOSITE)
    if comparison == "ratio" or not share:
        return number(value)
    return percent(value) if comparison == "value" else points(value)


def of_group(metric: Metric, group: str, value: float) -> str:
    """What happens to the people of a group.

    Examples
    --------
    >>> from fairgate.metrics import CATALOGUE
    >>> of_group(CATALOGUE["false_negative_rate"], "race=black", 0.31)
    'race=black: 31 % of those who should get a yes are refused'
    >>> of_group(CATALOGUE["f1"], "race=black", 0.31)
    'race=black: F1 is 0.31'
    """
    if metric.kind is Kind.PROPORTION:
        return f"{group}: {percent(value)} {metric.phrase}"
    return f"{group}: {metric.phrase} is {number(value)}"


def both_groups(metric: Metric, worst: Sequence[str], values: Mapping[str, float]) -> str:
    """The disadvantaged group and the one it is compared with, in one clause."""
    first, last = worst[0], worst[-1]
    lead = of_group(metric, first, values[first])
    if first == last:
        return lead
    share = metric.kind is Kind.PROPORTION
    other = percent(values[last]) if share else number(values[last])
    return f"{lead}; {last}: {other}"


def promised(metric: Metric, comparison: str, limit: float, *, at_least: bool) -> str:
    """The limit, as a promise."""
    side = "at least" if at_least else "at most"
    return f"{side} {amount(metric, comparison, limit)} is promised"


def shown_clause(
    metric: Metric,
    comparison: str,
    interval: tuple[float, float],
    confidence: float,
    limit: float,
    *,
    at_least: bool,
) -> str:
    """What is demonstrated, at the confidence of the whole verdict.

    Examples
    --------
    >>> from fairgate.metrics import CATALOGUE
    >>> shown_clause(CATALOGUE["accuracy"], "difference", (0.102, 0.3), 0.95, 0.1, at_least=False)
    'at least 10.2 points apart with 95 % confidence'
    """
    sure = f"with {percent(confidence)} confidence"
    end = beside(metric, comparison, interval[1 if at_least else 0], limit)
    if comparison == "ratio":
        return f"the smaller rate is at most {end} of the larger {sure}"
    if comparison == "difference":
        return f"at least {end} apart {sure}"
    if comparison == "regression":
        return f"worse by at least {end} {sure}"
    return f"at {'most' if at_least else 'least'} {end} {sure}"


def beside(metric: Metric, comparison: str, value: float, limit: float) -> str:
    """Write a value so that it does not look like the limit it is beyond."""
    text, short = amount(metric, comparison, value), amount(metric, comparison, limit)
    if text != short or value == limit:
        return text
    number_of, _, unit = text.partition(" ")
    share = 100 * value if unit else value
    tell = (d for d in range(1, 15) if f"{share:.{d}f}" != f"{float(number_of):.{d}f}")
    digits = next(tell, 15)
    return f"{share:.{digits}f} {unit}".rstrip()


def moved(metric: Metric, change: float) -> str:
    """How a gap or a rate moved since the baseline; above 0 is worse.

    Examples
    --------
    >>> from fairgate.metrics import CATALOGUE
    >>> moved(CATALOGUE["accuracy"], 0.05), moved(CATALOGUE["accuracy"], 0.0)
    ("is 5 points worse than the baseline's", "is the same as the baseline's")
    """
    if abs(change) < 5e-5:
        return "is the same as the baseline's"
    direction = "worse" if change > 0 else "better"
    return f"is {amount(metric, 'regression', abs(change))} {direction} than the baseline's"


def most_telling(comparison: str, metric: Metric, shown: Shown) -> str:
    """Name the contrast that shows a violation best, where it is not the worst pair."""
    value = amount(metric, comparison, shown.estimate)
    if shown.disadvantaged == shown.advantaged:
        return f"shown most clearly by {shown.disadvantaged} ({value})"
    what = "a ratio of" if comparison == "ratio" else "a gap of"
    return (
        f"shown most clearly by {shown.disadvantaged} against {shown.advantaged} ({what} {value})"
    )


def violation(metric: Metric, comparison: str, must_detect: float) -> str:
    """The violation that matters."""
    kind = {
        "ratio": "a ratio of",
        "difference": "a gap of",
        "value": "a value of",
        "regression": "a step back of",
    }[comparison]
    return f"{kind} {amount(metric, comparison, must_detect)}"


def more_rows(needed: Mapping[str, int], most: int = 4) -> str:
    """List the rows that groups lack.

    Examples
    --------
    >>> more_rows({"sex=f": 1200, "sex=m": 30})
    '1,200 more of sex=f and 30 more of sex=m'
    >>> more_rows({name: 10 for name in "abcdef"}, most=2)
    '10 more of a, 10 more of b and more of 4 other groups'
    """
    named = [f"{rows:,} more of {group}" for group, rows in list(needed.items())[:most]]
    others = len(needed) - most
    if others > 0:
        named.append(f"more of {others} other group{'s' if others > 1 else ''}")
    return enumeration(named, most + 1)


def too_few(
    metric: Metric,
    comparison: str,
    must_detect: float,
    needed: Mapping[str, int],
    hopeless: Sequence[str],
) -> str:
    """What the data could not have shown, and the rows that would mend it."""
    what = violation(metric, comparison, must_detect)
    clauses = []
    if needed:
        rows = more_rows(needed)
        clauses.append(f"{rows} would be needed")
    if hopeless:
        clauses.append(f"no number of rows would do for {enumeration(hopeless)}")
    return f"These rows could not show {what}: {'; '.join(clauses)}."


def capital(sentence: str) -> str:
    """Begin with a capital.

    Examples
    --------
    >>> capital("there is only one group")
    'There is only one group'
    """
    return sentence[:1].upper() + sentence[1:]
