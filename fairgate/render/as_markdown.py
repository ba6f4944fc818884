"""A document in Markdown, as GitHub, GitLab and most wikis read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairgate.render.document import (
    Block,
    Bullets,
    Code,
    Document,
    Heading,
    Inline,
    Line,
    Link,
    Paragraph,
    Strong,
    Table,
    Task,
    Tasks,
)
from fairgate.render.words import address, plain, spaced
from fairgate.report.safe import markdown

_NAME = re.compile(r"[\w./-]([\w ./:=,+-]*[\w./-])?")


def write(document: Document, _width: int = 80) -> str:
    """Write a document as Markdown; see :func:`fairgate.render.render`."""
    pieces = [f"# {_escaped(document.title)}"]
    pieces += ["\n".join(_block(block)) for block in document.blocks]
    if document.footer:
        pieces += ["---", said(document.footer)]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def said(line: Line) -> str:
    """Write a line with its links.

    Examples
    --------
    >>> said(("a*b, ", Link("W3C", "https://www.w3.org/"), ", ", Code("a.b")))
    'a&#42;b, [W3C](https://www.w3.org/), `a.b`'
    """
    return "".join(map(_inline, line)).strip()


def _inline(part: Inline) -> str:
    match part:
        case str():
            return markdown(spaced(part))
        case Link():
            target = address(part.url)
            return f"[{_escaped(part.text)}]({target})" if target else _escaped(part.text)
        case Strong():
            return f"**{_escaped(part.text)}**"
        case Code():
            # Anything else would need escapes, which code has none of.
            return f"`{part.text}`" if _NAME.fullmatch(part.text) else _escaped(part.text)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_escaped(block.text)}"
        case Paragraph():
            yield said(block.words)
        case Bullets():
            yield from (f"- {said(line)}" for line in block.lines)
        case Tasks():
            for task in block.tasks:
                yield from _task(task)
        case Table():
            yield from _table(block)


def _task(task: Task) -> Iterator[str]:
    tick = "x" if task.done else " "
    text = f" {_escaped(task.text)}" if task.text else ""
    yield f"- [{tick}] **{_escaped(task.title)}** (`{task.id}`){text}"
    yield from (f"  - {said(note)}" for note in task.notes)


def _table(table: Table) -> Iterator[str]:
    yield f"**{_escaped(table.caption)}**\n"
    yield f"| {' | '.join(map(_escaped, table.head))} |"
    yield "|---" * len(table.head) + "|"
    for row in table.rows:
        yield f"| {' | '.join(said(cell) for cell in row)} |"


def _escaped(text: str) -> str:
    return markdown(plain(text))
