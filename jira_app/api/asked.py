"""What a request asks for: its parameters and its body, as the description promises them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal, TypeVar

from flask import request
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
)

from fairgate.evidence.strict import Sha256
from fairgate.strict import Strict
from jira_app.evidence.envelope import malformed

LARGEST_ROLLOUT: Final = 64 * 1024
"""Bytes of what the flag hook says."""

RFC_3339: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII
)


def _check_moment(text: str) -> str:
    """Refuse what is no moment of RFC 3339; leap seconds, which Python has not, are none."""
    if not RFC_3339.fullmatch(text):
        raise ValueError("expected a moment such as 2026-11-22T09:30:00Z")
    datetime.fromisoformat(text)
    return text


def _whole(number: Any) -> Any:
    """Take 10.0 for 10, as JSON Schema does."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Percent = Annotated[int, Field(ge=0, le=100), BeforeValidator(_whole)]
Key = Annotated[
    str, Field(pattern=r"^[A-Z][A-Z0-9_]+-[0-9]+$", max_length=255, examples=["LOAN-12"])
]
OneLine = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=255)]
Moment = Annotated[
    str,
    Field(max_length=40, json_schema_extra={"format": "date-time"}),
    AfterValidator(_check_moment),
]
Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=2_000)]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=2_000)]

M = TypeVar("M", bound=BaseModel)


class EvidenceQuery(Strict):
    """Parameters of ``POST /api/evidence``."""

    issue: Key | None = Field(
        None, description="For which issue, where the evidence names none or several."
    )
    report: Link | None = Field(None, description="Where the CI job keeps its report.")


class EnvelopeQuery(Strict):
    """Parameters of ``GET /api/issues/{key}/evidence``."""

    policy: OneLine | None = Field(None, description="Only by the policy with this name.")
    model: Sha256 | None = Field(None, description="Only of the model with this SHA-256.")


class RolloutBody(Strict):
    """What the flag hook decided and did about one flag in one environment."""

    issue: Key
    flag: OneLine
    environment: OneLine
    decision: Literal["open", "closed"]
    ceiling: Percent = Field(description="Largest share of people.")
    until: Moment | None = Field(description="End of the lease.")
    reasons: Annotated[list[Text], Field(max_length=100)]
    grant: Sha256 | None = Field(description="SHA-256 of the grant's envelope.")
    by: OneLine = Field(description="Who or what brought it about.")
    why: Text
    emergency: bool = Field(default=False, description="Whether somebody went ahead of the plan.")


def query(model: type[M]) -> M:
    """Read the parameters of this request; those that are not known are left unread.

    Raises
    ------
    Refused
        With 400, naming the parameter.
    """
    given: dict[str, Any] = {}
    for name in model.model_fields:
        values = request.args.getlist(name)
        if values:
            given[name] = values[0] if len(values) == 1 else values
    return read(model, given)


def read(model: type[M], document: Any) -> M:
    """Read a document.

    Raises
    ------
    Refused
        With 400, naming the place.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise malformed(error) from None
