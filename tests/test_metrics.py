"""The catalogue: formulas, directions, and agreement with those who came before."""

from __future__ import annotations

import warnings

import fairlearn.metrics as fairlearn
import numpy as np
import pytest
from sklearn import metrics as sklearn
from tables import cells, judged, policy, verdict

from fairgate.cells import Cells
from fairgate.metrics import CATALOGUE, Kind, divide, members

CONTRACT = """selection_rate, true_positive_rate, false_positive_rate, true_negative_rate,
false_negative_rate, precision, negative_predictive_value, false_discovery_rate,
false_omission_rate, accuracy, balanced_accuracy, f1, base_rate, roc_auc, calibration_gap,
equalized_odds"""
HARMS = {
    "false_positive_rate",
    "false_negative_rate",
    "false_discovery_rate",
    "false_omission_rate",
    "calibration_gap",
}


def test_the_catalogue_holds_the_names_of_the_contract() -> None:
    """All of them, and no others."""
    assert set(CATALOGUE) == {name.strip() for name in CONTRACT.replace("\n", " ").split(",")}


def test_errors_are_harms_and_everything_else_is_good() -> None:
    """The direction decides who is disadvantaged."""
    assert {name for name, metric in CATALOGUE.items() if not metric.more_is_good} == HARMS


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_entry_says_what_it_is_and_who_is_harmed(name) -> None:
    """Formula, phrase, harm and source, for the documentation and the reports."""
    metric = CATALOGUE[name]
    assert all([metric.formula, metric.phrase, metric.harmed, metric.source])
    assert all(member.parts or member.needs_score for member in members(metric))
    assert metric.poolable == (metric.kind is Kind.PROPORTION)


def test_a_composite_stands_for_its_members() -> None:
    """Equalised odds are two rates; any other metric is itself."""
    names = [member.name for member in members(CATALOGUE["equalized_odds"])]
    assert names == ["true_positive_rate", "false_positive_rate"]
    assert members(CATALOGUE["f1"]) == (CATALOGUE["f1"],)


def test_nothing_over_nothing_is_undefined() -> None:
    """0/0 is NaN, x/0 as well; both without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(divide([0, 3], [0, 0])).all()
    assert divide(1, 4) == 0.25


UNDEFINED = cells("""
    g     tp fp fn tn
    none   0  0  0  0
    poor   0  3  0  5
    good   4  0  3  0
    never  0  0  4  5
    all    4  5  0  0
""")


@pytest.mark.parametrize(
    ("metric", "groups"),
    [
        ("selection_rate", ["none"]),
        ("true_positive_rate", ["none", "poor"]),
        ("false_negative_rate", ["none", "poor"]),
        ("false_positive_rate", ["none", "good"]),
        ("precision", ["none", "never"]),
        ("false_omission_rate", ["none", "all"]),
        ("balanced_accuracy", ["none", "poor", "good"]),
        ("f1", ["none"]),
        ("accuracy", ["none"]),
    ],
)
def test_a_metric_is_undefined_where_nobody_counts_towards_it(metric, groups) -> None:
    """And only there."""
    values = CATALOGUE[metric].values(UNDEFINED)
    found = [g for (g,), value in zip(UNDEFINED.groups, values, strict=True) if np.isnan(value)]
    assert found == groups


def rows_of(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels, predictions and groups of a random file in which every metric is defined."""
    rng = np.random.default_rng(seed)
    k = int(rng.integers(2, 7))
    once = np.array([(y, p, g) for y in (0, 1) for p in (0, 1) for g in range(k)])
    more = np.stack([rng.integers(0, 2, 300), rng.integers(0, 2, 300), rng.integers(0, k, 300)], 1)
    table = np.concatenate([once, more[rng.random(300) < rng.uniform(0.1, 1)]])
    return table[:, 0], table[:, 1], table[:, 2]


def count(y: np.ndarray, p: np.ndarray, g: np.ndarray) -> Cells:
    """Count rows by group, label and prediction."""
    return Cells.of(
        ("g",),
        {
            (str(group),): [int(((g == group) & (y == a) & (p == b)).sum()) for a, b in CELLS]
            for group in np.unique(g)
        },
    )


