"""The board as a spreadsheet: RFC 4180, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from jira_app.board.line import Line

BOM: Final = "\ufeff"
"""By which Excel knows UTF-8."""

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so may be run by the program that opens the file."""

HEAD: Final = (
    "issue", "project", "squad", "owner", "status", "summary", "risk", "level", "assessment",
    "template", "inherent", "residual", "likelihood", "severity", "evidence", "gate", "why",
    "first seen", "age in days", "due", "due on", "accepted until",
)  # fmt: skip


def sheet(lines: Iterable[Line], now: float) -> str:
    """Write lines as CSV; numbers and days in the same form in every language."""
    out = io.StringIO()
    write = csv.writer(out, dialect="excel", lineterminator="\r\n")
    write.writerow(HEAD)
    write.writerows([[defused(value) for value in _cells(line, now)] for line in lines])
    return BOM + out.getvalue()


def defused(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    https://owasp.org/www-community/attacks/CSV_Injection

    Examples
    --------
    >>> defused("=1+1"), defused("as = is"), defused("")
    ("'=1+1", 'as = is', '')
    """
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _cells(line: Line, now: float) -> Iterator[str]:
    yield from (line.key, line.project, line.squad, line.owner, line.status, line.summary)
    yield from (line.risk, line.level, line.state, line.template)
    for value in (line.inherent, line.residual, line.likelihood, line.severity):
        yield "" if value is None else f"{value:g}"
    yield line.evidence
    yield "open" if line.is_open else "closed"
    yield " ".join(line.reasons)
    yield day(line.first_seen)
    yield str(line.age(now))
    yield line.due.kind if line.due else ""
    yield day(line.due.at) if line.due else ""
    yield day(line.accepted_until) if line.accepted_until else ""


def day(seconds: float) -> str:
    """Write a day in UTC.

    Examples
    --------
    >>> day(0)
    '1970-01-01'
    """
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
