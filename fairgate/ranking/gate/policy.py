"""A ranking policy: what a team promised about its rankings, as ``fairgate.yaml`` has it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from fairgate.policy import Grouping, Name, Number, Waiver
from fairgate.policyfile.draft import attributes_of
from fairgate.ranking.gate.catalogue import CATALOGUE, RankingMetric
from fairgate.rollout.plan import Ramp
from fairgate.strict import Strict


class RankingColumns(Strict):
    """Which column means what; without score and order the file is in order."""

    score: Name | None = Field(None, description="largest first; ties keep the order of the file")
    order: Name | None = Field(None, description="smallest first, as 1 for the best; likewise")
    query_id: Name | None = Field(None, description="items of one value are ranked together")
    item_id: Name | None = Field(
        None, description="who or what is ranked, once a query; CI compares groups with the base's"
    )
    sensitive: dict[Name, Name] = Field(min_length=1, description="attribute: column")

    @model_validator(mode="after")
    def _one_key(self) -> RankingColumns:
        if self.score is not None and self.order is not None:
            raise ValueError("order: items are ranked by score already; keep one of the two")
        return self


class RankingValue(Strict):
    """The limit of a measure: a floor or a ceiling, as the metric has it."""

    at_least: Number | None = Field(None, description="for metrics of which more is good")
    at_most: Number | None = Field(None, description="for distances from parity")
    must_detect: Number | None = Field(None, description="violation that the data must show")


class RankingRegression(Strict):
    """Not worse than the baseline ranking, query by query."""

    at_most: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Field(
        description="by how much the mean may get worse"
    )
    must_detect: Number | None = Field(None, description="step back that the data must show")


class RankingRule(Strict):
    """One promise: a metric and a limit."""

    id: Name = Field(description="name of the rule, unique, as waivers name it")
    metric: Literal[tuple(CATALOGUE)] = Field(  # type: ignore[valid-type]  # the catalogue is data
        description="one metric of the catalogue of rankings"
    )
    k: Annotated[int, Field(ge=1)] | None = Field(None, description="how many of the best")
    step: Annotated[int, Field(ge=1)] = Field(10, description="distance of cut points, in items")
    protected: Name | None = Field(None, description="one group against the rest: sex=f")
    groups: list[Grouping] | None = Field(
        None, min_length=1, description="attributes to compare, in place of protected"
    )
    value: RankingValue | None = Field(None, description="limit of the measure")
    regression: RankingRegression | None = Field(None, description="limit of its change")
    decide: Literal["confident", "estimate"] = Field(
        "confident", description="estimate: block on the estimate, without error control"
    )
    on_unknown: Literal["block", "warn"] = Field(
        "block", description="warn where the data can not show a violation"
    )

    @model_validator(mode="after")
    def _consistent(self) -> RankingRule:
        self._check_limit()
        self._check_groups()
        if self.measure.needs_k and self.k is None:
            raise ValueError(f"metric: {self.metric} looks at the best k; add k: 10")
        if not self.measure.needs_k and self.k is not None:
            raise ValueError(f"k: {self.metric} looks at all places; remove k")
        if not self.measure.needs_step and "step" in self.model_fields_set:
            raise ValueError(f"step: {self.metric} has no cut points; remove step")
        return self

    def _check_limit(self) -> None:
        if (self.value is None) == (self.regression is None):
            cure = "add value: {at_most: 0.2} or regression: {at_most: 0.05}; one of them a rule"
            raise ValueError(f"metric: expected exactly one of value and regression; {cure}")
        if self.value is not None:
            side, other = ("at_least", "at_most") if self.at_least else ("at_most", "at_least")
            if getattr(self.value, side) is None or getattr(self.value, other) is not None:
                raise ValueError(f"value: {self.metric} has a limit of one side; write {side}")
            low, high = self.measure.scale
            if not low <= self.limit <= high:
                given = f"expected a number from {low:g} to {high:g}, got {self.limit:g}"
                raise ValueError(f"value: {given}; mend it")
        elif self.metric == "fair_star_ir":
            cure = "use skew_at_k, which has a value in each query"
            raise ValueError(f"regression: FA*IR is a test of one ranker against chance; {cure}")
        beyond = self.must_detect < self.limit if self.at_least else self.must_detect > self.limit
        if not beyond:
            side = "below" if self.at_least else "above"
            said = f"must_detect lies {side} the limit {self.limit:g}, got {self.must_detect:g}"
            raise ValueError(f"{self.kind}: {said}; mend it, or remove it: there is a default")
        if self.metric == "fair_star_ir" and not 0 < self.must_detect < self.limit < 1:
            raise ValueError("value: a share is between 0 and 1; mend it")

    def _check_groups(self) -> None:
        if self.protected is not None and self.groups is not None:
            raise ValueError("groups: protected names the group already; keep one of the two")
        if self.measure.one_group and self.protected is None:
            raise ValueError(f"metric: {self.metric} is of one group; add protected: sex=f")
        if self.protected is not None and not attributes_of(self.protected):
            problem = f"expected attribute=value, got {self.protected!r}"
            raise ValueError(f"protected: {problem}; write it as findings do: sex=f")

    @property
    def measure(self) -> RankingMetric:
        """The metric's entry in the catalogue."""
        return CATALOGUE[self.metric]

    @property
    def kind(self) -> str:
        """``value`` or ``regression``."""
        return "value" if self.value is not None else "regression"

    @property
    def at_least(self) -> bool:
        """Whether the limit is a floor."""
        return self.value is not None and self.measure.at_least

    @property
    def limit(self) -> float:
        """The limit."""
        if self.regression is not None:
            return self.regression.at_most
        assert self.value is not None
        found = self.value.at_least if self.at_least else self.value.at_most
        assert found is not None
        return found

    @property
    def must_detect(self) -> float:
        """The smallest violation that matters; printed with every finding.

        Defaults: limit + .15 for distances, limit x .75 for shares and ratios, limit - .3 for
        the skew (three quarters of the share), regression limit + .08, of the skew + .2;
        halfway to the end of the scale where that would leave it.
        """
        spec = self.value or self.regression
        assert spec is not None
        if spec.must_detect is not None:
            return spec.must_detect
        if self.regression is not None:
            return self.limit + (0.2 if self.metric == "skew_at_k" else 0.08)
        if self.measure.scaled:
            return self.limit * self.measure.step
        if self.at_least:
            return self.limit - self.measure.step
        wanted, high = self.limit + self.measure.step, self.measure.scale[1]
        return wanted if wanted < high else (self.limit + high) / 2

    def groupings(self, default: list[Grouping]) -> tuple[tuple[str, ...], ...]:
        """Attributes of every grouping that this rule is judged on."""
        if self.protected is not None:
            return (attributes_of(self.protected),)
        return tuple((g,) if isinstance(g, str) else tuple(g) for g in self.groups or default)


class RankingPolicy(Strict):
    """A ranking policy file, whole."""

    version: Literal[1] = Field(description="version of this format")
    name: Name = Field(description="name of the policy, as verdicts bear it")
    predictions: Name | None = Field(None, description="CSV or Parquet, relative to this file")
    ranking: RankingColumns = Field(description="which column of the rankings means what")
    groups: list[Grouping] = Field(min_length=1, description="default of every rule")
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = Field(
        0.95, description="of the whole verdict: a fair ranker fails in at most 1 - confidence"
    )
    min_cell: Annotated[int, Field(ge=1)] = Field(5, description="smaller counts are suppressed")
    rules: list[RankingRule] = Field(min_length=1, description="the promises")
    waivers: list[Waiver] = Field(
        [], description="rules suspended for a group, until a day, by a named person"
    )
    rollout: Ramp | None = Field(None, description="in which steps, and what each asks for")

    @property
    def accept(self) -> str:
        """Evidence that a rollout needs: rankings are handed in, fairgate runs no ranker."""
        return "declared"

    def waived(self, rule: RankingRule) -> tuple[Waiver, ...]:
        """Waivers of a rule, whether they still hold or not."""
        return tuple(waiver for waiver in self.waivers if waiver.rule == rule.id)
