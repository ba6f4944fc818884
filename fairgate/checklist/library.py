"""All content at once: every file read, ids checked across them, cases joined to items."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from fairgate.checklist import research
from fairgate.checklist.models import Case, Cases, Checklist
from fairgate.content import ContentFile, Entry, Head, Item, listing, read, references
from fairgate.errors import UserError, UserErrors, did_you_mean
from fairgate.modelfile import Complaint

Lint: TypeAlias = Callable[[Any], Iterable[Complaint]]
Kind: TypeAlias = tuple[type[Head], Lint | None]


def _sections(content: Any) -> Iterator[Complaint]:
    """Find sections that bear one name."""
    seen: set[str] = set()
    for at, section in enumerate(content.sections):
        if section.id in seen:
            problem = f"another section is called {section.id} already"
            yield Complaint(("sections", at, "id"), problem, "give each section an id of its own")
        seen.add(section.id)


def _research(content: research.Research) -> Iterator[Complaint]:
    yield from research.lint(content)
    yield from _sections(content)


_OWN: Mapping[str, Kind] = {
    "checklist": (Checklist, _sections),
    "research": (research.Research, _research),
    "cases": (Cases, None),
}
_ELSEWHERE = {
    "template": ("fairgate.assessment.template:Template", "fairgate.assessment.lint:lint"),
    "signals": ("fairgate.triage.signalfile:SignalFile", "fairgate.triage.signalfile:lint"),
}
KINDS = ("template", "checklist", "research", "signals", "cases")
"""Kinds of content files, in the order in which people meet them."""


def kind(name: str) -> Kind:
    """Find the model of a kind of file, and what checks it beyond the model.

    Examples
    --------
    >>> kind("cases")[0].__name__
    'Cases'
    """
    if name in _OWN:
        return _OWN[name]
    model, lint = (_load(where) for where in _ELSEWHERE[name])
    return model, lint


def _load(where: str) -> Any:
    module, _, attribute = where.partition(":")
    return getattr(import_module(module), attribute)


@dataclass(frozen=True)
class Library:
    """Content files that fit each other.

    Attributes
    ----------
    files : tuple of ContentFile
        By kind in the order of :data:`KINDS`, then by id.
    """

    files: tuple[ContentFile[Any], ...]

    @cached_property
    def cases(self) -> Mapping[str, tuple[Case, ...]]:
        """Cases by the ids of the items that they give the reason for."""
        by_item: dict[str, tuple[Case, ...]] = {}
        for file in self.files:
            for case in file.content.cases if isinstance(file.content, Cases) else ():
                for name in case.see:
                    by_item[name] = (*by_item.get(name, ()), case)
        return by_item

    @cached_property
    def items(self) -> Mapping[str, tuple[ContentFile[Any], Item]]:
        """Every item by its id, with the file it stands in."""
        return {item.id: (file, item) for file in self.files for item in items_of(file.content)}

    def file(self, name: str, *kinds: str) -> ContentFile[Any]:
        """Find a file by the id of its content.

        Raises
        ------
        UserError
            Where there is none of that id, or none of these kinds.
        """
        wanted = [file for file in self.files if not kinds or _kind_of(file) in kinds]
        for file in wanted:
            if file.content.id == name:
                return file
        what = " or ".join(kinds) or "content"
        known = [file.content.id for file in wanted]
        raise UserError(f"there is no {what} called {name!r}", did_you_mean(name, known))


def items_of(content: Any) -> Iterator[Item]:
    """Yield every item of a content model, at any depth, in order.

    Examples
    --------
    >>> from fairgate.content import Head
    >>> list(items_of(Head(id="a", version="1.0.0", title="A", licence="MIT",
    ...     sources=[{"id": "x", "title": "X", "url": "https://example.org"}])))
    []
    """
    if isinstance(content, Item):
        yield content
    if hasattr(type(content), "model_fields"):
        for name in type(content).model_fields:
            yield from items_of(getattr(content, name))
    elif isinstance(content, list):
        for each in content:
            yield from items_of(each)


def entries(own: Sequence[Path] = ()) -> tuple[Entry, ...]:
    """List content files by kind, in the order in which people meet them, then by id.

    Raises
    ------
    UserErrors
        Where a file is of no kind that there is.

    Examples
    --------
    >>> [entry.id for entry in entries() if entry.kind == "research"]
    ['research-rails']
    """
    listed = listing(own)
    wrong = [
        UserError(
            f"there is no kind of content called {entry.kind!r}",
            did_you_mean(entry.kind, KINDS),
            str(entry.path),
            place="schema",
        )
        for entry in listed
        if entry.kind not in KINDS
    ]
    if wrong:
        raise UserErrors(wrong)
    return tuple(sorted(listed, key=lambda entry: (KINDS.index(entry.kind), entry.id)))


def open_library(own: Sequence[Path] = (), *, kinds: Sequence[str] = KINDS) -> Library:
    """Read every content file, built-in and own, and check ids across them.

    Parameters
    ----------
    own : sequence of Path
        Folders of an organisation.
    kinds : sequence of str
        Kinds of files to read.

    Raises
    ------
    UserErrors
        Everything that is wrong, in all files at once.

    Examples
    --------
    >>> open_library(kinds=["checklist"]).file("launch").content.title
    'Launch checklist'
    """
    found = [entry for entry in entries(own) if entry.kind in kinds]
    errors = list[UserError]()
    files = list[ContentFile[Any]]()
    for entry in found:
        try:
            files.append(_read(entry))
        except UserError as error:
            errors.append(error)
        except UserErrors as several:
            errors += several.errors
    if errors:
        raise UserErrors(errors)
    if set(kinds) == set(KINDS):
        paths = {str(entry.path) for entry in found if entry.own}
        references(sorted(files, key=lambda file: file.path in paths))  # own ones yield
    return Library(tuple(files))


def _read(entry: Entry) -> ContentFile[Any]:
    if not entry.own:
        return _built_in(entry)
    model, lint = kind(entry.kind)
    return read(model, entry.path, lint=lint)


@functools.cache
def _built_in(entry: Entry) -> ContentFile[Any]:
    """Read a file of the package once: it does not change while this runs."""
    model, lint = kind(entry.kind)
    return read(model, entry.path, lint=lint)


def _kind_of(file: ContentFile[Any]) -> str:
    return str(file.content.schema_).split("/")[1]
