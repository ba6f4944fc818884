"""From a content file to its model, or to everything that is wrong with it, at once."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from fairgate.content.schema import json_schema
from fairgate.errors import UserError, UserErrors, did_you_mean
from fairgate.files import read_bytes
from fairgate.modelfile import Complaint, Grammar, Shape, complaints, located
from fairgate.yamlfile import Document, Path, place, scan
from fairgate.yamlfile.syntax import MAX_BYTES

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class ContentFile(Generic[Model]):
    """A content file as somebody wrote it.

    Attributes
    ----------
    content : Model
        What it says.
    path : str
        Where it was, as the user named it.
    text : bytes
        The file, byte by byte.
    lines : mapping of str to int
        Line of every place.
    data : Any
        What YAML made of it, before the model.
    """

    content: Model
    path: str
    text: bytes
    lines: Mapping[str, int]
    data: Any

    @property
    def digest(self) -> str:
        """Name of exactly these bytes: ``sha256:...``."""
        return f"sha256:{hashlib.sha256(self.text).hexdigest()}"

    def line(self, place: str) -> int | None:
        """Line of a place such as ``questions[2]``; None where the file has no such place."""
        return self.lines.get(place)


def read(
    model: type[Model],
    path: str | FilePath,
    *,
    lint: Callable[[Model], Iterable[Complaint]] | None = None,
) -> ContentFile[Model]:
    """Read a content file.

    Raises
    ------
    UserError
        Where the file can not be read or is no YAML.
    UserErrors
        Everything that is wrong with it, at once.
    """
    return parse(model, read_bytes(path, MAX_BYTES), str(path), lint=lint)


def parse(
    model: type[Model],
    text: bytes,
    name: str,
    *,
    lint: Callable[[Model], Iterable[Complaint]] | None = None,
) -> ContentFile[Model]:
    r"""Read content from bytes.

    Parameters
    ----------
    model : type
        Pydantic model of the file; a :class:`fairgate.content.Head` or any other.
    text : bytes
        The file.
    name : str
        Its name, for complaints.
    lint : callable, optional
        Finds more to mend in a model that is valid otherwise.

    Examples
    --------
    >>> from fairgate.content.models import Head
    >>> parse(Head, b"id: a b\nversion: 1.0\ntitle: A\nlicence: MIT\nsources: []", "a.yaml")
    Traceback (most recent call last):
    fairgate.errors.UserErrors: a.yaml:1: id: expected ...
    """
    document = scan(text, name)
    _expect_mapping(document, model, name)
    content, found = _validate(model, document.data)
    if content is not None and lint is not None and not found:
        found = tuple(lint(content))
    errors = located(found, document.lines, name, document.complaints)
    if errors or content is None:
        raise UserErrors(errors)
    return ContentFile(content, name, text, document.lines, document.data)


def complain(found: Iterable[Complaint], file: ContentFile[Any]) -> UserErrors | None:
    """Give complaints about a file their lines; None if there are none."""
    errors = located(found, file.lines, file.path)
    return UserErrors(errors) if errors else None


def items(data: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every mapping with a ``source`` and an ``id``, at any depth, with its path.

    Examples
    --------
    >>> [path for path, _ in items({"questions": [{"id": "a.b", "source": ["x"]}]})]
    [('questions', 0)]
    """
    if isinstance(data, dict):
        if isinstance(data.get("id"), str) and "source" in data:
            yield path, data
        for key, value in data.items():
            yield from items(value, (*path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from items(value, (*path, at))


def _expect_mapping(document: Document, model: type[BaseModel], name: str) -> None:
    keys = ", ".join(_grammar(model).shape.keys(())[:4])
    if document.data is None and not document.complaints:
        raise UserError("the file is empty", f"write keys such as {keys}", file=name)
    if not isinstance(document.data, dict):
        kind = "a list" if isinstance(document.data, list) else f"'{str(document.data)[:40]}'"
        problem = f"expected keys such as {keys}, got {kind}"
        raise UserError(problem, "write key: value", file=name, line=document.line(""))


def _validate(model: type[Model], data: Any) -> tuple[Model | None, tuple[Complaint, ...]]:
    """Validate, and check ids and sources even where something else is wrong."""
    crossed = (*_twice(data), *_dangling_sources(data))
    try:
        return model.model_validate(data), crossed
    except ValidationError as error:
        return None, (*crossed, *complaints(error, data, _grammar(model)))


def _twice(data: Any) -> Iterator[Complaint]:
    first: dict[str, Path] = {}
    for path, item in items(data):
        if first.setdefault(item["id"], path) != path:
            problem = f"{place(first[item['id']])} is called {item['id']} already"
            yield Complaint((*path, "id"), problem, "give each item an id of its own")
    names: set[str] = set()
    for at, source in enumerate(_list(data.get("sources"))):
        name = source.get("id") if isinstance(source, dict) else None
        if isinstance(name, str) and name in names:
            problem = f"another source is called {name} already"
            yield Complaint(("sources", at, "id"), problem, "give each source an id of its own")
        elif isinstance(name, str):
            names.add(name)


def _dangling_sources(data: Any) -> Iterator[Complaint]:
    sources = [s.get("id") for s in _list(data.get("sources")) if isinstance(s, dict)]
    known = [name for name in sources if isinstance(name, str)]
    for path, item in items(data):
        for at, name in enumerate(_list(item.get("source"))):
            if isinstance(name, str) and name not in known:
                problem = f"there is no source called {name!r}"
                yield Complaint((*path, "source", at), problem, did_you_mean(name, known))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@functools.cache
def _grammar(model: type[BaseModel]) -> Grammar:
    return Grammar(Shape(json_schema(model)))
