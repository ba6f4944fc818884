"""From p-values to outcomes, with one error for all that belongs together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fairgate.ranking.label.chance import holm
from fairgate.ranking.label.grouptests import EXACT, SHUFFLED, WHOLE
from fairgate.ranking.label.values import ORACLES, Measure
from fairgate.verdict import Outcome


def decided(measures: list[Measure], alpha: float) -> Iterator[Measure]:
    """Fail what chance does not explain in its family; warn where it does in the family only.

    The three tests of all groups are one family, so that a label of which nothing is true fails
    with probability alpha at most. Every other figure is one with the same figure of the other
    groups of its column. What was not tested stays unknown.
    """
    families: dict[tuple[str, ...], list[int]] = {}
    for at, measure in enumerate(measures):
        if measure.p_value is not None:
            families.setdefault(_family(measure), []).append(at)
    together: dict[int, float] = {}
    for members in families.values():
        own = [measures[at].p_value or 0.0 for at in members]
        together |= dict(zip(members, holm(own), strict=True))
    columns = list(dict.fromkeys(measure.column for measure in measures))
    for at in sorted(range(len(measures)), key=lambda at: _place(measures[at], columns)):
        yield _outcome(measures[at], together.get(at), alpha)


def _family(measure: Measure) -> tuple[str, ...]:
    if measure.metric in ORACLES:
        return ()
    return (measure.column, measure.metric, "all" if measure.whole else "each")


def _place(measure: Measure, columns: list[str]) -> tuple[int, bool, int]:
    """Order by column, groups before all groups at once, then by measure; else as it was."""
    metrics = list(WHOLE if measure.whole else (*EXACT, *SHUFFLED))
    return (columns.index(measure.column), measure.whole, metrics.index(measure.metric))


def _outcome(measure: Measure, together: float | None, alpha: float) -> Measure:
    if measure.p_value is None or together is None:
        return measure
    if together <= alpha:
        return replace(measure, outcome=Outcome.FAIL)
    suspicious = measure.p_value <= alpha
    return replace(measure, outcome=Outcome.WARN if suspicious else Outcome.PASS)
