"""The words of complaints: what was expected, what was found, what to write instead.

Every sentence is made from the shape of the document, a path in it and the value there.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from fairgate.modelfile.shape import Shape
from fairgate.modelfile.values import number_meant, shown, text_meant
from fairgate.yamlfile.reader import Path

Sentence: TypeAlias = tuple[str, str]
"""Problem and cure."""

Wording: TypeAlias = Callable[[Shape, Path, Any], Sentence]
"""From what may stand at a path, the path and the value to a sentence."""


def _number(shape: Shape, path: Path, value: Any) -> Sentence:
    return f"expected a number{_range(shape, path)}, got {shown(value)}", number_meant(value)


def _finite(_shape: Shape, _path: Path, value: Any) -> Sentence:
    return f"expected a finite number, got {shown(value)}", "write a number such as 0.1"


def _whole(_shape: Shape, _path: Path, value: Any) -> Sentence:
    return f"expected a whole number, got {shown(value)}", "write a number such as 5"


def _out_of_range(shape: Shape, path: Path, value: Any) -> Sentence:
    wanted = _range(shape, path).strip()
    share = isinstance(value, (int, float)) and 1 < value <= 100 and "1" in wanted
    cure = f"write a share: {value / 100:g}" if share else f"write a number {wanted}"
    return f"expected a number {wanted}, got {shown(value)}", cure


def _range(shape: Shape, path: Path) -> str:
    schema: dict[str, Any] = {}
    for alternative in shape.at(path):
        schema |= alternative
    low = f"from {schema['minimum']:g}" if "minimum" in schema else ""
    low = f"above {schema['exclusiveMinimum']:g}" if "exclusiveMinimum" in schema else low
    most = "to" if low.startswith("from") else "and at most"
    high = f"{most} {schema['maximum']:g}" if "maximum" in schema else ""
    high = f"and below {schema['exclusiveMaximum']:g}" if "exclusiveMaximum" in schema else high
    if low.startswith("from") and not high:
        low = low.replace("from", "of at least")
    return "".join(f" {part}" for part in (low, high) if part)


def _text(_shape: Shape, _path: Path, value: Any) -> Sentence:
    return f"expected text, got {shown(value)}", text_meant(value)


def _empty_text(_shape: Shape, _path: Path, _value: Any) -> Sentence:
    return "expected text, got ''", "write it, or remove the line"


def _list(_shape: Shape, _path: Path, value: Any) -> Sentence:
    single = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    cure = f"write [{value}]" if single else "write its entries with a dash each, or in [ ]"
    if value is None:
        cure = "write [], or remove the line"
    return f"expected a list, got {shown(value)}", cure


def _mapping(shape: Shape, path: Path, value: Any) -> Sentence:
    keys = shape.keys(path)
    wanted = f"keys ({', '.join(keys)})" if keys else "keys and values"
    cure = "write them below it, indented by two spaces"
    if keys and isinstance(value, (str, int, float)) and not isinstance(value, bool):
        more = ", ..." if len(keys) > 3 else ""
        cure = f"write {{{keys[0]}: {value}{more}}}"
    return f"expected {wanted}, got {shown(value)}", cure


def _too_few(_shape: Shape, _path: Path, _value: Any) -> Sentence:
    return "expected at least one entry, got none", "add one, or remove the key"


def _pattern(shape: Shape, path: Path, value: Any) -> Sentence:
    said = (schema.get("patternErrorMessage") for schema in shape.at(path))
    wanted = next((words for words in said if words), "text of another form")
    return f"expected {wanted}, got {shown(value)}", "mend it"


def choice(shape: Shape, path: Path, value: Any) -> Sentence:
    """Say which values may stand here."""
    known = [str(word) for word in shape.allowed(path)]
    close = difflib.get_close_matches(str(value), known, n=1)
    cure = f"did you mean {close[0]}?" if close else f"write {' or '.join(known)}"
    if isinstance(value, str) and value in known:
        cure = "remove the quotes"
    return f"expected {' or '.join(known)}, got {shown(value)}", cure


def _day(_shape: Shape, _path: Path, value: Any) -> Sentence:
    cure = "write the day as YYYY-MM-DD"
    if isinstance(value, datetime):
        cure = f"write the day only: {value.date()}"
    elif isinstance(value, str):
        with suppress(ValueError):
            quotes_only = date.fromisoformat(value).isoformat() == value
            cure = "remove the quotes" if quotes_only else cure
    return f"expected a day, got {shown(value)}", cure


_TYPES = {
    "string": "text",
    "array": "a list",
    "boolean": "true/false",
    "integer": "a number",
    "number": "a number",
}


def _no_branch(shape: Shape, path: Path, value: Any) -> Sentence:
    wanted: dict[str, None] = {}
    for schema in shape.at(path):
        if schema.get("type") == "object":
            wanted[f"keys ({', '.join(schema.get('properties', ()))})"] = None
        elif schema.get("type") in _TYPES:
            wanted[_TYPES[schema["type"]]] = None
    *most, last = wanted or ("something else",)
    expected = f"{', '.join(most)} or {last}" if most else last
    return f"expected {expected}, got {shown(value)}", text_meant(value)


SENTENCES: Mapping[str, Wording] = MappingProxyType(
    {
        "float_type": _number,
        "finite_number": _finite,
        "int_type": _whole,
        "int_parsing": _number,
        "int_from_float": _whole,
        "greater_than": _out_of_range,
        "greater_than_equal": _out_of_range,
        "less_than": _out_of_range,
        "less_than_equal": _out_of_range,
        "string_type": _text,
        "string_too_short": _empty_text,
        "list_type": _list,
        "dict_type": _mapping,
        "model_type": _mapping,
        "too_short": _too_few,
        "literal_error": choice,
        "string_pattern_mismatch": _pattern,
        "date_type": _day,
        "no_branch": _no_branch,
    }
)
"""For every kind of pydantic's errors: path and value to problem and cure."""
