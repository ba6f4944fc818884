"""``checklists/README.md``, from the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairgate.checklist.heads import Summary
from fairgate.checklist.library import Library
from fairgate.checklist.models import Cases, Checklist, Section
from fairgate.checklist.pages import KIND_WORDS
from fairgate.checklist.research import Research
from fairgate.content import home
from fairgate.content.readme import Readme
from fairgate.render import Block, Bullets, Code, Heading, Line, Link, Strong, Table, joined

_README = Readme(
    title="Checklists",
    about="Content without code: assessment templates, checklists, rails for research with users, "
    "risk signals, and the cases behind them. Every item has an id that stays, a source, and "
    "says whose business it is and when.",
    made=(
        "This page is made from the data: ",
        Code("fairgate checklist readme --out checklists/README.md"),
        ".",
    ),
    commands=(
        ("fairgate checklist list", "what there is"),
        ("fairgate checklist show launch.recourse.reach", "one item, with the cases behind it"),
        ("fairgate checklist render launch --format html --out launch.html", "a page to print"),
        ("fairgate checklist quotas studies.yaml", "whom research has reached"),
        ("fairgate checklist lint our-content", "an organisation's own files"),
    ),
    own=(
        "Put YAML files of the same shape into a folder of yours and name it with ",
        Code("--content DIR"),
        ". A file with the id of a built-in one takes its place only if it says ",
        Code("overrides: true"),
        "; ids used twice, references to nothing and items without a source are errors. ",
        "The first line names the JSON Schema in ",
        Code("schemas/"),
        ", so that editors complete and check while you type.",
    ),
)


def readme(heads: Sequence[Summary], library: Library) -> str:
    """Write the README of the content.

    Parameters
    ----------
    heads : sequence of Summary
        Every content file.
    library : Library
        Checklists, rails and cases.
    """
    details = (block for file in library.files for block in _content(file.content, library))
    return _README.write((_files(heads),), details)


def _files(heads: Sequence[Summary]) -> Block:
    rows = tuple(
        (
            (head.title,),
            (KIND_WORDS[head.kind],),
            (Code(head.id),),
            (head.version,),
            (str(head.items),),
            (Code(head.path.relative_to(home() / "checklists").as_posix()),),
        )
        for head in heads
    )
    return Table("Files", ("Title", "Kind", "Id", "Version", "Items", "File"), rows)


def _content(content: object, library: Library) -> Iterator[Block]:
    match content:
        case Checklist():
            yield Heading(content.title)
            yield from _sections(content.sections, library)
        case Research():
            yield Heading(content.title)
            yield Heading("Quotas", 3)
            yield Bullets(tuple(_item(quota.id, quota.text, library) for quota in content.quotas))
            yield from _sections(content.sections, library)
        case Cases():
            yield Heading(content.title)
            yield Bullets(tuple(_cases(content)))


def _sections(sections: Sequence[Section], library: Library) -> Iterator[Block]:
    for section in sections:
        yield Heading(section.title, 3)
        checks = ((check.id, check.summary) for check in section.checks)
        yield Bullets(tuple(_item(name, words, library) for name, words in checks))


def _item(name: str, words: str, library: Library) -> Line:
    cases = [(case.title,) for case in library.cases.get(name, ())]
    behind = (". Cases: ", *joined(cases, "; ")) if cases else ()
    return (Code(name), f": {words.rstrip('.')}", *behind)


def _cases(content: Cases) -> Iterator[Line]:
    sources = {source.id: source for source in content.sources}
    for case in content.cases:
        links = ((Link(sources[name].title, sources[name].url),) for name in case.source)
        yield (Strong(f"{case.title} ({case.year})"), f": {case.lesson} ", *joined(links, "; "))
