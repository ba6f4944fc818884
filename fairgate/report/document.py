"""The shape of ``fairgate/verdict/v1`` for reading; every type is exact, every list bounded.

The published form is ``fairgate/schemas/verdict-v1.schema.json``. Keys may be added within
v1, so unknown ones are left unread.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fairgate.verdict import Outcome

_MOST_ROWS = 2**53  # beyond it, other readers of JSON no longer count exactly

Text: TypeAlias = Annotated[str, Field(max_length=20_000)]
Name: TypeAlias = Annotated[str, Field(max_length=2_000)]
Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Whole: TypeAlias = Annotated[int, Field(ge=0, le=_MOST_ROWS)]
Mark: TypeAlias = Annotated[str, Field(pattern=r"^(<|>=)[0-9]{1,9}$")]
Rows: TypeAlias = Whole | Mark | None
Ends: TypeAlias = tuple[Number | None, Number | None]
Said: TypeAlias = Literal["pass", "warn", "unknown", "fail"]


class _Exact(BaseModel):
    """No type is turned into another, and nothing changes later."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Waived(_Exact):
    """A promise that is suspended for a group."""

    groups: Name
    until: Name
    owner: Name = ""
    why: Text = ""
    issue: Name | None = None
    expired: bool = False


class Shown(_Exact):
    """A contrast beyond the limit."""

    disadvantaged: Name
    advantaged: Name
    estimate: Number
    interval: Ends | None


class Excluded(_Exact):
    """A group that was too rare to be compared."""

    group: Name
    n: Rows
    value: Number | None
    reason: Text


class Stratum(_Exact):
    """One stratum of a conditional rule."""

    name: Name
    n: Rows
    estimate: Number | None


class Finding(_Exact):
    """One rule on one grouping."""

    rule: Name
    metric: Name
    groups: Name
    comparison: Literal["ratio", "difference", "value", "regression"]
    outcome: Said
    estimate: Number | None
    interval: Ends | None
    limit: Number
    must_detect: Number
    at_least: bool
    worst: list[Name] = Field(max_length=2)
    values: dict[Name, Number | None] = Field(default={}, max_length=2)
    n: dict[Name, Rows] = Field(max_length=100_000)
    waived: list[Waived] = Field(max_length=10_000)
    rows_needed: dict[Name, Whole] | None
    message: Text
    shown: list[Shown] = Field(default=[], max_length=10_000)
    excluded: list[Excluded] = Field(default=[], max_length=2_000)
    strata: list[Stratum] = Field(default=[], max_length=10_000)
    heterogeneity: Number | None = None
    notes: list[Text] = Field(default=[], max_length=1_000)
    line: Annotated[int, Field(ge=1, le=_MOST_ROWS)] | None = None


class Measured(_Exact):
    """A metric of one group."""

    value: Number | None
    interval: Ends | None
    baseline: Number | None = None
    reason: Text = ""


class Group(_Exact):
    """One group of one grouping, with every metric that rules name."""

    group: dict[Name, Name | None] = Field(min_length=1, max_length=100)
    n: Rows
    metrics: dict[Name, Measured] = Field(max_length=100)


class ComparedWith(_Exact):
    """The baseline."""

    kind: Literal["paired", "unpaired", "none"]
    rows: Rows
    source: Annotated[str, Field(max_length=1_000)] = ""


class Document(_Exact):
    """The whole document."""

    schema_: Literal["fairgate/verdict/v1"] = Field(alias="schema")
    policy: Name
    outcome: Said
    blocks: bool
    rows: Rows
    compared_with: ComparedWith
    confidence: Annotated[float, Field(gt=0, lt=1)]
    min_cell: Annotated[int, Field(ge=1, le=_MOST_ROWS)]
    policy_file: Name = ""
    predictions: Name = ""
    findings: list[Finding] = Field(max_length=2_000)
    by_group: list[Group] = Field(max_length=20_000)

    @model_validator(mode="after")
    def _consistent(self) -> Document:
        outcome = Outcome(self.outcome)
        worst = max((Outcome(f.outcome) for f in self.findings), default=outcome)
        if worst is not outcome:
            raise ValueError(f"outcome is {outcome.value}, but the worst finding is {worst.value}")
        if self.blocks is not outcome.blocks:
            raise ValueError(f"blocks is {self.blocks}, but the outcome is {outcome.value}")
        return self
