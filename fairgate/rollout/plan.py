"""The ramp: in which steps a feature goes to how many people, and what each step asks for.

It is the part ``rollout:`` of a policy.

>>> ramp = Ramp.model_validate({"steps": [{"ceiling": 10, "hold": "1h"}, {"ceiling": 100}]})
>>> [step.ceiling for step in ramp.steps], ramp.lease
([10, 100], 900.0)
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from fairgate.rollout.durations import Duration
from fairgate.strict import Strict


class Live(Strict):
    """A verdict on decisions that were really made, in the time before."""

    policy: Annotated[str, Field(min_length=1)] = Field(
        description="name of the policy that judges them"
    )
    max_age: Duration = Field(description="how old the verdict may be: 24h")


class Step(Strict):
    """Part of the ramp."""

    ceiling: Annotated[int, Field(ge=1, le=100)] = Field(
        description="largest share of people, in percent"
    )
    hold: Duration | None = Field(None, description="how long it lasts at least, such as 1h")
    live: Live | None = Field(None, description="asked for right before this step begins")


class Ramp(Strict):
    """A ramp."""

    steps: list[Step] = Field(min_length=1, description="in order, each larger than the last")
    environments: list[Annotated[str, Field(min_length=1)]] = Field(
        default=["production"], min_length=1, description="where it holds"
    )
    lease: Duration = Field(
        "15m", validate_default=True, description="how long a grant holds without being renewed"
    )
    max_age: Duration | None = Field(
        None, description="how old the evidence may be; default: any age"
    )

    @model_validator(mode="after")
    def _ascends(self) -> Ramp:
        if any(step.ceiling >= later.ceiling for step, later in pairwise(self.steps)):
            shares = ", ".join(str(step.ceiling) for step in self.steps)
            raise ValueError(f"expected ceilings that ascend, got {shares}; mend their order")
        if self.steps[0].live:
            raise ValueError("the first step has no decisions before it; ask for live later")
        for step in self.steps[:-1]:
            if step.hold is None:
                raise ValueError(f"the step of {step.ceiling} % needs a hold, such as 1h")
        return self
