"""Texts of others, cut to what the property and a comment have room for."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

NAME: Final = 120
SENTENCE: Final = 240


def short(text: str, longest: int = SENTENCE) -> str:
    """Cut a text.

    Examples
    --------
    >>> short("loan approval", 8)
    'loan ap…'
    """
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def tag(*names: str) -> str:
    """Give a short name for a marker, the same for the same names whatever is in them."""
    return hashlib.sha256("\n".join(names).encode("utf-8", "replace")).hexdigest()[:12]


def day(seconds: float | None) -> str | None:
    """Write a day; None where there is none.

    Examples
    --------
    >>> day(0.0)
    '1970-01-01'
    """
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date().isoformat()


def moment(seconds: float) -> str:
    """Write a time, to the second."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def words(value: Any, longest: int = NAME) -> str:
    """Take a text out of a document of somebody else's; empty if it is none.

    Examples
    --------
    >>> words("open"), words(10.0), words(None), words(["open"])
    ('open', '10', '', '')
    """
    if isinstance(value, str):
        return short(value, longest)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:g}" if number else ""
