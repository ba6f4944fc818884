"""Documents as bytes: one way to write them, a strict way to read them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from numbers import Integral, Real
from typing import Any, NoReturn


def canonical(document: Any) -> bytes:
    """Write a document as canonical JSON.

    Keys are sorted by code point, no white space, UTF-8 without escapes for what is not
    ASCII, floats with the fewest digits that read back as the same number, no NaN.

    Raises
    ------
    ValueError
        For NaN and infinities.

    Examples
    --------
    >>> canonical({"é": [1, 0.1, None], "a": True}).decode()
    '{"a":true,"é":[1,0.1,null]}'
    """
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def parse(data: bytes) -> Any:
    """Read JSON, refusing what readers disagree about: doubled keys and NaN.

    Raises
    ------
    ValueError
        If the bytes are not such JSON, in UTF-8.

    Examples
    --------
    >>> parse(b'{"rows": 1, "rows": 2}')
    Traceback (most recent call last):
    ValueError: the key 'rows' stands there twice
    """
    try:
        return json.loads(
            data.decode(), object_pairs_hook=_without_doubles, parse_constant=_no_constant
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for key, value in pairs:
        if key in document:
            raise ValueError(f"the key {key!r} stands there twice")
        document[key] = value
    return document


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number in JSON")


def plain(value: Any, leave_out: frozenset[str] = frozenset()) -> Any:
    """Turn dataclasses, enumerations, tuples and numpy scalars into what JSON has.

    A number that is not finite becomes a word: ``"inf"``, ``"-inf"`` or ``"nan"``.
    ``leave_out`` names fields of dataclasses that are not written.

    Examples
    --------
    >>> from fairgate.verdict import Comparison
    >>> plain((Comparison("none", 0), float("inf")))
    [{'kind': 'none', 'rows': 0, 'source': ''}, 'inf']
    """
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in leave_out]
        return {name: plain(getattr(value, name), leave_out) for name in names}
    if isinstance(value, Mapping):
        return {key: plain(item, leave_out) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, leave_out) for item in value]
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool):
        return value
    return _number(value)


def _number(value: Any) -> int | float | str:
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else str(float(value))
    raise TypeError(f"{type(value).__name__} has no place in evidence")


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal.

    Examples
    --------
    >>> digest(b"")[:16]
    'e3b0c44298fc1c14'
    """
    return sha256(data).hexdigest()
