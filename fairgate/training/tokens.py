"""Tokens of Markdown, made safe and fit for a page before they become HTML.

Raw HTML stays text, but for a break in a line; links lead to web addresses, mail or places on the
page only; citations such as ``[@id]`` become numbered links to the page's list of sources.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from fairgate.content.models import Source
from fairgate.training.languages import OURS, ours
from fairgate.training.textfile import CITATION, cited

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FOLLOWED = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
_BESIDE = re.compile(r"[A-Za-z0-9_.%][A-Za-z0-9_./%-]*(#[^:]*)?")
_READY = "ready"
"""Type of a token whose content is HTML already."""


@dataclass
class Pen:
    """Writes pieces of one page, which share their ids.

    Attributes
    ----------
    level : int
        Level of the first heading; others follow it.
    sources : mapping of str to Source
        What citations name, in the order of the page's list.
    prefix : str
        What ids of headings begin with.
    sources_at : str
        What ids in the page's list of sources begin with.
    images : mapping of str to str
        Pictures by the name that the text uses, as ``data:`` addresses.
    places : bool
        Whether links may lead to places on the page, such as its list of sources.
    described : callable
        Takes from an alternative text what is not meant for people.
    language : str
        Of the text; words of ours in it say that they are English.
    """

    level: int
    sources: Mapping[str, Source]
    prefix: str = ""
    sources_at: str = ""
    images: Mapping[str, str] = field(default_factory=dict)
    places: bool = True
    described: Callable[[str], str] = str
    language: str = OURS
    base: int = 0
    used: dict[str, int] = field(default_factory=dict)
    known: MutableMapping[str, object] = field(default_factory=dict)

    @property
    def ours(self) -> str:
        """Attributes of an element that holds words of ours."""
        return ours(self.language)

    def within(self, deeper: int) -> Pen:
        """Write what is inside: its headings begin anew, so many levels deeper."""
        return replace(self, level=self.level + deeper, base=0)

    def write(self, text: str) -> str:
        """Write Markdown as HTML."""
        return self._rendered(_MARKDOWN.parse(text, self.known))

    def write_line(self, text: str) -> str:
        """Write a line of Markdown as HTML, without a paragraph around it."""
        return self._rendered(_MARKDOWN.parseInline(text, self.known))

    def id_of(self, words: str) -> str:
        """Make an id of words; no words give two hyphens, so those are for others' ids."""
        name = re.sub(r"\W+", "-", words.lower()).strip("-") or "part"
        self.used[name] = times = self.used.get(name, 0) + 1
        return self.prefix + (name if times == 1 else f"{name}--{times}")

    def _rendered(self, tokens: Sequence[Token]) -> str:
        fit = list(self._fit(tokens))
        return str(_MARKDOWN.renderer.render(fit, _MARKDOWN.options, self.known))

    def _fit(self, tokens: Sequence[Token]) -> Iterator[Token]:
        first_in_row = in_body = False
        for at, token in enumerate(tokens):
            if token.type in ("heading_open", "heading_close"):
                self._shift(token, tokens[at + 1] if token.nesting == 1 else None)
            elif token.type == "inline":
                token.children = list(self._inline(token.children or ()))
            elif token.type in ("thead_open", "tbody_open"):
                in_body = token.type == "tbody_open"
            elif token.type == "tr_open":
                first_in_row = in_body
            elif token.type in ("th_open", "td_open", "th_close", "td_close"):
                words = tokens[at + 1].content if token.nesting == 1 else tokens[at - 1].content
                _cell(token, heads=(first_in_row or not in_body) and bool(words.strip()))
                first_in_row = first_in_row and token.nesting == 1
            if token.type == "table_open":
                named = _named(tokens, at, "" if self.ours else "Table: ")
                yield _ready(f'<div class="scroll" role="group" tabindex="0"{named}>')
            yield token
            if token.type == "table_close":
                yield _ready("</div>\n")

    def _shift(self, token: Token, inside: Token | None) -> None:
        written = int(token.tag[1:])
        self.base = self.base or written
        token.tag = f"h{min(6, max(self.level, self.level + written - self.base))}"
        if inside is not None:
            token.attrSet("id", self.id_of(_words(inside)))

    def _inline(self, tokens: Sequence[Token]) -> Iterator[Token]:
        open_links: list[bool] = []
        for token in tokens:
            if token.type == "link_open":
                open_links.append(self._followed(token))
                yield from [token] if open_links[-1] else []
            elif token.type == "link_close":
                yield from [token] if open_links.pop() else []
            elif token.type == "image":
                yield self._picture(token)
            elif token.type == "citation":
                yield _ready(self._cited(token.content, linked=not any(open_links)))
            else:
                yield token

    def _followed(self, link: Token) -> bool:
        """Whether a link leads somewhere from this page; those that do are made safe."""
        target = str(link.attrGet("href"))
        if target.startswith("#"):
            link.attrSet("href", f"#{self.prefix}{target[1:]}")
        elif target.lower().startswith("http"):
            link.attrSet("rel", "noreferrer")
        return bool(_FOLLOWED.match(target)) and (self.places or target[0] != "#")

    def _picture(self, token: Token) -> Token:
        found = self.images.get(unquote(str(token.attrGet("src"))))
        words = self.described(token.content)
        if found is None:
            kind = f"<span{self.ours}>Picture</span>" if self.ours else "Picture"
            told = f'<span class="picture">[{kind}: {escape(words)}]</span>'
            return _ready(told if words else "")
        token.attrSet("src", found)
        if words != token.content:
            token.children = _MARKDOWN.parseInline(words, self.known)[0].children
        return token

    def _cited(self, text: str, *, linked: bool) -> str:
        return ", ".join(self._citation(name, linked=linked) for name in cited(text))

    def _citation(self, name: str, *, linked: bool) -> str:
        if name not in self.sources:
            return f"({escape(name)})"
        if not self.places:
            return f"({escape(self.sources[name].title)})"
        number = list(self.sources).index(name) + 1
        words = f'[<span class="unseen"{self.ours}>source </span>{number}]'
        title = escape(self.sources[name].title)
        where = f"{self.sources_at}source--{number}"
        return f'<a class="cite" href="#{where}" title="{title}">{words}</a>' if linked else words


