"""Slides as Marp has them: Markdown in pieces, with notes for whoever speaks.

https://marpit.marp.app/markdown describes the format: a ruler such as ``---`` begins a slide, a
comment that sets nothing is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from fairgate.errors import UserError
from fairgate.training.textfile import blocks, fronted

READABLE = 4.5
"""Contrast by criterion 1.4.3 of WCAG 2.2; beamers take some away, so large text needs it too."""

COLOURS: Mapping[str, str] = {"color": "color", "backgroundColor": "background-color"}
"""What Marp calls the colours of a slide, and what CSS does."""

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_LENGTH = r"(?:(?:\d*\.)?\d+(?:%|ch|cm|em|ex|in|mm|pc|pt|px)?|auto)"
_DRESSED = re.compile(
    rf"(\d*\.)?\d+%|[wh]:{_LENGTH}|(width|height):{_LENGTH}|(blur|brightness|contrast|drop-shadow"
    r"|grayscale|hue-rotate|invert|opacity|saturate|sepia)(:.+)?"
)
"""Words in the alternative text of a picture by which Marp sizes and filters it."""

_BEHIND = re.compile(r"bg|auto|contain|cover|fit|vertical|horizontal|(left|right)(:(\d*\.)?\d+%)?")
"""Words by which Marp places a picture behind the text, where one of them is ``bg``."""

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

    def colours(self, mark: str) -> dict[str, str]:
        """Colours that its comments set, as CSS: from it on, or with ``_`` for it alone."""
        given = self.directives
        return {css: given[mark + name] for name, css in COLOURS.items() if mark + name in given}

    @property
    def shown(self) -> str:
        """Its Markdown without comments and styles."""
        return _STYLE.sub("", _COMMENT.sub("", self.text)).strip()


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

    @property
    def styles(self) -> str:
        """CSS that it brings along."""
        return str(self.front.settings.get("style", "")) + "".join(_STYLE.findall(self.text))

    @property
    def settled(self) -> dict[str, str]:
        """Colours that its front matter sets, as CSS."""
        settings = self.front.settings
        return {css: str(settings[name]) for name, css in COLOURS.items() if name in settings}

    @property
    def colours(self) -> Iterator[dict[str, str]]:
        """Colours of each slide, as CSS: for all slides, from one on, or for one alone."""
        base = self.settled
        for slide in self.slides:
            base |= slide.colours("")
            yield base | slide.colours("_")


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
    lines, begin = found.body.split("\n"), 0
    for token in blocks(found.body):
        if token.level or token.map is None:
            continue
        last = token.map[1] - 1
        if token.type == "heading_open" and lines[last].strip() == "---":
            problem = "this line makes a heading of the one above it"
            raise UserError(problem, "leave a line empty before ---", name, found.line + last)
        if token.type == "hr":
            slides.append(Slide("\n".join(lines[begin:last]), found.line + begin))
            begin = last + 1
    slides.append(Slide("\n".join(lines[begin:]), found.line + begin))
    return Deck(found.front, tuple(slides), text)


def described(alt: str) -> str:
    """Take from the alternative text of a picture the words that speak to Marp, as Marp does.

    Examples
    --------
    >>> described("bg right:40% A street"), described("The right door w:200px")
    ('A street', 'The right door')
    """
    words = [word for word in alt.split() if not _DRESSED.fullmatch(word)]
    if "bg" in words:
        words = [word for word in words if not _BEHIND.fullmatch(word)]
    return " ".join(words)


def _sets(words: str) -> bool:
    """Whether a comment sets something instead of saying it."""
    first = words.splitlines()[0] if words else ""
    name = first.partition(":")[0].strip().removeprefix("_")
    return bool(_DIRECTIVE.match(first)) and name in _SETS
