"""What a document is made of, before it looks like anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Link:
    """Words that lead to an address."""

    text: str
    url: str


@dataclass(frozen=True)
class Strong:
    """Words that matter most."""

    text: str


@dataclass(frozen=True)
class Code:
    """A name as machines know it: an id, a file."""

    text: str


Inline: TypeAlias = str | Link | Strong | Code

Line: TypeAlias = tuple[Inline, ...]
"""Words that stand in one line, as long as there is room."""


@dataclass(frozen=True)
class Heading:
    """A heading under the title: level 2 or deeper."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    words: Line


@dataclass(frozen=True)
class Bullets:
    """Points without an order."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Task:
    """Something to tick.

    Attributes
    ----------
    id : str
        Its stable name, unique in the document.
    title : str
        A few words.
    text : str
        The whole of it; empty where the title says all.
    notes : tuple of Line
        More, for who asks: why, how, where it comes from.
    done : bool
        Whether it is ticked.
    """

    id: str
    title: str
    text: str = ""
    notes: tuple[Line, ...] = ()
    done: bool = False


@dataclass(frozen=True)
class Tasks:
    """Things to tick, in order."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Table:
    """Facts in rows; the first cell of each names it.

    Attributes
    ----------
    caption : str
        What is shown; unique in the document.
    head : tuple of str
        Names of the columns.
    rows : tuple of tuple of Line
        As many cells a row as the head has.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Tasks | Table


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes
    ----------
    kind : str
        What sort of document this is, such as ``Checklist``.
    title : str
        What people call it.
    blocks : tuple of Block
        What it says.
    fields : tuple of str
        What people write down by hand on a printed copy: names, dates. HTML only.
    footer : Line
        Where it comes from: id, version, licence.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    fields: tuple[str, ...] = ()
    footer: Line = ()


def joined(lines: Iterable[Line], between: str = ", ") -> Line:
    """Put lines behind one another.

    Examples
    --------
    >>> joined([("a",), (Code("b"), "c")])
    ('a', ', ', Code(text='b'), 'c')
    """
    words: list[Inline] = []
    for line in lines:
        words += [between, *line] if words else line
    return tuple(words)
