"""The clock: run sheet and slides give the same minutes as the agenda."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, zip_longest
from typing import NamedTuple

from fairgate.errors import UserError
from fairgate.training.models import AgendaItem
from fairgate.training.module import Module

_ROW = re.compile(r"^\|\s*(\d+):(\d\d)\s*\|\s*(\d+)\s*\|")
_WHOLE = re.compile(r"\b(\d+) minutes[,;] (\d+)(?: minutes)? without\b")


class Part(NamedTuple):
    """When a part begins, and how long it takes, in minutes."""

    begins: int
    minutes: int

    def __str__(self) -> str:
        return f"| {self.begins // 60}:{self.begins % 60:02} | {self.minutes} |"


def timing(module: Module) -> Iterator[UserError]:
    """Find minutes in the run sheet or on slides that the agenda does not have.

    A run sheet may have a table that begins with ``| clock | minutes |``; then it has a row
    for each part.
    """
    yield from _clock(module)
    whole = (module.minutes, module.core_minutes)
    for name in ("run-sheet.md", "slides.md"):
        for line, text in enumerate(module.texts[name].splitlines(), 1):
            found = _WHOLE.search(text)
            if found and (int(found[1]), int(found[2])) != whole:
                problem = f"expected {whole[0]} minutes, {whole[1]} without the optional parts"
                cure = "mend it, or the agenda of module.yaml"
                yield UserError(problem, cure, str(module.folder / name), line)


def parts(agenda: Sequence[AgendaItem]) -> list[Part]:
    """Say when each part of a session begins.

    Examples
    --------
    >>> agenda = [AgendaItem(id=name, title=name, minutes=35, kind="talk") for name in "abc"]
    >>> print(*parts(agenda))
    | 0:00 | 35 | | 0:35 | 35 | | 1:10 | 35 |
    """
    lengths = [item.minutes for item in agenda]
    return [Part(*pair) for pair in zip(accumulate(lengths, initial=0), lengths, strict=False)]


def _clock(module: Module) -> Iterator[UserError]:
    """Find the first row of the clock that differs; those after it mostly follow from it."""
    lines = enumerate(module.run_sheet.splitlines(), 1)
    rows = [(line, found) for line, text in lines if (found := _ROW.match(text))]
    if not rows:
        return
    path = str(module.folder / "run-sheet.md")
    for row, part in zip_longest(rows, parts(module.outline.agenda)):
        line, found = row or (rows[-1][0], None)
        got = found and Part(int(found[1]) * 60 + int(found[2]), int(found[3]))
        if got != part:
            expected = "no further row" if part is None else f"a row {part} as in the agenda"
            problem = f"expected {expected}, got {'none' if got is None else got}"
            yield UserError(problem, "mend it, or the agenda of module.yaml", path, line)
            return
