"""Ids across files: none borne twice, none pointed at that does not exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fairgate.content.reading import ContentFile, items
from fairgate.errors import UserError, UserErrors, did_you_mean
from fairgate.modelfile import Complaint, located
from fairgate.yamlfile import place


def references(files: Sequence[ContentFile[Any]]) -> None:
    """Check items of several files against each other.

    Raises
    ------
    UserErrors
        Where an id is borne by items of two files, or ``see`` names no item of any.

    Examples
    --------
    >>> references([])
    """
    errors = [*_twice(files)]
    known = sorted({item["id"] for file in files for _, item in items(file.data)})
    for file in files:
        errors += located(_dangling(file, known), file.lines, file.path)
    if errors:
        raise UserErrors(errors)


def _twice(files: Sequence[ContentFile[Any]]) -> Iterator[UserError]:
    first: dict[str, str] = {}
    for file in files:
        for path, item in items(file.data):
            where = first.setdefault(item["id"], file.path)
            if where != file.path:
                problem = f"{where} has an item called {item['id']} already"
                at = place((*path, "id"))
                cure = "give each item an id of its own"
                yield UserError(problem, cure, file.path, file.line(at), at)


def _dangling(file: ContentFile[Any], known: Sequence[str]) -> Iterator[Complaint]:
    for path, item in items(file.data):
        for at, name in enumerate(item.get("see") or ()):
            if name not in known:
                problem = f"there is no item called {name!r}"
                yield Complaint((*path, "see", at), problem, _near(name, known))


def _near(name: str, known: Sequence[str]) -> str:
    """Suggest an id; among hundreds, a list of all would help nobody."""
    hint = did_you_mean(name, known)
    return hint if hint.startswith("did") else "name an item of any content file"
