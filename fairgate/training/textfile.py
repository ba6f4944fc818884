"""Markdown files: front matter read strictly, and lines that are not inside code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from fairgate.content import parse
from fairgate.errors import UserError

Model = TypeVar("Model", bound=BaseModel)

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")


@dataclass(frozen=True)
class Fronted(Generic[Model]):
    """A text with front matter.

    Attributes
    ----------
    front : pydantic model
        What stands between the two lines of ``---``.
    body : str
        The rest.
    line : int
        Line in the file on which the rest begins.
    """

    front: Model
    body: str
    line: int


def fronted(model: type[Model], text: str, name: str) -> Fronted[Model]:
    r"""Split a text into front matter and the rest.

    Parameters
    ----------
    model : type
        Pydantic model of the front matter.
    text : str
        The file.
    name : str
        Its name, for complaints.

    Raises
    ------
    UserError, UserErrors
        Where there is no front matter, or everything that is wrong with it.

    Examples
    --------
    >>> from fairgate.training.lesson import Front
    >>> found = fronted(Front, "---\ntitle: A\nteaching: 5\nexercises: 0\n---\nText", "a.md")
    >>> found.front.title, found.body, found.line
    ('A', 'Text', 6)
    """
    lines = text.splitlines()
    if not lines or lines[0].rstrip() != "---":
        keys = ", ".join(model.model_fields)
        cure = f"begin the file with ---, then {keys}, then ---"
        raise UserError("the file has no front matter", cure, file=name, line=1)
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise UserError("the front matter has no end", "add a line of ---", file=name, line=1)
    yaml = "\n" + "\n".join(lines[1:end])  # an empty first line keeps line numbers right
    front = parse(model, yaml.encode(), name).content
    return Fronted(front, "\n".join(lines[end + 1 :]), end + 2)


def outside_code(text: str, first: int = 1) -> Iterator[tuple[int, str, bool]]:
    r"""Yield every line with its number, and whether it is prose: no code, no fence of code.

    Examples
    --------
    >>> list(outside_code("a\n```\n::: b\n```"))
    [(1, 'a', True), (2, '```', False), (3, '::: b', False), (4, '```', False)]
    """
    fence = ""
    for number, line in enumerate(text.splitlines(), first):
        found = _FENCE.match(line)
        if fence:
            closes = found and found[1].startswith(fence) and not found[2].strip()
            fence = "" if closes else fence
            yield number, line, False
        elif found:
            fence = found[1]
            yield number, line, False
        else:
            yield number, line, True
