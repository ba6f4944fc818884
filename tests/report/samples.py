"""A verdict with everything in it that a report must cope with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import numpy as np

from fairgate.cells import Cells, group_name
from fairgate.metrics import CATALOGUE
from fairgate.verdict import (
    Comparison,
    Excluded,
    Finding,
    GroupReport,
    Measured,
    Outcome,
    Shown,
    Stratum,
    Verdict,
    Waived,
)

POLICY_FILE = "policies/loan approval.yaml"
PREDICTIONS = "build/predictions.parquet"

NASTY = (
    "<script>alert(1)</script>",
    "a|b `code` **bold** [link](https://evil.example/)",
    "::error::boom",
    "=cmd()|' /C calc'!A0",
    "@everyone fixes #1 www.evil.example",
    "line\nbreak \x1b[31mred\x1b[0m \u202eturned",
)

# race, sex: true and false positives, false and true negatives; the same people under the baseline
LOANS = {
    ("asian", "f"): ((30, 3, 4, 8), (31, 3, 3, 8)),
    ("asian", "m"): ((52, 4, 5, 14), (52, 4, 5, 14)),
    ("black", "f"): ((35, 5, 16, 14), (40, 5, 11, 14)),
    ("black", "m"): ((72, 9, 34, 12), (83, 9, 23, 12)),
    ("black", None): ((1, 0, 1, 0), (1, 0, 1, 0)),
    ("hispanic", "f"): ((13, 2, 4, 3), (14, 2, 3, 3)),
    ("hispanic", "m"): ((55, 6, 11, 13), (57, 6, 9, 13)),
    ("hispanic", None): ((1, 0, 0, 0), (1, 0, 0, 0)),
    ("white", "f"): ((190, 14, 11, 26), (190, 14, 11, 26)),
    ("white", "m"): ((1090, 81, 69, 141), (1088, 81, 71, 141)),
    ("white", None): ((9, 1, 1, 1), (9, 1, 1, 1)),
}
TEAMS = {(name,): ((40, 5, 6, 9), None) for name in NASTY} | {
    (NASTY[0],): ((0, 0, 0, 3), None),
    (None,): ((1000, 100, 120, 538), None),
}
RATES = (
    "selection_rate",
    "true_positive_rate",
    "false_positive_rate",
    "false_negative_rate",
    "accuracy",
)


def sample() -> Verdict:
    """Return a verdict with every outcome and every ornament."""
    by_group = (
        *by(("race",), LOANS, (0,)),
        *by(("sex",), LOANS, (1,)),
        *by(("race", "sex"), LOANS, (0, 1)),
        *by(("team",), TEAMS, (0,)),
    )
    findings = tuple(findings_of(by_group))
    return Verdict(
        "loan-approval", Outcome.FAIL, 2061, 0.95, 5, Comparison("paired", 2061), findings, by_group
    )


def by(names: tuple[str, ...], table: Mapping, at: tuple[int, ...]) -> Iterable[GroupReport]:
    """Add up a table for one grouping, and measure every rate."""

    def group(key: tuple) -> tuple:
        return tuple(key[i] for i in at)

    for values, keys in groupby(sorted(table, key=lambda k: str(group(k))), key=group):
        here = list(keys)
        now = np.sum([table[key][0] for key in here], axis=0)
        has_baseline = all(table[key][1] for key in here)
        before = np.sum([table[key][1] for key in here], axis=0) if has_baseline else None
        metrics = {rate: measured(rate, now, before) for rate in RATES}
        yield GroupReport(dict(zip(names, values, strict=True)), int(now.sum()), metrics)


def measured(rate: str, now: np.ndarray, before: np.ndarray | None) -> Measured:
    """Return a rate with its Wilson interval, and the baseline's value."""
    metric = CATALOGUE[rate]
    (((x,), (n,)),) = metric.counts(Cells(("g",), (("g",),), now.reshape(1, 4)))
    old = None
    if before is not None:
        value = metric.values(Cells(("g",), (("g",),), before.reshape(1, 4)))[0]
        old = None if np.isnan(value) else float(value)
    if not n:
        return Measured(None, None, old, f"{metric.formula} is 0/0 here")
    p, z = x / n, 1.959964
    middle, spread = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * spread) / (1 + z * z / n) for sign in (-1, 1))
    return Measured(float(p), (float(max(low, 0)), float(min(high, 1))), old)


