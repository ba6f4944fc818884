"""The policy: what a team promised, as ``fairgate.yaml`` has it.

The models below are the whole format; the published JSON Schema is made from them.
:mod:`fairgate.policyfile` reads a file into them and turns every complaint into a
sentence with file, line, place, value and cure.
"""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, field_validator, model_validator

from fairgate.metrics import CATALOGUE, Metric
from fairgate.rollout.plan import Ramp
from fairgate.strict import Strict
from fairgate.table import Attribute, Label, Prediction, PredictionTable

Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Name: TypeAlias = Annotated[str, Field(min_length=1)]
Scalar: TypeAlias = str | bool | int | float


class OutcomeColumn(Strict):
    """A label column that is not 0/1."""

    column: Name
    positive: Scalar | None = Field(None, description="the value that counts as 1")


class ScoreColumn(Strict):
    """A prediction made by cutting a score."""

    column: Name
    threshold: Number | None = Field(None, description="this score and above is a yes")


class SensitiveColumn(Strict):
    """A sensitive attribute from a numeric column, cut into bins."""

    column: Name
    bins: list[Number] | None = Field(None, min_length=1, description="ascending edges")

    @field_validator("bins")
    @classmethod
    def _ascending(cls, bins: list[float] | None) -> list[float] | None:
        if bins and any(low >= high for low, high in pairwise(bins)):
            raise ValueError(f"bins must ascend, got {bins}")
        return bins


class Columns(Strict):
    """Which column means what."""

    label: Name | OutcomeColumn
    prediction: Name | ScoreColumn
    score: Name | None = None
    row_id: Name | None = Field(None, description="unique; pairs candidate and baseline")
    sensitive: dict[Name, Name | SensitiveColumn] = Field(min_length=1)


class ModelLimits(Strict):
    """What a model may use while it is scored."""

    memory_mb: Annotated[int, Field(ge=64)] = 4096
    seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 600.0


class Model(Strict):
    """A model file that fairgate scores itself, in the sandbox."""

    artifact: Name = Field(description="model file or MLflow directory, relative to this file")
    data: Name = Field(description="CSV or Parquet: features, labels, sensitive columns")
    features: list[Name] = Field(min_length=1, description="columns the model gets, and no other")
    command: Name | Annotated[list[Name], Field(min_length=1)] | None = Field(
        None, description="program that scores, for example python score.py"
    )
    format: Literal["onnx", "skops", "pickle", "mlflow"] | None = Field(
        None, description="recognised by its content where nothing is said"
    )
    limits: ModelLimits = ModelLimits()

    @model_validator(mode="after")
    def _consistent(self) -> Model:
        for feature in self.features:
            if self.features.count(feature) > 1:
                raise ValueError(f"features name {feature} twice")
        if self.command is not None and self.format is not None:
            raise ValueError("format says how to load a model, and command does that itself")
        return self


class Ratio(Strict):
    """Smaller rate divided by larger rate."""

    at_least: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    must_detect: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)] | None = None


class Difference(Strict):
    """Larger rate minus smaller rate."""

    at_most: Share
    must_detect: Share | None = None


class Value(Strict):
    """Every group's own rate."""

    at_least: Number | None = None
    at_most: Number | None = None
    must_detect: Number | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> Value:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("expected exactly one of at_least and at_most")
        return self


class Regression(Strict):
    """Not worse than the baseline."""

    at_most: Share
    must_detect: Share | None = None
    of: Literal["gap", "rate"] = "gap"


Grouping: TypeAlias = Name | Annotated[list[Name], Field(min_length=1)]
COMPARISONS = ("ratio", "difference", "value", "regression")


