"""The catalogue of metrics: what each measures, for whom it is a harm, where it comes from.

A metric here is the rate of *one* group; comparing groups is the rule's business
(:mod:`fairgate.statistics`). Label metrics are functions of the four counts of
:class:`fairgate.cells.Cells`, score metrics of a histogram of scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from fairgate.cells import Cells, Counts

Floats = npt.NDArray[np.float64]
Pick = tuple[int, int, int, int]
"""Which of the four counts are added up: true pos., false pos., false neg., true neg."""


class Kind(Enum):
    """How a metric is computed, and so how its uncertainty is."""

    PROPORTION = "a count out of a count"
    MEAN_OF_PROPORTIONS = "the mean of two proportions of different rows"
    F1 = "2J / (1 + J) of the proportion J = TP / (TP + FP + FN)"
    AUC = "area under the ROC curve, from a histogram of scores"
    CALIBRATION = "mean score minus base rate"
    COMPOSITE = "several metrics under one limit"


@dataclass(frozen=True)
class Metric:
    """One entry of the catalogue.

    Attributes
    ----------
    name : str
        As policies spell it.
    formula : str
        In terms of TP, FP, FN, TN or of the scores.
    phrase : str
        Ends the sentence "31 % ..." (proportions) or names the quantity (others).
    harmed : str
        Who is harmed, and how, when a group's value is off.
    more_is_good : bool
        Direction: a lower value is the disadvantage. False: a higher one is.
    source : str
        Paper or law.
    kind : Kind
        How it is computed.
    parts : tuple of (numerator, denominator)
        Which counts make each proportion; empty for score metrics.
    of : tuple of str
        The members of a composite.
    """

    name: str
    formula: str
    phrase: str
    harmed: str
    more_is_good: bool
    source: str
    kind: Kind = Kind.PROPORTION
    parts: tuple[tuple[Pick, Pick], ...] = ()
    of: tuple[str, ...] = ()

    @property
    def needs_score(self) -> bool:
        """Whether it is computed from scores and not from labels and predictions alone."""
        return self.kind in (Kind.AUC, Kind.CALIBRATION)

    @property
    def poolable(self) -> bool:
        """Whether the rate of pooled groups is a weighted mean of their own rates."""
        return self.kind is Kind.PROPORTION

    def counts(self, cells: Cells) -> tuple[tuple[Counts, Counts], ...]:
        """Numerator and denominator of each part, every one of shape (K,), in rows."""
        return tuple(
            (cells.counts @ np.array(numerator), cells.counts @ np.array(denominator))
            for numerator, denominator in self.parts
        )

    def values(self, cells: Cells) -> Floats:
        """Value of each group, shape (K,); NaN where it is undefined (0/0), never 0 or 1.

        Examples
        --------
        >>> cells = Cells.of(("sex",), {("f",): (8, 2, 2, 8), ("m",): (0, 5, 0, 5)})
        >>> CATALOGUE["true_positive_rate"].values(cells).tolist()
        [0.8, nan]
        """
        rates = [divide(numerator, denominator) for numerator, denominator in self.counts(cells)]
        if self.kind is Kind.F1:
            return np.asarray(2 * rates[0] / (1 + rates[0]), dtype=np.float64)
        return np.asarray(np.mean(rates, axis=0), dtype=np.float64)


def divide(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Divide elementwise; 0/0 is NaN and says nothing on stderr.

    Examples
    --------
    >>> divide([1, 0], [4, 0]).tolist()
    [0.25, nan]
    """
    top = np.asarray(numerator, dtype=np.float64)
    bottom = np.asarray(denominator, dtype=np.float64)
    quotient = np.full(np.broadcast(top, bottom).shape, np.nan)
    np.divide(top, bottom, out=quotient, where=bottom != 0)
    return quotient


ALL: Pick = (1, 1, 1, 1)
SELECTED: Pick = (1, 1, 0, 0)
REFUSED: Pick = (0, 0, 1, 1)
POSITIVE: Pick = (1, 0, 1, 0)
NEGATIVE: Pick = (0, 1, 0, 1)
TP_ONLY: Pick = (1, 0, 0, 0)
FP_ONLY: Pick = (0, 1, 0, 0)
FN_ONLY: Pick = (0, 0, 1, 0)
TN_ONLY: Pick = (0, 0, 0, 1)

_FAIRLEARN = "Fairlearn user guide, common fairness metrics"
_HARDT = "Hardt, Price & Srebro 2016 (equalised odds)"