class _Markdown(MarkdownIt):
    """CommonMark with tables, which knows fewer addresses."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return bool(_FOLLOWED.match(url) or _BESIDE.fullmatch(url))


def _cite(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library calls it so
    found = CITATION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("citation", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _break(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library calls it so
    found = _BREAK.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def _cell(token: Token, *, heads: bool) -> None:
    """Make a cell one that heads its row or column, or one that does not; no style in it."""
    style = str(token.attrs.pop("style", ""))
    if token.nesting == 1:
        if style.endswith("right"):
            token.attrSet("class", "number")
        if heads:
            token.attrSet("scope", "col" if token.type == "th_open" else "row")
    token.tag = "th" if heads else "td"


def _named(tokens: Sequence[Token], at: int, kind: str) -> str:
    """Name a table by the words at the heads of its columns; a name has one language."""
    end = next((i for i, t in enumerate(tokens[at:], at) if t.type == "thead_close"), at)
    heads = [_words(token) for token in tokens[at:end] if token.type == "inline"]
    return f' aria-label="{escape(kind + ", ".join(filter(None, heads)) or "-")}"'


def _words(inline: Token) -> str:
    return "".join(
        child.content
        for child in inline.children or ()
        if child.type in ("text", "code_inline", "text_special")
    )


def _ready(html: str) -> Token:
    return Token(_READY, "", 0, content=html)


_MARKDOWN = _Markdown("commonmark", {"html": False}).enable("table")
_MARKDOWN.inline.ruler.before("link", "citation", _cite)
_MARKDOWN.inline.ruler.before("autolink", "line_break", _break)
_MARKDOWN.add_render_rule(_READY, lambda self, tokens, at, *_: tokens[at].content)  # noqa: ARG005
