"""The small types of a statement: every one refuses what it does not know."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

_MOST = 2**53  # beyond it a float, and so JavaScript, no longer counts exactly


def _exact_float(text: str) -> str:
    try:
        number = float.fromhex(text)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or number.hex() != text:
        raise ValueError(f"expected a finite float in hexadecimal, got {text!r}")
    return text


def _real_time(text: str) -> str:
    if datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC).strftime(TIME_FORMAT) != text:
        raise ValueError(f"expected a time such as 2026-11-22T09:30:00Z, got {text!r}")
    return text


Count: TypeAlias = Annotated[int, Field(ge=0, le=_MOST)]
HexFloat: TypeAlias = Annotated[str, AfterValidator(_exact_float)]
Finite: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Sha256: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
OneLine: TypeAlias = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$")]
Time: TypeAlias = Annotated[str, AfterValidator(_real_time)]
