"""Slides as Marp has them: Markdown in pieces, with notes for whoever speaks.

https://marpit.marp.app/markdown describes the format: ``---`` begins a slide, a comment that
sets nothing is a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from fairgate.errors import UserError
from fairgate.training.textfile import fronted, outside_code

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_DIRECTIVE = re.compile(r"^\s*_?[a-zA-Z]+:( |$)")
_SETS = frozenset(
    {
        *("theme", "style", "size", "math", "title", "author", "description", "keywords"),
        *("url", "image", "marp", "lang", "headingDivider", "paginate", "header", "footer"),
        *("class", "color", "backgroundColor", "backgroundImage", "backgroundPosition"),
        *("backgroundRepeat", "backgroundSize", "transition"),
    }
)


class SlidesFront(BaseModel):
    """Front matter of slides; whatever else Marp knows may stand there too."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    marp: bool = Field(description="true")

    @property
    def settings(self) -> dict[str, Any]:
        """Everything that is set, by name."""
        return self.model_dump()


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes
    ----------
    text : str
        Its Markdown, with comments.
    line : int
        Line on which it begins.
    """

    text: str
    line: int

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say."""
        said = (found.strip() for found in _COMMENT.findall(self.text))
        return tuple(words for words in said if words and not _sets(words))

    @property
    def directives(self) -> dict[str, str]:
        """What its comments set: ``_color``, ``_backgroundColor`` and others."""
        lines = (
            line for words in _COMMENT.findall(self.text) if _sets(words.strip())
            for line in words.strip().splitlines()
        )  # fmt: skip
        pairs = (line.partition(":") for line in lines)
        return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}

    @property
    def shown(self) -> str:
        """Its Markdown without comments."""
        return _COMMENT.sub("", self.text).strip()


@dataclass(frozen=True)
class Deck:
    """All slides.

    Attributes
    ----------
    front : SlidesFront
        What holds for all of them.
    slides : tuple of Slide
        In order.
    text : str
        The file.
    """

    front: SlidesFront
    slides: tuple[Slide, ...]
    text: str


def read_slides(text: str, name: str) -> Deck:
    r"""Read slides.

    Raises
    ------
    UserError, UserErrors
        Where the front matter does not say ``marp: true``.

    Examples
    --------
    >>> deck = read_slides("---\nmarp: true\n---\n# A\n<!-- Say hello. -->\n\n---\n\n# B", "s.md")
    >>> [slide.shown for slide in deck.slides], deck.slides[0].notes
    (['# A', '# B'], ('Say hello.',))
    """
    found = fronted(SlidesFront, text, name)
    if not found.front.marp:
        raise UserError("expected true, got false", "write marp: true", name, 2, "marp")
    slides: list[Slide] = []
    lines: list[str] = []
    since = found.line
    for number, line, prose in outside_code(found.body, found.line):
        if prose and line.strip() == "---":
            if lines and lines[-1][:1].isalnum():
                problem = "this line makes a heading of the one above it"
                raise UserError(problem, "leave a line empty before ---", name, number)
            slides.append(Slide("\n".join(lines), since))
            lines, since = [], number + 1
        else:
            lines.append(line)
    return Deck(found.front, (*slides, Slide("\n".join(lines), since)), text)


def _sets(words: str) -> bool:
    """Whether a comment sets something instead of saying it."""
    first = words.splitlines()[0] if words else ""
    name = first.partition(":")[0].strip().removeprefix("_")
    return bool(_DIRECTIVE.match(first)) and name in _SETS
