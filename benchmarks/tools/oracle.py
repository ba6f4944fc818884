"""Fairlearn and scikit-learn under the names of our catalogue: the oracle, and the peer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from fairlearn import metrics as fair
from sklearn import metrics as learn

Rate = Callable[..., float]


def label_metrics() -> Mapping[str, Rate]:
    """Nine metrics of labels that fairlearn users take, by our names."""
    return {
        "selection_rate": fair.selection_rate,
        "true_positive_rate": fair.true_positive_rate,
        "false_positive_rate": fair.false_positive_rate,
        "true_negative_rate": fair.true_negative_rate,
        "false_negative_rate": fair.false_negative_rate,
        "precision": partial(learn.precision_score, zero_division=0),
        "accuracy": learn.accuracy_score,
        "f1": partial(learn.f1_score, zero_division=0),
        "balanced_accuracy": learn.balanced_accuracy_score,
    }


def metric_frame(
    metrics: Mapping[str, Rate], y_true: Any, y_pred: Any, groups: Any, **options: Any
) -> Any:
    """Fairlearn's values by group."""
    return fair.MetricFrame(
        metrics=dict(metrics),
        y_true=y_true,
        y_pred=y_pred,
        sensitive_features=groups,
        **options,
    )
