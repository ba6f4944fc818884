"""Lengths of time as people write them: ``30s``, ``15m``, ``1h``, ``7d``."""

from __future__ import annotations

import re
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_FORM: Final = re.compile(r"([1-9][0-9]{0,5})([smhd])")


def seconds(text: object) -> float:
    """Read a length of time.

    Raises
    ------
    ValueError
        If it is anything but a whole number and one of s, m, h, d.

    Examples
    --------
    >>> seconds("15m"), seconds("7d")
    (900.0, 604800.0)
    """
    found = _FORM.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"expected a length of time, got {text!r}; write 30s, 15m, 1h or 7d")
    return float(int(found[1]) * _SECONDS[found[2]])


def words(length: float) -> str:
    """Write a length of time in the largest unit that leaves nothing over.

    Examples
    --------
    >>> words(3600.0), words(5400.0), words(0.0), words(59.4)
    ('1h', '90m', '0s', '59s')
    """
    whole = round(length)
    unit = max((u for u, size in _SECONDS.items() if whole % size == 0), key=_SECONDS.__getitem__)
    return f"{whole // _SECONDS[unit]}{unit}" if whole else "0s"


def roughly(length: float) -> str:
    """Write a length of time for people: its two largest units, less than a unit left out.

    Examples
    --------
    >>> roughly(3591.0), roughly(14_340.0), roughly(86_400.0), roughly(59.9), roughly(0.4)
    ('59m', '3h 59m', '1d', '59s', '1s')
    """
    whole, parts = max(1, int(length)), list[str]()
    for unit, size in sorted(_SECONDS.items(), key=lambda pair: -pair[1]):
        if parts and unit == "s":
            break  # nobody wants to know
        count, whole = divmod(whole, size)
        if count or parts:
            parts.append(f"{count}{unit}" if count else "")
    return " ".join(part for part in parts[:2] if part)


Duration: TypeAlias = Annotated[
    float,
    BeforeValidator(seconds, json_schema_input_type=str),
    PlainSerializer(words, return_type=str, when_used="json"),
    Field(json_schema_extra={"pattern": f"^{_FORM.pattern}$"}),
]