CELLS = [(1, 1), (0, 1), (1, 0), (0, 0)]
ORACLES = {
    "selection_rate": fairlearn.selection_rate,
    "true_positive_rate": fairlearn.true_positive_rate,
    "false_positive_rate": fairlearn.false_positive_rate,
    "true_negative_rate": fairlearn.true_negative_rate,
    "false_negative_rate": fairlearn.false_negative_rate,
    "precision": sklearn.precision_score,
    "negative_predictive_value": lambda y, p: sklearn.precision_score(y, p, pos_label=0),
    "false_discovery_rate": lambda y, p: 1 - sklearn.precision_score(y, p),
    "false_omission_rate": lambda y, p: 1 - sklearn.precision_score(y, p, pos_label=0),
    "accuracy": sklearn.accuracy_score,
    "balanced_accuracy": sklearn.balanced_accuracy_score,
    "f1": sklearn.f1_score,
    "base_rate": lambda y, p: fairlearn.selection_rate(p, y),
}


@pytest.mark.parametrize("seed", range(3))
def test_values_by_group_are_those_of_fairlearn_and_scikit_learn(seed) -> None:
    """Every metric of labels, by MetricFrame on random files, to 1e-12."""
    y, p, g = rows_of(seed)
    frame = fairlearn.MetricFrame(metrics=ORACLES, y_true=y, y_pred=p, sensitive_features=g)
    table = count(y, p, g)
    for name in ORACLES:
        assert CATALOGUE[name].values(table) == pytest.approx(
            frame.by_group[name].to_numpy(dtype=float), abs=1e-12
        )


def test_every_metric_of_labels_has_an_oracle() -> None:
    """No metric is compared with nothing."""
    assert set(ORACLES) == {name for name, metric in CATALOGUE.items() if metric.parts}


@pytest.mark.parametrize("seed", range(3, 6))
def test_disparities_are_those_of_fairlearn(seed) -> None:
    """Demographic parity and equalised odds, differences and ratios, to 1e-12."""
    y, p, g = rows_of(seed)
    table = count(y, p, g)

    def found(metric: str, **comparison: object) -> float | None:
        return judged(table, metric, **comparison).estimate

    gap, ratio = {"difference": {"at_most": 0.5}}, {"ratio": {"at_least": 0.5}}
    given = {"y_true": y, "y_pred": p, "sensitive_features": g}
    pairs = [
        (found("selection_rate", **gap), fairlearn.demographic_parity_difference),
        (found("selection_rate", **ratio), fairlearn.demographic_parity_ratio),
        (found("equalized_odds", **gap), fairlearn.equalized_odds_difference),
        (found("true_positive_rate", **gap), fairlearn.equal_opportunity_difference),
        (found("true_positive_rate", **ratio), fairlearn.equal_opportunity_ratio),
    ]
    for ours, theirs in pairs:
        assert ours == pytest.approx(theirs(**given), abs=1e-12), theirs.__name__
    ratios = [found(name, **ratio) for name in ("true_positive_rate", "false_positive_rate")]
    assert min(ratios) == pytest.approx(fairlearn.equalized_odds_ratio(**given), abs=1e-12)


@pytest.mark.parametrize("metric", ["selection_rate", "accuracy"])
def test_gaps_to_everybody_are_those_of_fairlearn(metric) -> None:
    """reference: overall, one-sided: the group that is furthest behind the mean."""
    y, p, g = rows_of(9)
    frame = fairlearn.MetricFrame(metrics=ORACLES[metric], y_true=y, y_pred=p, sensitive_features=g)
    found = judged(count(y, p, g), metric, difference={"at_most": 0.5}, reference="overall")
    assert found.estimate == pytest.approx(frame.overall - frame.by_group.min(), abs=1e-12)


def test_where_fairlearn_says_0_for_nothing_we_say_nothing() -> None:
    """A group without positives: fairlearn's true positive rate is 0, ours is undefined."""
    assert fairlearn.true_positive_rate([0, 0], [0, 1]) == 0
    promise = policy({"metric": "true_positive_rate", "value": {"at_least": 0.5}}, groups=["g"])
    (report,) = verdict(promise, cells("g tp fp fn tn\nx 0 1 0 1")).by_group
    assert report.metrics["true_positive_rate"].value is None
    assert report.metrics["true_positive_rate"].reason