class Rule(Strict):
    """One promise: a metric, a comparison and a limit."""

    id: Name
    metric: Literal[tuple(CATALOGUE)]  # type: ignore[valid-type]  # the catalogue is data
    ratio: Ratio | None = None
    difference: Difference | None = None
    value: Value | None = None
    regression: Regression | None = None
    groups: list[Grouping] | None = Field(None, min_length=1)
    within: list[Name] | None = Field(None, min_length=1, description="compare within strata")
    reference: Name = Field("best", description="best, overall, or a group such as race=white")
    decide: Literal["confident", "estimate"] = "confident"
    on_unknown: Literal["block", "warn"] = "block"
    min_share: Share = Field(0.0, description="rarer groups are reported and not compared")

    @model_validator(mode="after")
    def _consistent(self) -> Rule:
        named = [kind for kind in COMPARISONS if getattr(self, kind) is not None]
        if len(named) != 1:
            found = " and ".join(named) or "none"
            raise ValueError(f"expected exactly one of {', '.join(COMPARISONS)}, got {found}")
        self._check_combination(named[0])
        self._check_must_detect()
        return self

    def _check_combination(self, kind: str) -> None:
        metric = self.measure
        if metric.of and kind != "difference":
            raise ValueError(f"{metric.name} can be judged as a difference only, got {kind}")
        if kind == "regression" and metric.needs_score:
            raise ValueError(f"regression needs a metric of labels, {metric.name} is of scores")
        if metric.name == "calibration_gap" and kind == "ratio":
            raise ValueError("calibration_gap may be negative, so it has no ratio; use difference")
        if self.within and not metric.poolable:
            raise ValueError(f"within needs a metric that is a simple rate, not {metric.name}")
        if self.within and kind not in ("ratio", "difference"):
            raise ValueError(f"within goes with ratio or difference, not with {kind}")
        if self.reference != "best" and kind not in ("ratio", "difference"):
            raise ValueError(f"reference goes with ratio or difference, not with {kind}")
        if self.reference == "overall" and (self.within or not metric.poolable):
            raise ValueError("reference: overall needs a simple rate and no within")

    def _check_must_detect(self) -> None:
        beyond = self.must_detect < self.limit if self.at_least else self.must_detect > self.limit
        if not beyond:
            side = "below" if self.at_least else "above"
            raise ValueError(
                f"must_detect is the violation that matters, so it lies {side} "
                f"the limit {self.limit:g}, got {self.must_detect:g}",
            )

    @property
    def measure(self) -> Metric:
        """The metric's entry in the catalogue."""
        return CATALOGUE[self.metric]

    @property
    def kind(self) -> str:
        """One of :data:`COMPARISONS`."""
        return next(kind for kind in COMPARISONS if getattr(self, kind) is not None)

    @property
    def at_least(self) -> bool:
        """Whether the limit is a floor."""
        return self.ratio is not None or (
            self.value is not None and self.value.at_least is not None
        )

    @property
    def limit(self) -> float:
        """The limit, on the scale of the comparison."""
        spec = getattr(self, self.kind)
        return float(spec.at_least if self.at_least else spec.at_most)

    @property
    def must_detect(self) -> float:
        """The smallest violation that matters; printed with every finding.

        Defaults: ratio limit x .75, difference limit + .15, value limit -/+ .1,
        regression limit + .08; halfway to the end of the scale where that would leave it.
        """
        given = getattr(self, self.kind).must_detect
        if given is not None:
            return float(given)
        if self.ratio:
            return self.limit * 0.75
        step = {"difference": 0.15, "value": 0.1, "regression": 0.08}[self.kind]
        wanted = self.limit - step if self.at_least else self.limit + step
        low = -1.0 if self.metric == "calibration_gap" else 0.0
        inside = low < wanted < 1
        return wanted if inside else (self.limit + (low if self.at_least else 1.0)) / 2

    def groupings(self, default: list[Grouping]) -> tuple[tuple[str, ...], ...]:
        """Attributes of every grouping this rule is judged on."""
        return tuple(
            (grouping,) if isinstance(grouping, str) else tuple(grouping)
            for grouping in self.groups or default
        )


class Waiver(Strict):
    """A named person suspends one rule for one group until a day, and says why."""

    rule: Name
    groups: Name = Field(description="exactly as a finding names it: race=hispanic")
    until: date
    owner: Name
    why: Name
    issue: Name | None = None


class Policy(Strict):
    """A policy file, whole."""

    version: Literal[1]
    name: Name
    predictions: Name | None = Field(None, description="CSV or Parquet, relative to this file")
    model: Model | None = Field(None, description="in place of predictions: a model to score")
    columns: Columns
    groups: list[Grouping] = Field(min_length=1, description="default of every rule")
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    min_cell: Annotated[int, Field(ge=1)] = Field(5, description="smaller counts are suppressed")
    missing: Literal["report", "compare"] = Field(
        "report",
        description="people whose attribute is not given: reported apart, or compared",
    )
    rules: list[Rule] = Field(min_length=1)
    waivers: list[Waiver] = Field([])
    accept: Literal["scored", "declared"] = "scored"
    rollout: Ramp | None = Field(None, description="in which steps, and what each asks for")

    @model_validator(mode="after")
    def _references(self) -> Policy:
        ids = [rule.id for rule in self.rules]
        for rule_id in ids:
            if ids.count(rule_id) > 1:
                raise ValueError(f"two rules are called {rule_id}")
        return self

    def table(self, path: str) -> PredictionTable:
        """Bind the policy's columns to a file of predictions."""
        label, prediction = self.columns.label, self.columns.prediction
        sensitive = [_attribute(name, spec) for name, spec in self.columns.sensitive.items()]
        known = {attribute.name for attribute in sensitive}
        strata = dict.fromkeys(name for rule in self.rules for name in rule.within or ())
        return PredictionTable(
            path,
            Label(label) if isinstance(label, str) else Label(label.column, label.positive),
            Prediction(prediction)
            if isinstance(prediction, str)
            else Prediction(prediction.column, prediction.threshold),
            self.columns.score,
            self.columns.row_id,
            (*sensitive, *(Attribute(name, name) for name in strata if name not in known)),
        )


def _attribute(name: str, spec: str | SensitiveColumn) -> Attribute:
    if isinstance(spec, str):
        return Attribute(name, spec)
    return Attribute(name, spec.column, None if spec.bins is None else tuple(spec.bins))


def finite(value: float | None) -> float | None:
    """NaN and infinities as None, for documents that people and JSON readers see."""
    return None if value is None or not math.isfinite(value) else value