_METRICS = (
    Metric(
        "selection_rate",
        "(TP + FP) / n",
        "get a yes",
        "people of a group that gets a yes less often, whoever deserves it",
        True,
        "29 CFR 1607.4D (four-fifths rule); Feldman et al. 2015",
        parts=((SELECTED, ALL),),
    ),
    Metric(
        "true_positive_rate",
        "TP / (TP + FN)",
        "of those who should get a yes get it",
        "qualified people who are refused",
        True,
        _HARDT,
        parts=((TP_ONLY, POSITIVE),),
    ),
    Metric(
        "false_positive_rate",
        "FP / (FP + TN)",
        "of those who should get a no get a yes",
        "people whom a yes hurts: wrongly suspected, or lent what they can not repay",
        False,
        _HARDT,
        parts=((FP_ONLY, NEGATIVE),),
    ),
    Metric(
        "true_negative_rate",
        "TN / (FP + TN)",
        "of those who should get a no get it",
        "people whom a wrong yes hurts",
        True,
        _HARDT,
        parts=((TN_ONLY, NEGATIVE),),
    ),
    Metric(
        "false_negative_rate",
        "FN / (TP + FN)",
        "of those who should get a yes are refused",
        "qualified people who are refused",
        False,
        _HARDT,
        parts=((FN_ONLY, POSITIVE),),
    ),
    Metric(
        "precision",
        "TP / (TP + FP)",
        "of those who get a yes should get it",
        "groups for which a yes means less",
        True,
        _FAIRLEARN,
        parts=((TP_ONLY, SELECTED),),
    ),
    Metric(
        "negative_predictive_value",
        "TN / (FN + TN)",
        "of those refused are rightly refused",
        "groups for which a no is more often wrong",
        True,
        "Chouldechova 2017",
        parts=((TN_ONLY, REFUSED),),
    ),
    Metric(
        "false_discovery_rate",
        "FP / (TP + FP)",
        "of those who get a yes should not",
        "groups for which a yes is more often wrong",
        False,
        "Chouldechova 2017",
        parts=((FP_ONLY, SELECTED),),
    ),
    Metric(
        "false_omission_rate",
        "FN / (FN + TN)",
        "of those refused should have got a yes",
        "groups for which a no is more often wrong",
        False,
        "Chouldechova 2017",
        parts=((FN_ONLY, REFUSED),),
    ),
    Metric(
        "accuracy",
        "(TP + TN) / n",
        "of decisions are right",
        "groups for which the model is wrong more often",
        True,
        _FAIRLEARN,
        parts=(((1, 0, 0, 1), ALL),),
    ),
    Metric(
        "balanced_accuracy",
        "(TP / (TP + FN) + TN / (FP + TN)) / 2",
        "balanced accuracy",
        "groups that the model serves worse, however rare a yes is among them",
        True,
        "Brodersen et al. 2010",
        Kind.MEAN_OF_PROPORTIONS,
        parts=((TP_ONLY, POSITIVE), (TN_ONLY, NEGATIVE)),
    ),
    Metric(
        "f1",
        "2 TP / (2 TP + FP + FN)",
        "F1",
        "groups for which a yes is found or meant less well",
        True,
        "van Rijsbergen 1979",
        Kind.F1,
        parts=((TP_ONLY, (1, 1, 1, 0)),),
    ),
    Metric(
        "base_rate",
        "(TP + FN) / n",
        "should get a yes",
        "nobody by itself: it describes the data, and a gap asks how they were collected",
        True,
        "Stoyanovich 2019 (data transparency)",
        parts=((POSITIVE, ALL),),
    ),
    Metric(
        "roc_auc",
        "P(score of a positive > score of a negative) + P(equal) / 2",
        "ROC AUC",
        "groups within which the score ranks people less well",
        True,
        "DeLong, DeLong & Clarke-Pearson 1988",
        Kind.AUC,
    ),
    Metric(
        "calibration_gap",
        "mean score - base rate",
        "calibration gap",
        "groups whose risk or merit is overstated (above 0) or understated (below 0)",
        False,
        "Pleiss et al. 2017",
        Kind.CALIBRATION,
    ),
    Metric(
        "equalized_odds",
        "true_positive_rate and false_positive_rate under one limit",
        "equalised odds",
        "qualified people who are refused, and people whom a wrong yes hurts",
        True,
        _HARDT,
        Kind.COMPOSITE,
        of=("true_positive_rate", "false_positive_rate"),
    ),
)

CATALOGUE: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in _METRICS})
"""Every metric a policy may name, in the order of the documentation."""


def members(metric: Metric) -> tuple[Metric, ...]:
    """Return the metrics behind a name: itself, or the members of a composite."""
    return tuple(CATALOGUE[name] for name in metric.of) or (metric,)
