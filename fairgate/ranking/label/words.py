"""What the figures of a label are called, and what they say."""

from __future__ import annotations

from collections.abc import Mapping

from fairgate.ranking.label.values import (
    ORACLES,
    Kept,
    Label,
    Measure,
    Normalise,
    Slope,
    Spread,
    Variety,
)
from fairgate.suppression import Count
from fairgate.verdict import Outcome

MEASURES: Mapping[str, tuple[str, str]] = {
    "fair_star_ir": ("FA*IR", "enough of the group in every prefix of the best; p-value"),
    "pairwise": ("Pairs won", "pairs with somebody of another group that are won; .5 is parity"),
    "proportion": ("Share among the best", "share of the group among the best less the others'"),
    "skew_at_k": ("Skew", "log of the share among the best over the share overall; 0 is parity"),
    "rnd": ("rND", "distance of prefixes from the whole; 0 parity, 1 as far as can be"),
    "rkl": ("rKL", "divergence of prefixes from the whole; 0 parity, 1 as far as can be"),
    "rrd": ("rRD", "under-representation in prefixes; 0 none, 1 as far as can be"),
    "exposure_ratio": ("Exposure ratio", "least attention a group gets over the most; 1 is parity"),
    "ndkl": ("NDKL", "divergence of every prefix from the whole; 0 is parity"),
    "pairwise_gap": ("Gap of pairs won", "largest difference between groups; 0 is parity"),
}
"""Metric: its name, and what its value means."""

KEPT = {
    "set": "other weights, same items among the best",
    "list": "other weights, same items in the same order",
    "data": "data a little off, same items among the best",
}


FAIR = {True: "fair", False: "unfair", None: "NA"}
"""An answer of Ranking Facts."""


def number(value: float | None, digits: int = 3) -> str:
    """Write a figure as short as it says something.

    Examples
    --------
    >>> number(-6.91264), number(0.00000023), number(771.894), number(None), number(2.0)
    ('-6.91', '2.3e-07', '772', 'undefined', '2')
    """
    if value is None:
        return "undefined"
    if value and abs(value) < 1e-3:
        return f"{value:.1e}"
    text = f"{value:.{digits}g}"
    return text if "e" not in text else f"{value:,.0f}"


def percent(share: float) -> str:
    """Write a share.

    Examples
    --------
    >>> percent(0.293), percent(0.0001)
    ('29 %', '0.01 %')
    """
    return f"{100 * share:.0f} %" if share >= 0.1 or share == 0 else f"{100 * share:.2g} %"


def interval(limits: tuple[float, float] | None) -> str:
    """Write an interval; nothing where there is none."""
    return "" if limits is None else f"{number(limits[0])} to {number(limits[1])}"


def p_value(value: float | None) -> str:
    """Write a p-value.

    Examples
    --------
    >>> p_value(0.0000002), p_value(0.0489), p_value(None)
    ('below .0001', '.049', '')
    """
    if value is None:
        return ""
    if value < 0.0001:
        return "below .0001"
    return f"{value:.2g}".removeprefix("0") if value < 0.9995 else "1"


def count(items: Count) -> str:
    """Write a count as it may be shown."""
    return "withheld" if items is None else items if isinstance(items, str) else f"{items:,}"


def group(value: str | None) -> str:
    """Name a value of a column."""
    return "(not known)" if value is None else value


def formula(label: Label) -> str:
    """Say how the score is made: ``2 × Faculty - 0.5 × GRE``."""
    recipe = label.recipe
    if not recipe.parts:
        return "the order of the file"
    terms = [
        f"{'- ' if part.weight < 0 else '+ '}{number(abs(part.weight), 6)} × {part.name}"
        for part in recipe.parts
    ]
    text = " ".join(terms).removeprefix("+ ")
    how = ", each stretched to 0..1 and then standardised"
    turned = "; the smallest score comes first" if recipe.ascending else ""
    return f"{text}{how if recipe.normalise is Normalise.MINMAX_Z else ''}{turned}"


def spread(found: Spread) -> str:
    """Write the largest, the middle and the smallest value."""
    return ", ".join(number(value, 6) for value in (found.most, found.median, found.least))


def measured(measure: Measure) -> str:
    """Name what a measure is about: a group, or all groups of a column."""
    if measure.whole:
        return f"{measure.column}, all groups"
    return f"{measure.column}={group(measure.group)}"


def answer(measure: Measure) -> str:
    """Say what a test rests on."""
    return measure.reason or f"p {p_value(measure.p_value)}"


def headline(label: Label) -> str:
    """Say in a sentence what the three tests found."""
    tests = [m for m in label.fairness.measures if m.metric in ORACLES]
    if not tests:
        return "Nobody is judged: no group was named."
    worst = [m for m in tests if m.outcome is label.outcome]
    groups = list(dict.fromkeys(measured(m) for m in worst))
    named = ", ".join(groups[:3]) + (f" and {len(groups) - 3} more" if len(groups) > 3 else "")
    return {
        Outcome.FAIL: f"{named}: ranked lower than a ranking blind to groups would",
        Outcome.UNKNOWN: f"{named}: these items cannot tell",
        Outcome.WARN: f"{named}: lower than chance explains, if looked at alone",
        Outcome.PASS: f"no sign that a judged group is ranked lower: {named}",
    }[label.outcome] + "."


def ties(label: Label) -> str:
    """Say what decided between equal scores; nothing where nothing was cut in two."""
    if not label.recipe.tied_at:
        return ""
    return (
        f"{label.recipe.tied_at} items share the score at the border of the best {label.k}: "
        "the order of the file decided which are inside."
    )


def slope(found: Slope) -> str:
    """Say how steep scores are."""
    size = (
        "unchanged by the size of the units"
        if found.scaled is None
        else (f"{number(abs(found.scaled))} standard deviations a place")
    )
    word = "stable" if found.stable else "unstable"
    return f"slope {number(found.value)} ({size}): {word} by the limit of 0.25"


def kept(found: Kept) -> str:
    """Say which share of changes keeps the best."""
    text = percent(found.share)
    if found.interval is None:
        return f"{text}, exactly"
    low, high = map(percent, found.interval)
    return f"{text} ({low} to {high}, {found.draws:,} draws)"


def variety(found: Variety, at: int) -> str:
    """Say how diverse a column is: 0 among the best, 1 overall."""
    return (
        f"Shannon entropy {number(found.shannon[at])}, two differ in {percent(found.simpson[at])}"
    )


def small_print(label: Label) -> list[str]:
    """Say how to read the label, in a few sentences."""
    rare = percent(label.alpha)
    fail = (
        f"Fail: rankings blind to groups would fail some test of some group in at most {rare} of "
        "cases (other figures: over the groups of a column). Warn: this one alone is as rare. "
        "Unknown: undefined, or too few items to tell. Pass: neither; that does not say that "
        "the ranking is fair, only that these tests saw nothing."
    )
    return [
        f"Fairness looks at the best {label.k}, the other parts at the best {label.top}.",
        fail,
        "Equal scores keep the order of the file. Who is of no known group is not compared.",
        "After Ranking Facts: Yang et al., A Nutritional Label for Rankings, SIGMOD 2018.",
    ]
