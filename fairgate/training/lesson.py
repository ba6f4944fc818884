"""A lesson as the Carpentries Workbench has it: front matter and fenced divs, read strictly.

https://carpentries.github.io/sandpaper-docs/ describes the format. Stricter here: a line that
closes has as many colons as the one that opened, and an inner div has fewer than its outer one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import Field

from fairgate.content.models import Strict, Text
from fairgate.errors import UserError, UserErrors, did_you_mean
from fairgate.training.textfile import fronted, outside_code

REQUIRED = ("questions", "objectives", "keypoints")
KINDS = (
    *REQUIRED,
    *("challenge", "solution", "hint", "instructor"),
    *("callout", "discussion", "prereq", "checklist", "testimonial", "spoiler"),
)
"""Kinds of divs."""

_COLONS = re.compile(r"^( *)(:{2,})[ \t]*(.*?)[ \t]*$")
_KIND = re.compile(r"(?:\{\.([a-z]+)\}|([A-Za-z-]+))")
_BULLET = re.compile(r"^[-*+] +(.*)$")


class Front(Strict):
    """Front matter of a lesson."""

    title: Text = Field(description="what people call it")
    teaching: int = Field(ge=0, description="minutes of teaching")
    exercises: int = Field(ge=0, description="minutes of exercises")


@dataclass(frozen=True)
class Prose:
    """Markdown without divs.

    Attributes
    ----------
    text : str
        As it is written.
    line : int
        Line on which it begins.
    """

    text: str
    line: int


@dataclass(frozen=True)
class Div:
    """A fenced div.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    blocks : tuple of Prose or Div
        What is in it.
    line : int
        Line on which it opens.
    """

    kind: str
    blocks: tuple[Block, ...]
    line: int

    @property
    def bullets(self) -> tuple[str, ...]:
        """Its points, without their dashes."""
        prose = "\n".join(block.text for block in self.blocks if isinstance(block, Prose))
        return tuple(_bullets(prose))


Block: TypeAlias = Prose | Div


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes
    ----------
    front : Front
        Title and minutes.
    blocks : tuple of Prose or Div
        All of it, in order.
    text : str
        The file.
    """

    front: Front
    blocks: tuple[Block, ...]
    text: str

    def divs(self, kind: str) -> tuple[Div, ...]:
        """Every div of a kind, at any depth, in order."""
        return tuple(div for div in _divs(self.blocks) if div.kind == kind)

    def points(self, kind: str) -> tuple[str, ...]:
        """Points of ``questions``, ``objectives`` or ``keypoints``."""
        return tuple(point for div in self.divs(kind) for point in div.bullets)


def read_lesson(text: str, name: str) -> Lesson:
    r"""Read a lesson.

    Raises
    ------
    UserError, UserErrors
        Everything that is wrong with its front matter, or its divs.

    Examples
    --------
    >>> front = "---\ntitle: A\nteaching: 5\nexercises: 0\n---\n"
    >>> lesson = read_lesson(front + "::: questions\n- Who?\n:::\nText", "lesson.md")
    >>> lesson.points("questions"), lesson.blocks[1]
    (('Who?',), Prose(text='Text', line=9))
    """
    found = fronted(Front, text, name)
    reader = _Reader(name)
    for number, line, prose in outside_code(found.body, found.line):
        reader.take(number, line, prose=prose)
    return Lesson(found.front, reader.end(), text)


@dataclass
class _Open:
    """A div, or the lesson itself, that goes on."""

    kind: str
    colons: int
    line: int
    blocks: list[Block]
    prose: list[str]
    since: int = 0

    def flush(self) -> None:
        text = "\n".join(self.prose).strip("\n")
        if text.strip():
            blank = next(at for at, line in enumerate(self.prose) if line.strip())
            self.blocks.append(Prose(text, self.since + blank))
        self.prose = []

    def add(self, number: int, line: str) -> None:
        if not self.prose:
            self.since = number
        self.prose.append(line)


class _Reader:
    """Takes lines; what is open is a stack."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stack = [_Open("", 0, 0, [], [])]
        self.errors: list[UserError] = []

    def take(self, number: int, line: str, *, prose: bool) -> None:
        found = _COLONS.match(line) if prose else None
        if found is None:
            self.stack[-1].add(number, line)
        elif found[1] or len(found[2]) == 2:
            if found[3] in KINDS or not found[3]:
                self._wrong(
                    number,
                    f"no div begins with {line!r}",
                    "begin the line with three colons or more",
                )
            else:
                self.stack[-1].add(number, line)
        elif found[3]:
            self._open(number, len(found[2]), found[3])
        else:
            self._close(number, len(found[2]))

    def end(self) -> tuple[Block, ...]:
        for div in self.stack[1:]:
            self._wrong(
                div.line, f"{div.kind} is never closed", f"add a line of {':' * div.colons}"
            )
        if self.errors:
            raise UserErrors(sorted(self.errors, key=lambda error: error.line or 0))
        self.stack[0].flush()
        return tuple(self.stack[0].blocks)

    def _open(self, number: int, colons: int, words: str) -> None:
        found = _KIND.fullmatch(words)
        kind = (found[1] or found[2]) if found else words
        if kind not in KINDS:
            self._wrong(number, f"there is no div called {kind!r}", did_you_mean(kind, KINDS))
        outer = self.stack[-1]
        if outer.colons and colons >= outer.colons:
            problem = f"{kind} has {colons} colons inside {outer.kind}, which has {outer.colons}"
            self._wrong(
                number, problem, "give the outer one more colons, and close it with as many"
            )
        outer.flush()
        self.stack.append(_Open(kind, colons, number, [], []))

    def _close(self, number: int, colons: int) -> None:
        div = self.stack[-1]
        if len(self.stack) == 1:
            self._wrong(number, "this line closes a div, and none is open", "remove it")
            return
        if colons != div.colons:
            problem = f"{colons} colons close {div.kind} of line {div.line}, which has {div.colons}"
            self._wrong(number, problem, f"write {':' * div.colons}")
        div.flush()
        self.stack.pop()
        self.stack[-1].blocks.append(Div(div.kind, tuple(div.blocks), div.line))

    def _wrong(self, number: int, problem: str, cure: str) -> None:
        self.errors.append(UserError(problem, cure, self.name, number))


def _divs(blocks: tuple[Block, ...]) -> Iterator[Div]:
    for block in blocks:
        if isinstance(block, Div):
            yield block
            yield from _divs(block.blocks)


def _bullets(text: str) -> Iterator[str]:
    """Points of a list; indented lines go on with the point before them."""
    point: list[str] = []
    for line in text.splitlines():
        found = _BULLET.match(line)
        if found and point:
            yield " ".join(point)
            point = []
        if found:
            point = [found[1].strip()]
        elif point and line.strip():
            point.append(line.strip())
    if point:
        yield " ".join(point)
