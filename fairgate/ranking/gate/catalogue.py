"""The catalogue of ranking metrics: what each measures, and for whom it is a harm."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fairgate.ranking.intervals import CAUTION, MORE_CAUTION, UNIT, Range


@dataclass(frozen=True)
class RankingMetric:
    """One entry of the catalogue.

    Attributes
    ----------
    name : str
        As policies spell it.
    formula : str
        Of one ranking.
    phrase : str
        Names the quantity in a sentence.
    harmed : str
        Who is harmed when it is off.
    at_least : bool
        Whether a rule promises a floor; else a ceiling.
    source : str
        Paper.
    scale : (float, float)
        Smallest and largest value.
    step : float
        Default of must_detect: how far it lies beyond the limit; for a metric that is ``scaled``
        the factor of the limit.
    scaled : bool
        See ``step``.
    one_group : bool
        Whether it is of one group, which ``protected`` names.
    needs_k : bool
        Whether it looks at the best k.
    needs_step : bool
        Whether it looks at cut points.
    every_group : bool
        Whether, without ``protected``, each group is judged in turn.
    caution : float
        See :data:`fairgate.ranking.intervals.CAUTION`.
    """

    name: str
    formula: str
    phrase: str
    harmed: str
    at_least: bool
    source: str
    scale: Range = UNIT
    step: float = 0.15
    scaled: bool = False
    one_group: bool = False
    needs_k: bool = False
    needs_step: bool = False
    every_group: bool = False
    caution: float = CAUTION


_YANG = "Yang & Stoyanovich 2017 (arXiv 1610.08559)"

_METRICS = (
    RankingMetric(
        "rnd",
        "sum over cut points i of |share in the best i - share of all| / log2(i + 1), over its "
        "largest value",
        "the discounted difference from parity (rND)",
        "a group that is kept from, or put into, the first places beyond its share",
        at_least=False,
        source=_YANG,
        needs_step=True,
        every_group=True,
    ),
    RankingMetric(
        "rkl",
        "sum over cut points i of KL(best i || all) / log2(i + 1), over its largest value",
        "the discounted divergence from parity (rKL)",
        "any group whose share of the first places is not its share of all, however many groups",
        at_least=False,
        source=_YANG,
        needs_step=True,
    ),
    RankingMetric(
        "rrd",
        "sum over cut points i of (b - min(a, b)) / log2(i + 1), over its largest value; a and b "
        "are the ratios of the group to the rest in the best i and in all",
        "the discounted shortfall from parity (rRD)",
        "a minority that is kept from the first places",
        at_least=False,
        source=_YANG,
        one_group=True,
        needs_step=True,
    ),
    RankingMetric(
        "fair_star_ir",
        "the least share p such that a ranker who fills each place from the group with "
        "probability p would not be expected to do worse in some prefix of the best k",
        "the group's share of the best",
        "a group that a ranker puts into the first places less often than is promised",
        at_least=True,
        source="Zehlike et al. 2017 (FA*IR, arXiv 1706.06368)",
        step=0.75,
        scaled=True,
        one_group=True,
        needs_k=True,
    ),
    RankingMetric(
        "exposure_ratio",
        "mean of 1 / log2(i + 1) over the places i of a group; smallest divided by largest",
        "the ratio of exposure",
        "the group that gets least of the readers' attention",
        at_least=True,
        source="Singh & Joachims 2018",
        step=0.75,
        scaled=True,
        caution=MORE_CAUTION,
    ),
    RankingMetric(
        "ndkl",
        "mean over all prefixes of KL(best i || all), weighted by 1 / log2(i + 1), in nats",
        "the divergence from parity (NDKL)",
        "any group whose share of the first places is not its share of all, however many groups",
        at_least=False,
        source="Geyik et al. 2019",
        scale=(0.0, math.inf),
    ),
    RankingMetric(
        "skew_at_k",
        "ln(share in the best k / share of all); over several queries of the mean shares",
        "the skew",
        "a group that is under-represented in the best k",
        at_least=True,
        source="Geyik et al. 2019",
        scale=(-math.inf, math.inf),
        step=0.3,
        needs_k=True,
        every_group=True,
    ),
    RankingMetric(
        "pairwise_gap",
        "share of mixed pairs that a group wins; largest minus smallest",
        "the gap in pairs won",
        "the group whose members come out below others most often",
        at_least=False,
        source="Cachel & Rundensteiner 2023 (ARP)",
    ),
)

CATALOGUE: Mapping[str, RankingMetric] = MappingProxyType({m.name: m for m in _METRICS})
"""Every ranking metric that a policy may name, in the order of the documentation."""
