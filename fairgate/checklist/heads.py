"""What there is, from the heads of content files alone: no model of any kind is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgate.checklist.library import entries
from fairgate.content.reading import items
from fairgate.files import read_bytes
from fairgate.yamlfile import load
from fairgate.yamlfile.syntax import MAX_BYTES


@dataclass(frozen=True)
class Summary:
    """A content file in one line.

    Attributes
    ----------
    kind, id, version, title : str
        From its head.
    items : int
        How many items it holds.
    path : Path
        Where it is.
    own : bool
        Whether it is an organisation's own.
    """

    kind: str
    id: str
    version: str
    title: str
    items: int
    path: Path
    own: bool


def summaries(own: Sequence[Path] = ()) -> tuple[Summary, ...]:
    """Summarise every content file, in the order in which people meet them.

    Examples
    --------
    >>> [summary.id for summary in summaries() if summary.kind == "research"]
    ['research-rails']
    """
    found = []
    for entry in entries(own):
        data = load(read_bytes(entry.path, MAX_BYTES), str(entry.path)).data
        version, title = str(data.get("version", "")), str(data.get("title", ""))
        number = sum(1 for _ in items(data))
        found.append(Summary(entry.kind, entry.id, version, title, number, entry.path, entry.own))
    return tuple(found)
