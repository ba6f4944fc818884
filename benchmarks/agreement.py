"""Agreement with fairlearn on random tables, wherever both define a value."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
from fairlearn.metrics import equalized_odds_difference

from benchmarks.tools.figures import Claim, Section, Settings, amount
from benchmarks.tools.oracle import label_metrics, metric_frame
from benchmarks.tools.people import promise, tally
from benchmarks.tools.worlds import Ints
from fairgate.gate import judge
from fairgate.policy import Policy
from fairgate.verdict import Verdict

TOLERANCE = 1e-12
_SEED = 41
_TEXT = """\
Random tables of 2 to 12 groups and 30 to 3,000 rows, empty cells included: values by group,
largest difference, smallest ratio and equalised odds from the verdict, against fairlearn's
MetricFrame. Where a value is 0/0 the gate says undefined and fairlearn 0; those are left out
and counted."""


def run(settings: Settings) -> Section:
    """Compare everything that both define."""
    rng = np.random.default_rng(_SEED)
    policy = _policy()
    apart: dict[tuple[str, str], list[float]] = {}
    for _ in range(settings.pick(2, 20, 200)):
        for what, ours, theirs in _compared(policy, _random_table(rng)):
            apart.setdefault(what, []).append(abs(ours - theirs))
    return Section(
        "Agreement with fairlearn",
        " ".join(_TEXT.split()),
        ("metric", "comparison", "values compared", "largest difference"),
        [(*what, f"{len(many):,}", amount(max(many))) for what, many in sorted(apart.items())],
        [
            Claim(
                "largest difference between the gate and fairlearn",
                max(max(many) for many in apart.values()),
                TOLERANCE,
            )
        ],
    )


def _policy() -> Policy:
    """Every metric as a difference and as a ratio; the limits do not matter."""
    difference = {"difference": {"at_most": 0.1}}
    ratio = {"ratio": {"at_least": 0.8}}
    names = list(label_metrics())
    return promise(
        *({"metric": name, **kind} for name in names for kind in (difference, ratio)),
        {"metric": "equalized_odds", **difference},
    )


def _random_table(rng: np.random.Generator) -> Ints:
    """Four counts for each of some groups, shape (K, 4)."""
    groups = int(rng.integers(2, 13))
    rows = rng.multinomial(rng.integers(30, 3_000), rng.dirichlet(np.full(groups, 2.0)))
    cells = [rng.multinomial(n, rng.dirichlet(np.full(4, 0.7))) for n in rows if n]
    return np.array(cells, dtype=np.int64)


def _compared(policy: Policy, counts: Ints) -> Iterator[tuple[tuple[str, str], float, float]]:
    """What was compared, our value, and theirs."""
    verdict = judge(policy, tally(counts), today=datetime.now(UTC).date())
    y_true, y_pred, groups = _rows(counts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn's about groups that lack a label
        frame = metric_frame(label_metrics(), y_true, y_pred, groups)
        yield from _by_group(verdict, frame)
        yield from _between_groups(verdict, frame)
        yield from _odds(verdict, y_true, y_pred, groups)


def _rows(counts: Ints) -> tuple[Ints, Ints, np.ndarray]:
    """One row a person: label, decision, group."""
    k = len(counts)
    many = counts.ravel()
    y_true = np.repeat(np.tile([1, 0, 1, 0], k), many)
    y_pred = np.repeat(np.tile([1, 1, 0, 0], k), many)
    groups = np.repeat(np.repeat([f"g{at:02d}" for at in range(k)], 4), many)
    return y_true, y_pred, groups


def _by_group(verdict: Verdict, frame: Any) -> Iterator[tuple[tuple[str, str], float, float]]:
    for report in verdict.by_group:
        for name, measured in report.metrics.items():
            if measured.value is not None:
                theirs = float(frame.by_group.loc[report.group["group"], name])
                yield (name, "by group"), measured.value, theirs


def _defined_everywhere(verdict: Verdict, name: str) -> bool:
    return all(report.metrics[name].value is not None for report in verdict.by_group)


def _between_groups(verdict: Verdict, frame: Any) -> Iterator[tuple[tuple[str, str], float, float]]:
    differences, ratios = frame.difference(), frame.ratio()
    for finding in verdict.findings:
        name, kind = finding.metric, finding.comparison
        if name == "equalized_odds" or finding.estimate is None:
            continue
        if _defined_everywhere(verdict, name):
            theirs = ratios[name] if kind == "ratio" else differences[name]
            yield (name, kind), finding.estimate, float(theirs)


def _odds(
    verdict: Verdict, y_true: Ints, y_pred: Ints, groups: np.ndarray
) -> Iterator[tuple[tuple[str, str], float, float]]:
    (finding,) = (one for one in verdict.findings if one.metric == "equalized_odds")
    rates = ("true_positive_rate", "false_positive_rate")
    if finding.estimate is not None and all(_defined_everywhere(verdict, r) for r in rates):
        theirs = float(equalized_odds_difference(y_true, y_pred, sensitive_features=groups))
        yield ("equalized_odds", "difference"), finding.estimate, theirs
