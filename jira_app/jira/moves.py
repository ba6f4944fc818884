"""An issue's way through the workflow, read from Jira's own history of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from jira_app.jira.parse import timestamp
from jira_app.jira.transport import Query
from jira_app.jira.values import Field, Move, Trail

QUERY: Final[Query] = {"fields": "status", "expand": "changelog"}
FORGE: Final = "ari:cloud:ecosystem"


def trail(found: Any) -> Trail:
    """Read an issue's status and its moves from the issue with its changelog.

    Cloud gives its newest changes (at most 100) first, Data Center all of them, oldest first.

    Examples
    --------
    >>> trail({"fields": {"status": {"name": "Done"}}})
    Trail(status='Done', moves=())
    """
    histories = _dicts(_part(_part(found, "changelog"), "histories"))
    moves = [move for each in histories for move in _moves(each)]
    status = _part(_part(_part(found, "fields"), "status"), "name")
    return Trail(str(status or ""), tuple(sorted(moves, key=_order)))


def is_apps(field_id: str, known: Iterable[Field]) -> bool:
    """Whether a field belongs to a Forge app, so that nobody sets it as a person would.

    Examples
    --------
    >>> is_apps("customfield_1", [Field("customfield_1", "Gate", "string", f"{FORGE}::x")])
    True
    """
    return any(each.id == field_id and each.custom_type.startswith(FORGE) for each in known)


def _moves(history: dict[str, Any]) -> Iterator[Move]:
    author = _part(history, "author")
    names = [_part(author, name) for name in ("accountId", "key", "name")]
    for item in _dicts(history.get("items")):
        if "status" in (item.get("fieldId"), item.get("field")):
            yield Move(
                id=str(history.get("id") or ""),
                author=str(next(filter(None, names), "")),
                at=timestamp(history.get("created")),
                before=str(item.get("fromString") or ""),
                after=str(item.get("toString") or ""),
                before_id=str(item.get("from") or ""),
            )


def _order(move: Move) -> tuple[float, int]:
    when = move.at.timestamp() if move.at else 0.0
    return when, int(move.id) if move.id.isascii() and move.id.isdecimal() else 0


def _part(found: Any, name: str) -> Any:
    return found.get(name) if isinstance(found, dict) else None


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
