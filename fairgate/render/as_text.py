"""A document for the terminal: readable without colour, at any width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from fairgate.render.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Line,
    Paragraph,
    Table,
    Task,
    Tasks,
)
from fairgate.render.words import plain


def write(document: Document, width: int) -> str:
    """Write a document as text; see :func:`fairgate.render.render`."""
    pieces = [_underlined(document.title, "=", width)]
    pieces += ["\n".join(_block(block, width)) for block in document.blocks]
    if document.footer:
        pieces.append(_wrapped(said(document.footer), width))
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def said(line: Line) -> str:
    """Say a line in plain words.

    Examples
    --------
    >>> from fairgate.render.document import Code, Link
    >>> said(("See ", Code("launch.recourse"), " or ", Link("the law", "https://example.org")))
    'See launch.recourse or the law'
    """
    return plain("".join(part if isinstance(part, str) else part.text for part in line))


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading():
            yield _underlined(block.text, "-" if block.level == 2 else ".", width)
        case Paragraph():
            yield _wrapped(said(block.words), width)
        case Bullets():
            yield from (_wrapped(f"- {said(line)}", width, "  ") for line in block.lines)
        case Tasks():
            yield "\n\n".join("\n".join(_task(task, width)) for task in block.tasks)
        case Table():
            yield "\n\n".join(_rows(block, width))


def _task(task: Task, width: int) -> Iterator[str]:
    tick = "x" if task.done else " "
    yield _wrapped(f"[{tick}] {plain(task.title)}  ({task.id})", width, "    ")
    if task.text:
        yield _wrapped(f"    {plain(task.text)}", width, "    ")
    yield from (_wrapped(f"    {said(note)}", width, "    ") for note in task.notes)


def _rows(table: Table, width: int) -> Iterator[str]:
    """Write a record a row: a wide table would break at a narrow terminal."""
    label = max((len(name) for name in table.head[1:]), default=0) + 2
    yield _underlined(table.caption, ".", width)
    if len(table.head) == 2:
        pairs = (f"- {said(first)}: {said(second)}" for first, second in table.rows)
        yield "\n".join(_wrapped(pair, width, "  ") for pair in pairs)
        return
    for first, *rest in table.rows:
        record = [_wrapped(said(first), width)]
        for name, cell in zip(table.head[1:], rest, strict=True):
            record.append(_wrapped(f"  {name:<{label}}{said(cell)}", width, " " * (label + 2)))
        yield "\n".join(record)


def _underlined(text: str, sign: str, width: int) -> str:
    wrapped = _wrapped(plain(text), width)
    return f"{wrapped}\n{sign * max(map(len, wrapped.splitlines()), default=0)}"


def _wrapped(text: str, width: int, further: str = "") -> str:
    return textwrap.fill(
        text,
        max(width, 30),
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
