"""Markdown files: front matter read strictly, lines outside code, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel

from fairgate.content import parse
from fairgate.errors import UserError

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Model = TypeVar("Model", bound=BaseModel)

CITATION = re.compile(r"\[(@[^\]\[]+)\]")
"""``[@id]`` or ``[@one; @two]``; :func:`cited` takes its ids out of the group."""

IMAGE = re.compile(r"(?P<begin>!\[(?P<alt>[^\]]*)\]\(\s*<?)(?P<target>[^)\s>]+)(?P<end>>?[^)]*\))")
"""A picture, with its alternative text and what it leads to."""

CODE = re.compile(r"`[^`]*`")
"""Code within a line."""

_CODE_OR_CITATION = re.compile(f"{CODE.pattern}|{CITATION.pattern}")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&]")
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


def blocks(text: str, *, lines: bool = False) -> Sequence[Token]:
    r"""Read the blocks of Markdown as CommonMark and Marp do, with tables and with HTML.

    Parameters
    ----------
    text : str
        Markdown without front matter.
    lines : bool
        Whether to read what stands in the lines of each block, too.

    Examples
    --------
    >>> [token.type for token in blocks("***\n\n    ---")]
    ['hr', 'code_block']
    """
    return _reader(lines=lines).parse(text)


@cache
def _reader(*, lines: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - heavy

    reader = MarkdownIt("commonmark").enable("table")
    return reader if lines else reader.disable("inline")


def html_in(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield every piece of HTML in a file of Markdown, with the line on which it begins.

    Examples
    --------
    >>> list(html_in("---\na: <b>\n---\n`<b>` \nA <b>word</b>\n<!-- note -->"))
    [(5, '<b>'), (5, '</b>'), (6, '<!-- note -->')]
    """
    for token in blocks(_without_front(text), lines=True):
        if token.map is None:
            continue
        if token.type == "html_block":
            yield token.map[0] + 1, token.content.strip()
        elif token.type == "inline":
            yield from _html_in_line(token.children or (), token.map[0] + 1)


def _html_in_line(children: Sequence[Token], line: int) -> Iterator[tuple[int, str]]:
    for child in children:
        if child.type == "html_inline":
            yield line, child.content
        line += child.type in ("softbreak", "hardbreak") or child.content.count("\n")


def _without_front(text: str) -> str:
    """Empty the lines of front matter, so that the others keep their numbers."""
    lines = text.splitlines()
    if lines and lines[0].rstrip() == "---":
        end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), -1)
        lines[: end + 1] = [""] * (end + 1)
    return "\n".join(lines)


def cited(names: str) -> tuple[str, ...]:
    """Take a citation apart, as :data:`CITATION` finds it.

    Examples
    --------
    >>> cited("@wcag; @case.dominos")
    ('wcag', 'case.dominos')
    """
    found = (name.strip().removeprefix("@") for name in names.split(";"))
    return tuple(name for name in found if name)


def citations(text: str) -> Iterator[tuple[int, str]]:
    """Yield the id of every source that a text cites, with its line.

    Examples
    --------
    >>> list(citations("Labels help [@wcag; @gdpr], not `[@code]`."))
    [(1, 'wcag'), (1, 'gdpr')]
    """
    for number, line, prose in outside_code(text):
        for found in CITATION.findall(CODE.sub("", line)) if prose else ():
            yield from ((number, name) for name in cited(found))


def with_titles(text: str, titles: Mapping[str, str]) -> str:
    """Write titles of sources where a text cites them, for whoever has no list of them.

    Parameters
    ----------
    text : str
        Markdown.
    titles : mapping of str to str
        By the id of the source; of others the id is written.

    Examples
    --------
    >>> with_titles("Labels help [@wcag; @gdpr], not `[@code]`.", {"wcag": "WCAG 2.2"})
    'Labels help (WCAG 2.2), (gdpr), not `[@code]`.'
    """

    def told(at: re.Match[str]) -> str:
        if at[1] is None:
            return at[0]
        named = (_SPECIAL.sub(r"\\\g<0>", titles.get(name, name)) for name in cited(at[1]))
        return ", ".join(f"({title})" for title in named)

    if CITATION.search(text) is None:
        return text
    lines = outside_code(text)
    told_lines = [_CODE_OR_CITATION.sub(told, line) if prose else line for _, line, prose in lines]
    return "\n".join(told_lines) + ("\n" if text.endswith("\n") else "")
