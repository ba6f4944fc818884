"""The base of models into which text from outside is read."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Unknown keys, other types and late changes are errors.

    Examples
    --------
    >>> class Point(Strict):
    ...     x: int
    >>> Point.model_validate({"x": "1"})
    Traceback (most recent call last):
    pydantic_core._pydantic_core.ValidationError: 1 validation error for Point...
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
