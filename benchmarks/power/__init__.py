"""Power: whether violations are found, and whether the gate knows when they could not be."""

from __future__ import annotations

import math
from itertools import groupby

from benchmarks.power import border, detection
from benchmarks.power.border import Border, Shares
from benchmarks.tools.figures import Claim, Section, Settings, amount

UNSEEN, BLOCKED = 0.20, 0.05
_TEXT = """\
Above: the four-fifths rule, rate .3, the median-sized group at a true ratio of .6, default
confidence; the plain method is MOVER with Wilson limits and a Bonferroni correction over
ordered pairs; the test that knows the pair compares it with one group of the same size and
corrects nothing. Below: one group exactly `must_detect` away from all others, which are four
times as large, at sizes around the one at which the gate starts to call it detectable
(`borders` of {factors} times that size); exit 0 means that a violation that matters went
unseen. Fair models have {ample} times that size."""


def run(settings: Settings) -> Section:
    """Measure power, and what happens at the border of detectability."""
    rows, claims = detection.measure(settings)
    borders, fair = border.borders(settings), border.fair(settings)
    unseen = border.measure(borders, settings.processes)
    blocked = border.measure(fair, settings.processes)
    factors = ", ".join(f"{factor:g}" for factor in border.FACTORS)
    return Section(
        "Power, and honesty about it",
        " ".join(_TEXT.format(factors=factors, ample=border.AMPLE).split()),
        detection.COLUMNS,
        [
            *rows,
            ("", "", "", "", "", ""),
            (
                "groups",
                "rule, rate",
                "group is",
                "exit 0, worst",
                "at (rows)",
                "power: formula, true",
            ),
            *_summary(borders, unseen),
            *_summary(fair, blocked, "exit 4"),
        ],
        [
            *claims,
            _worst_unseen(borders, unseen),
            Claim(
                "a fair model with ample rows: exit 4",
                max(share.unknown for share in blocked),
                BLOCKED,
            ),
            Claim(
                "where it decides (.75 to .9), power formula above the simulated power by at most",
                max(s.formula - s.failed for s in unseen if 0.75 <= s.formula <= 0.9),
                0.05,
            ),
        ],
    )


def _worst_unseen(borders: list[Border], shares: list[Shares]) -> Claim:
    """The world furthest beyond (or nearest to) .2 plus three standard errors of simulation."""

    def allowed(pair: tuple[Border, Shares]) -> float:
        return UNSEEN + 3 * math.sqrt(UNSEEN * (1 - UNSEEN) / pair[1].tables)

    pairs = zip(borders, shares, strict=True)
    worst = max(pairs, key=lambda pair: pair[1].passed - allowed(pair))
    where, share = worst
    return Claim(
        f"a violation exactly at must_detect: exit 0, worst of {len(borders)} ({where.rule}, "
        f"{where.groups} groups, rate {where.rate:g}, {where.side}, {where.rows} rows)",
        share.passed,
        allowed(worst),
    )


def _summary(
    borders: list[Border], shares: list[Shares], shown: str = "exit 0"
) -> list[tuple[str, ...]]:
    """One row for each rule, number of groups, rate and direction: the worst size."""

    def key(pair: tuple[Border, Shares]) -> tuple[str, int, float, str]:
        return pair[0].rule, pair[0].groups, pair[0].rate, pair[0].side

    rows: list[tuple[str, ...]] = []
    for (rule, groups, rate, side), many in groupby(zip(borders, shares, strict=True), key):
        at, worst = max(many, key=lambda pair: pair[1].passed if shown == "exit 0" else 0.0)
        share = worst.passed if shown == "exit 0" else worst.unknown
        rows.append(
            (
                str(groups),
                f"{rule}, {rate:g}",
                side,
                amount(share) + ("" if shown == "exit 0" else f" ({shown})"),
                f"{at.rows}",
                "" if side == "fair" else f"{amount(worst.formula)}, {amount(worst.failed)}",
            )
        )
    return rows
