"""A document as one page: self-contained, accessible, without script or network; prints well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined

from fairgate import __version__
from fairgate.render.document import Block, Document, Heading, Inline, Tasks
from fairgate.render.words import address, plain, spaced


@dataclass(frozen=True)
class Section:
    """What follows a heading of the second level, or stands before the first."""

    heading: str
    blocks: tuple[Block, ...]


def write(document: Document, _width: int = 80) -> str:
    """Write a document as an HTML page; see :func:`fairgate.render.render`."""
    tasks = [block for block in document.blocks if isinstance(block, Tasks)]
    page = _environment().get_template("render/document.html.j2")
    return page.render(
        document=document,
        sections=list(_sections(document.blocks)),
        tasks=sum(len(block.tasks) for block in tasks),
        version=__version__,
    )


@cache
def _environment() -> Environment:
    """Load the templates; they are compiled once."""
    environment = Environment(
        loader=PrefixLoader(
            {
                "render": PackageLoader("fairgate.render"),
                "report": PackageLoader("fairgate.report"),
            }
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": plain, "address": address, "kind": _kind, "spaced": spaced}
    return environment


def _sections(blocks: tuple[Block, ...]) -> Iterator[Section]:
    heading, inside = "", list[Block]()
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            if heading or inside:
                yield Section(heading, tuple(inside))
            heading, inside = block.text, []
        else:
            inside.append(block)
    if heading or inside:
        yield Section(heading, tuple(inside))


def _kind(part: Inline | Block) -> str:
    return type(part).__name__.lower()