def findings_of(by_group: Iterable[GroupReport]) -> Iterable[Finding]:
    """Return one finding of every kind."""
    found = {group_name(tuple(r.group), tuple(r.group.values())): r for r in by_group}

    def values(metric: str, *names: str) -> dict[str, float]:
        return {name: found[name].metrics[metric].value for name in names}

    def rows(*attributes: str) -> dict[str, int]:
        return {
            name: r.rows
            for name, r in found.items()
            if tuple(r.group) == attributes and None not in r.group.values()
        }

    pair = ("race=black", "race=white")
    yield Finding(
        "four-fifths",
        "selection_rate",
        "race",
        "ratio",
        Outcome.FAIL,
        0.8,
        0.6,
        at_least=True,
        message="race=black: 61 % get a yes; race=white: 85 % (ratio 0.718); the smaller rate is "
        "at most 0.788 of the larger with 95 % confidence; at least 0.8 is promised.",
        estimate=0.7181,
        interval=(0.641, 0.788),
        worst=pair,
        values=values("selection_rate", *pair),
        rows=rows("race"),
        shown=(
            Shown(*pair, 0.7181, (0.641, 0.788)),
            Shown("race=black", "race=asian", 0.7929, (0.69, 0.7996)),
        ),
        waived=(
            Waived(
                "race=hispanic",
                "2027-01-31",
                "a.person",
                "New rates were agreed | see <minutes>",
                "LOAN-12",
            ),
        ),
        notes=("Rows without race are reported apart and not compared.",),
        critical={"family": 2.91},
        line=14,
    )
    yield Finding(
        "four-fifths",
        "selection_rate",
        "race,sex",
        "ratio",
        Outcome.UNKNOWN,
        0.8,
        0.6,
        at_least=True,
        message="race=black,sex=f: 57 % get a yes; race=white,sex=m: 85 % (ratio 0.674); at "
        "least 0.8 is promised. These rows could not show a ratio of 0.6: 61 more of "
        "race=hispanic,sex=f would be needed.",
        estimate=0.674,
        interval=(0.5, 0.83),
        worst=("race=black,sex=f", "race=white,sex=m"),
        values=values("selection_rate", "race=black,sex=f", "race=white,sex=m"),
        rows=rows("race", "sex"),
        rows_needed={"race=hispanic,sex=f": 61},
        excluded=(
            Excluded("race=hispanic,sex=f", 22, 0.6818, "1.1 % of the rows, under min_share 2 %"),
        ),
        line=14,
    )
    yield Finding(
        "missed-good-payers",
        "false_negative_rate",
        "sex",
        "difference",
        Outcome.WARN,
        0.02,
        0.2,
        at_least=False,
        message="sex=f: 12 % of those who should get a yes are refused; sex=m: 8.6 % (gap 3 "
        "points); beyond the limit on the estimate, though not shown with confidence; at most 2 "
        "points is promised.",
        estimate=0.0299,
        interval=(-0.01, float("inf")),
        worst=("sex=f", "sex=m"),
        values=values("false_negative_rate", "sex=f", "sex=m"),
        rows=rows("sex"),
        line=19,
    )
    yield Finding(
        "equal-chances",
        "equalized_odds",
        "sex",
        "difference",
        Outcome.PASS,
        0.1,
        0.25,
        at_least=False,
        message="sex=m: 36 % of those who should get a no get a yes; sex=f: 32 % (gap 4 points); "
        "no violation is shown, and a gap of 25 points would have been.",
        estimate=0.041,
        interval=(-0.03, 0.09),
        worst=("sex=m", "sex=f"),
        values=values("false_positive_rate", "sex=m", "sex=f"),
        rows=rows("sex"),
        line=24,
    )
    yield Finding(
        "no-step-back",
        "false_negative_rate",
        "race",
        "regression",
        Outcome.FAIL,
        0.02,
        0.1,
        at_least=False,
        message="race=black: 32 % of those who should get a yes are refused; race=white: 5.9 % "
        "(the largest gap is 10 points worse than the baseline's).",
        estimate=0.1031,
        interval=(0.0299, 0.1801),
        worst=pair,
        values=values("false_negative_rate", *pair),
        rows=rows("race"),
        shown=(Shown(*pair, 0.1031, (0.0299, 0.1801)),),
        notes=("Stricter: decide: estimate blocks on the estimate, without error control.",),
        line=28,
    )
    yield Finding(
        "within-department",
        "selection_rate",
        "sex",
        "ratio",
        Outcome.PASS,
        0.8,
        0.6,
        at_least=True,
        message="sex=f: 82 % get a yes; sex=m: 84 % (ratio 0.98), compared within department; no "
        "violation is shown, and a ratio of 0.6 would have been.",
        estimate=0.98,
        interval=(0.9, float("inf")),
        worst=("sex=f", "sex=m"),
        values={"sex=f": 0.823, "sex=m": 0.84},
        rows=rows("sex"),
        strata=(
            Stratum("department=A", 933, 0.753),
            Stratum("department=B", 3, None),
            Stratum("department=<C|c>", 585, 1.084),
        ),
        heterogeneity=0.0123,
        line=33,
    )
    yield Finding(
        "good|enough <b>for</b> everyone",
        "accuracy",
        "team",
        "value",
        Outcome.WARN,
        0.7,
        0.6,
        at_least=True,
        message=f"team={NASTY[2]}: 82 % are judged rightly. These rows could not show a value of "
        f"60 %: 40 more of team={NASTY[0]} and 1,200 more of team={NASTY[5]} would be needed. "
        "Reported as a warning because the rule says on_unknown: warn.",
        estimate=0.8167,
        interval=(0.6, 0.93),
        worst=(f"team={NASTY[2]}",),
        values={f"team={NASTY[2]}": 0.8167},
        rows=rows("team"),
        rows_needed={f"team={NASTY[0]}": 40, f"team={NASTY[5]}": 1200},
        waived=(Waived(f"team={NASTY[1]}", "2026-01-31", "@b.person", NASTY[4], expired=True),),
        notes=("Looser: on_unknown: warn lets an unknown pass with a warning.",),
        line=37,
    )
    yield Finding(
        "ranks-alike",
        "roc_auc",
        "race",
        "difference",
        Outcome.UNKNOWN,
        0.05,
        0.2,
        at_least=False,
        message="There is only one group with a defined value, and nobody to compare it with.",
        line=41,
    )


def empty() -> Verdict:
    """Return a verdict about no rows at all."""
    finding = Finding(
        "r",
        "accuracy",
        "sex",
        "value",
        Outcome.UNKNOWN,
        0.7,
        0.6,
        at_least=True,
        message="There are no rows with a known sex to judge.",
    )
    return Verdict("empty", Outcome.UNKNOWN, 0, 0.95, 5, Comparison("none", 0), (finding,), ())
