"""Backlog items, and the lines of a file that hold them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fairgate.errors import UserError, UserErrors

MAX_BYTES = 64 * 2**20
"""Size of the largest file of items that is read."""

_TEXTS = ("summary", "description", "type")
_LISTS = ("labels", "components")
_CURE = 'write one JSON object a line, such as {"id": "A-1", "summary": "..."}'


@dataclass(frozen=True, slots=True)
class Item:
    """A backlog item: what triage may look at, and nothing else.

    Attributes
    ----------
    id : str
        Its key.
    summary, description, type : str
        Empty where not given.
    labels, components : tuple of str
        As the tracker has them.
    """

    id: str
    summary: str
    description: str = ""
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    type: str = ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield each text with the name of its field."""
        yield "summary", self.summary
        yield "description", self.description
        yield from (("labels", label) for label in self.labels)
        yield from (("components", component) for component in self.components)


def parse_items(content: bytes, name: str) -> tuple[Item, ...]:
    """Read JSON lines; empty lines and unknown fields are passed over.

    Raises
    ------
    UserErrors
        Every line that is wrong, with its number; then nothing is returned.

    Examples
    --------
    >>> parse_items(b'{"id": "A-1", "summary": "Sort by name", "risk": "high"}', "a.jsonl")
    (Item(id='A-1', summary='Sort by name', description='', labels=(), components=(), type=''),)
    >>> parse_items(b'{"id": "A-1"}', "a.jsonl")
    Traceback (most recent call last):
    fairgate.errors.UserErrors: a.jsonl:1: summary: summary is missing (add the item's title)
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"byte 0x{content[error.start]:02x} is not UTF-8"
        at = content[: error.start].count(b"\n") + 1
        raise UserError(problem, "save the file as UTF-8", name, at) from None
    items: list[Item] = []
    errors: list[UserError] = []
    first: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = _item(line)
            _expect_new(item.id, first.setdefault(item.id, number), number)
            items.append(item)
        except UserError as error:
            errors.append(UserError(error.problem, error.cure, name, number, error.place))
    if errors:
        raise UserErrors(errors)
    return tuple(items)


def _expect_new(key: str, first: int, number: int) -> None:
    if first != number:
        problem = f"{key!r} is the id of line {first} already"
        raise UserError(problem, "give each item an id of its own", place="id")


def _item(line: str) -> Item:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise UserError(f"not JSON: {_short(line)}", _CURE) from None
    if not isinstance(data, dict):
        raise UserError(f"expected an object, got {_short(line)}", _CURE)
    if not isinstance(data.get("id"), str | int) or isinstance(data.get("id"), bool):
        raise UserError(_found(data, "id"), "add the item's key", place="id")
    if not isinstance(data.get("summary"), str):
        raise UserError(_found(data, "summary"), "add the item's title", place="summary")
    summary, description, kind = (_text(data.get(key), key) for key in _TEXTS)
    labels, components = (_list(data.get(key), key) for key in _LISTS)
    return Item(str(data["id"]), summary, description, labels, components, kind)


def _text(value: Any, key: str) -> str:
    """Text, or nothing; a lone surrogate, which JSON allows, is shown as a question mark."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UserError(f"expected text, got {_short(value)}", "write text or null", place=key)
    return value.encode("utf-8", "replace").decode()


def _list(value: Any, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        cure = 'write a list such as ["app"]'
        raise UserError(f"expected a list of texts, got {_short(value)}", cure, place=key)
    return tuple(_text(one, key) for one in value)


def _found(data: dict[str, Any], key: str) -> str:
    return f"expected text, got {_short(data[key])}" if key in data else f"{key} is missing"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
