"""Markdown of modules as HTML that is safe in any page: texts, and lessons with their divs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from types import MappingProxyType

from fairgate.content.models import Source
from fairgate.render.words import address
from fairgate.training.languages import OURS
from fairgate.training.lesson import Block, Div, Lesson, Prose
from fairgate.training.tokens import Pen

__all__ = ["html_of", "lesson_html", "line_html", "sources_html"]

_NONE: Mapping[str, Source] = MappingProxyType({})
_NO_IMAGES: Mapping[str, str] = MappingProxyType({})

_TITLED = {
    "questions": "Questions",
    "objectives": "Objectives",
    "keypoints": "Key points",
}
_FOLDED = {"solution": "Solution", "hint": "Hint", "spoiler": "More"}
_BOXES = {
    "challenge": "Exercise",
    "instructor": "For whoever teaches",
    "callout": "Note",
    "discussion": "Discussion",
    "prereq": "Before you begin",
    "checklist": "Checklist",
    "testimonial": "In their own words",
}


def html_of(
    text: str,
    *,
    sources: Mapping[str, Source] = _NONE,
    level: int = 2,
    prefix: str = "",
    sources_at: str | None = None,
    images: Mapping[str, str] = _NO_IMAGES,
    places: bool = True,
    described: Callable[[str], str] = str,
    language: str = OURS,
) -> str:
    r"""Write Markdown as HTML: CommonMark and tables; HTML in it stays text, but for ``<br>``.

    Parameters
    ----------
    text : str
        Markdown.
    sources : mapping of str to Source
        What ``[@id]`` may name; the page holds their list, by :func:`sources_html`.
    level : int
        Level of the first heading; others follow it.
    prefix : str
        What ids on the page begin with, where several texts share it.
    sources_at : str, optional
        What ids in the list of sources begin with; by default as others do.
    images : mapping of str to str
        Pictures by the name that the text uses, as ``data:`` addresses; of others the
        alternative text is shown.
    places : bool
        Whether links may lead to places on the page; without them, sources are told by title.
    described : callable
        Takes from the alternative text of a picture what is not meant for people.
    language : str
        Of the text; words of ours in it say that they are English.

    Examples
    --------
    >>> html_of("# A & b\n[x](javascript:y) <b>")
    '<h2 id="a-b">A &amp; b</h2>\n<p>[x](javascript:y) &lt;b&gt;</p>\n'
    """
    pen = _pen(level, sources, prefix, sources_at, images=images, language=language)
    return replace(pen, places=places, described=described).write(text)


def line_html(text: str) -> str:
    """Write a line of Markdown, such as a question or an answer.

    Examples
    --------
    >>> line_html("Run `a < b`")
    'Run <code>a &lt; b</code>'
    """
    return Pen(6, _NONE).write_line(text)


def sources_html(sources: Mapping[str, Source], prefix: str = "") -> str:
    """Write the list of sources that citations lead to."""
    items = "".join(
        f'<li id="{prefix}source--{number}"><a href="{escape(address(source.url))}" '
        f'rel="noreferrer">{escape(source.title)}</a></li>\n'
        for number, source in enumerate(sources.values(), 1)
    )
    return f'<ol class="sources">\n{items}</ol>\n' if items else ""


def lesson_html(
    lesson: Lesson,
    sources: Mapping[str, Source] = _NONE,
    *,
    for_trainer: bool = False,
    level: int = 2,
    prefix: str = "",
    sources_at: str | None = None,
    images: Mapping[str, str] = _NO_IMAGES,
    language: str = OURS,
) -> str:
    r"""Write a lesson as HTML: its divs become boxes; solutions and hints unfold.

    Parameters
    ----------
    lesson : Lesson
        As :func:`fairgate.training.lesson.read_lesson` reads it.
    sources, level, prefix, sources_at, images, language
        As :func:`html_of` takes them.
    for_trainer : bool
        Whether to show notes for whoever teaches.

    Examples
    --------
    >>> from fairgate.training.lesson import read_lesson
    >>> front = "---\ntitle: A\nteaching: 5\nexercises: 0\n---\n"
    >>> print(lesson_html(read_lesson(front + "::: hint\nLook.\n:::", "lesson.md")))
    <details class="hint">
    <summary>Hint</summary>
    <p>Look.</p>
    </details>
    <BLANKLINE>
    """
    pen = _pen(level, sources, prefix, sources_at, images=images, language=language)
    return "".join(_blocks(lesson.blocks, pen, for_trainer=for_trainer))


def _pen(
    level: int,
    sources: Mapping[str, Source],
    prefix: str,
    sources_at: str | None,
    *,
    images: Mapping[str, str],
    language: str,
) -> Pen:
    at = prefix if sources_at is None else sources_at
    return Pen(level, sources, prefix, at, images, language=language)


def _blocks(blocks: Sequence[Block], pen: Pen, *, for_trainer: bool) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Prose):
            yield pen.write(block.text)
        elif block.kind != "instructor" or for_trainer:
            yield _div(block, pen, for_trainer=for_trainer)


def _div(div: Div, pen: Pen, *, for_trainer: bool) -> str:
    title = _title(div, pen)
    deeper = pen.within(0 if div.kind in _FOLDED else 1)
    inside = "".join(_blocks(div.blocks, deeper, for_trainer=for_trainer))
    if div.kind in _FOLDED:
        return f'<details class="{div.kind}">\n{title}\n{inside}</details>\n'
    tag = "section" if div.kind == "challenge" else "div"
    return f'<{tag} class="box {div.kind}">\n{title}\n{inside}</{tag}>\n'


def _title(div: Div, pen: Pen) -> str:
    if div.kind in _FOLDED:
        return f"<summary{pen.ours}>{_FOLDED[div.kind]}</summary>"
    if div.kind in _TITLED:
        words = _TITLED[div.kind]
        level = min(6, pen.level)
        return f'<h{level} id="{pen.id_of(words)}"{pen.ours}>{words}</h{level}>'
    return f'<p class="kind"{pen.ours}>{_BOXES[div.kind]}</p>'
