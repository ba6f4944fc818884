"""Content as documents: a whole file, or one item with everything that is joined to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fairgate.checklist.library import Library, items_of
from fairgate.checklist.models import Case, Cases, Check, Checklist, Section
from fairgate.checklist.research import Quota, Research
from fairgate.content import ContentFile, Head, Item, Source
from fairgate.render import (
    Block,
    Bullets,
    Code,
    Document,
    Heading,
    Line,
    Link,
    Paragraph,
    Strong,
    Task,
    Tasks,
    joined,
)

FIELDS = ("Product or change", "Filled in by", "Date")
KIND_WORDS = {
    "template": "Assessment",
    "checklist": "Checklist",
    "research": "Research rails",
    "signals": "Risk signals",
    "cases": "Cases",
}


def page(file: ContentFile[Any], library: Library) -> Document:
    """Make a document of a content file.

    Parameters
    ----------
    file : ContentFile
        What to show.
    library : Library
        Where cases are looked up.

    Examples
    --------
    >>> from fairgate.checklist.library import open_library
    >>> library = open_library(kinds=["checklist", "cases"])
    >>> page(library.file("launch"), library).kind
    'Checklist'
    """
    content = file.content
    match content:
        case Checklist():
            blocks = [*_about(content.about), *_sections(content.sections, content, library)]
        case Research():
            blocks = [*_about(content.about), *_research(content, library)]
        case Cases():
            blocks = [*_about(content.about), *_cases(content)]
        case _:
            lines = tuple(_in_short(item) for item in items_of(content))
            blocks = [Bullets(lines)]
    return Document(
        kind_word(content),
        content.title,
        (*blocks, *_sources(content)),
        fields=FIELDS if isinstance(content, Checklist | Research) else (),
        footer=_footer(content),
    )


def item_page(name: str, library: Library) -> Document:
    """Make a document of one item."""
    file, item = library.items[name]
    sources = [source for source in file.content.sources if source.id in item.source]
    notes = tuple(Paragraph(note) for note in notes_of(item, file.content, library, whole=True))
    blocks: list[Block] = [Paragraph((_text(item),)), *notes]
    blocks.append(Bullets(tuple(_source(source) for source in sources)))
    return Document(
        kind_word(file.content),
        _name(item),
        tuple(blocks),
        footer=(Code(item.id), ", from ", file.content.title),
    )


def kind_word(content: Head) -> str:
    """Say what sort of content this is."""
    return KIND_WORDS[str(getattr(content, "schema_")).split("/")[1]]  # noqa: B009 - of every subclass


def notes_of(item: Item, content: Head, library: Library, *, whole: bool = False) -> Iterator[Line]:
    """Say why, how, whose business it is, where it comes from and what happened without it."""
    if isinstance(item, Check) and item.why:
        yield (Strong("Why:"), f" {item.why}")
    if isinstance(item, Quota):
        yield (Strong("Basis:"), f" {item.basis}")
    if isinstance(item, Case):
        yield (Strong("Lesson:"), f" {item.lesson}")
    if item.help:
        yield (Strong("How:"), f" {item.help}")
    if item.roles:
        when = f"; {', '.join(item.lifecycle)}" if item.lifecycle else ""
        yield (Strong("Who and when:"), f" {', '.join(item.roles)}{when}.")
    if not whole:
        found = [source for source in content.sources if source.id in item.source]
        lines = ((Link(source.title, source.url),) for source in found)
        yield (Strong("Source:"), " ", *joined(lines, "; "), ".")
    for case in library.cases.get(item.id, ()):
        story = f"{case.text} {case.lesson}" if whole else case.lesson
        yield (Strong("It happened:"), f" {case.title} ({case.year}). {story}")
    if item.see:
        related = (_pointer(name, library) for name in item.see)
        yield (Strong("See also:"), " ", *joined(related, "; "), ".")


def _pointer(name: str, library: Library) -> Line:
    """Name another item as people call it, and by its id."""
    _, item = library.items.get(name, (None, None))
    return (f"{item.summary} (", Code(name), ")") if isinstance(item, Check) else (Code(name),)


def _sections(sections: Iterable[Section], content: Head, library: Library) -> Iterator[Block]:
    for section in sections:
        yield Heading(section.title)
        yield Tasks(
            tuple(
                Task(c.id, c.summary, c.text, tuple(notes_of(c, content, library)))
                for c in section.checks
            )
        )


def _research(content: Research, library: Library) -> Iterator[Block]:
    yield Heading("Whom studies together must reach")
    yield Paragraph((f"Counts under {content.suppress_under} are not shown.",))
    yield Tasks(
        tuple(
            Task(quota.id, quota.text, notes=tuple(notes_of(quota, content, library)))
            for quota in content.quotas
        )
    )
    yield from _sections(content.sections, content, library)


def _cases(content: Cases) -> Iterator[Block]:
    for case in content.cases:
        found = [source for source in content.sources if source.id in case.source]
        yield Heading(f"{case.title} ({case.year})")
        yield Paragraph((case.text,))
        yield Paragraph((Strong("Lesson:"), f" {case.lesson}"))
        yield Paragraph(
            (Strong("Reason for:"), " ", *joined((Code(name),) for name in case.see), ".")
        )
        lines = ((Link(source.title, source.url),) for source in found)
        yield Paragraph((Strong("Source:"), " ", *joined(lines, "; "), "."))


def _about(about: str | None) -> Iterator[Block]:
    if about:
        yield Paragraph((about,))


def _sources(content: Head) -> Iterator[Block]:
    yield Heading("Sources")
    yield Bullets(tuple(_source(source) for source in content.sources))


def _source(source: Source) -> Line:
    """Write an address out: on paper and in a terminal nobody can follow a link."""
    licence = f" ({source.licence})" if source.licence else ""
    return (f"{source.title}{licence}. ", Link(source.url, source.url))


def _footer(content: Head) -> Line:
    return (Code(content.id), f", version {content.version}, {content.licence}.")


def _in_short(item: Item) -> Line:
    return (Code(item.id), ": ", _text(item))


def _text(item: Item) -> str:
    """Say what an item of any kind is about."""
    return str(getattr(item, "text", "") or getattr(item, "why", "") or item.id)


def _name(item: Item) -> str:
    return str(getattr(item, "summary", "") or getattr(item, "title", "") or item.id)
