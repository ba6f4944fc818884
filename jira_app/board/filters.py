"""What of the board somebody wants to see: filters, order and page, as the address has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from jira_app.board.line import GREATEST, NOT_NEEDED, STATES, Line, rank

PAGE: Final = 50
DUES: Final = ("overdue", "ending", "accepted")
LONGEST: Final = 200
"""Characters of a filter; longer ones are cut."""

_FIELDS: Final = ("project", "squad", "level", "state", "due", "text")
_FIRST: Final = "level"
"""The order that a board opens in: highest level first."""

_DESCENDING: Final = frozenset({"level", "inherent", "residual", "evidence", "age"})
"""Columns whose interesting end is the high one, so that a first click sorts them that way."""


def _optional(value: float | None) -> float:
    return -1.0 if value is None else value


_OUTCOMES: Final = ("", "pass", "warn", "unknown", "fail")
_ORDERS: Final[Mapping[str, Callable[[Line], Any]]] = {
    "issue": lambda line: (line.project, line.number),
    "level": lambda line: (rank(line.level), _optional(line.residual)),
    "state": lambda line: STATES.index(line.state),
    "inherent": lambda line: _optional(line.inherent),
    "residual": lambda line: _optional(line.residual),
    "evidence": lambda line: _OUTCOMES.index(line.evidence),
    "gate": lambda line: line.is_open,
    "squad": lambda line: line.squad.casefold(),
    "owner": lambda line: line.owner.casefold(),
    "age": lambda line: -line.first_seen,
    "due": lambda line: line.due.at if line.due else float("inf"),
}


@dataclass(frozen=True)
class Filters:
    """What somebody asked for; an empty text asks for nothing.

    Attributes
    ----------
    project, squad, level, state, due, text : str
        As in the form.
    likelihood, severity : int or None
        A cell of the matrix.
    sort, order : str
        Column, and ``asc`` or ``desc``.
    page : int
        From 1.
    """

    project: str = ""
    squad: str = ""
    level: str = ""
    state: str = ""
    due: str = ""
    text: str = ""
    likelihood: int | None = None
    severity: int | None = None
    sort: str = _FIRST
    order: str = "desc"
    page: int = 1

    def args(self, **changes: Any) -> dict[str, Any]:
        """Give the query string's parameters for this, changed; what is not said is left out."""
        wanted = replace(self, **{"page": 1, **changes})
        given = {name: getattr(wanted, name) for name in (*_FIELDS, "likelihood", "severity")}
        if (wanted.sort, wanted.order) != (_FIRST, "desc"):
            given |= {"sort": wanted.sort, "order": wanted.order}
        if wanted.page > 1:
            given["page"] = wanted.page
        return {name: value for name, value in given.items() if value not in {"", None}}

    def sorted_by(self, column: str) -> dict[str, Any]:
        """Give the parameters for a click on a column's header."""
        first = "desc" if column in _DESCENDING else "asc"
        turned = {"asc": "desc", "desc": "asc"}[self.order]
        return self.args(sort=column, order=turned if column == self.sort else first)

    @property
    def is_narrow(self) -> bool:
        """Whether anything is filtered."""
        return any(getattr(self, name) for name in _FIELDS) or self.in_cell

    @property
    def in_cell(self) -> bool:
        """Whether one cell of the matrix is asked for."""
        return self.likelihood is not None and self.severity is not None


@dataclass(frozen=True)
class Page:
    """One page of lines: which of how many."""

    lines: Sequence[Line]
    number: int
    pages: int
    first: int
    total: int


def read_filters(args: Mapping[str, str]) -> Filters:
    """Read filters from a query string; what makes no sense asks for nothing.

    Examples
    --------
    >>> read_filters({"level": "high", "sort": "password", "page": "-3"})
    Filters(project='', squad='', level='high', state='', due='', text='', likelihood=None, \
severity=None, sort='level', order='desc', page=1)
    """
    given = {name: args.get(name, "").strip()[:LONGEST] for name in _FIELDS}
    place = [_number(args.get(name, ""), GREATEST) for name in ("likelihood", "severity")]
    likelihood, severity = place if None not in place else (None, None)
    known = args.get("sort") in _ORDERS
    sort = args["sort"] if known else _FIRST
    first = "desc" if sort in _DESCENDING else "asc"
    order = args.get("order", first) if known else "desc"
    page = max(1, _number(args.get("page", ""), 10**6) or 1)
    return Filters(
        **given,
        likelihood=likelihood,
        severity=severity,
        sort=sort,
        order=order if order in {"asc", "desc"} else first,
        page=page,
    )


def _number(text: str, largest: int) -> int | None:
    digits = text.isascii() and text.isdigit() and len(text) <= 7
    return int(text) if digits and int(text) <= largest else None


def select(lines: Iterable[Line], filters: Filters) -> list[Line]:
    """Choose lines, all but by the cell of the matrix, which shows what is around it too."""
    words = filters.text.casefold().split()
    return [line for line in lines if _matches(line, filters) and _says(line, words)]


def _matches(line: Line, filters: Filters) -> bool:
    return (
        filters.project in {"", line.project}
        and filters.squad in {"", line.squad}
        and filters.level in {"", line.level}
        and filters.state in {"", line.state}
        and filters.due in {"", *_dues(line)}
    )


def _dues(line: Line) -> set[str]:
    kinds = {line.due.kind} if line.due else set[str]()
    return kinds | ({"accepted"} if line.accepted_until else set())


def _says(line: Line, words: Sequence[str]) -> bool:
    said = f"{line.key} {line.summary} {line.owner} {line.squad} {line.status}".casefold()
    return all(word in said for word in words)


def in_cell(lines: Iterable[Line], filters: Filters) -> list[Line]:
    """Choose the lines of the cell that was asked for; all of them if none was."""
    if not filters.in_cell:
        return list(lines)
    wanted = (filters.likelihood, filters.severity)
    return [line for line in lines if (line.likelihood, line.severity) == wanted]


def arrange(lines: Iterable[Line], filters: Filters) -> list[Line]:
    """Sort lines; those that are equal stand by key, whichever way."""
    by_key = sorted(lines, key=_ORDERS["issue"])
    return sorted(by_key, key=_ORDERS[filters.sort], reverse=filters.order == "desc")


def paged(lines: Sequence[Line], filters: Filters, *, whole: bool = False) -> Page:
    """Cut a page out of lines; behind the last page is the last page."""
    size = max(1, len(lines)) if whole else PAGE
    pages = max(1, -(-len(lines) // size))
    number = min(filters.page, pages)
    first = (number - 1) * size
    return Page(lines[first : first + size], number, pages, first + 1, len(lines))


def choices(lines: Iterable[Line]) -> dict[str, list[str]]:
    """List what can be chosen, from permitted lines only."""
    lines = list(lines)
    return {
        "project": sorted({line.project for line in lines}),
        "squad": sorted({line.squad for line in lines if line.squad}, key=str.casefold),
        "level": sorted({line.level for line in lines}, key=rank),
        "state": [state for state in STATES if state in {line.state for line in lines}],
        "due": list(DUES),
    }


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Count what the head of the board shows."""
    lines = list(lines)
    return {
        "all": len(lines),
        "high": sum(line.level == "high" for line in lines),
        "overdue": sum("overdue" in _dues(line) for line in lines),
        "ending": sum("ending" in _dues(line) for line in lines),
        "closed": sum(not line.is_open for line in lines),
        "unassessed": sum(line.state not in {"approved", NOT_NEEDED} for line in lines),
    }
