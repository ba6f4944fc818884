"""HTML as a tree of elements, with the line of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeAlias

_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("param", "source", "track", "wbr"),
    }
)
_ENDED_BY: Mapping[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "option": frozenset({"option", "optgroup"}),
    "tr": frozenset({"tr"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "p": frozenset(
        {
            *("p", "div", "ul", "ol", "table", "form", "section", "header", "footer", "main"),
            *("h1", "h2", "h3", "h4", "h5", "h6", "fieldset", "nav", "pre", "blockquote"),
        }
    ),
}
"""Elements whose end may be left out, and what then ends them."""


@dataclass(eq=False)
class Element:
    """An element.

    Attributes
    ----------
    tag : str
        Its name, in small letters.
    attributes : dict of str to str
        Attributes without a value have the empty one.
    parent : Element or None
        What it is in.
    line : int
        Line on which its tag opens.
    children : list of Element or str
        What is in it, in order.
    """

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    line: int
    children: list[Node] = field(default_factory=list)

    def __str__(self) -> str:
        name = self.attributes.get("id")
        classes = self.attributes.get("class", "").split()
        mark = f' id="{name}"' if name else f' class="{" ".join(classes)}"' if classes else ""
        return f"<{self.tag}{mark}>"

    @property
    def elements(self) -> Iterator[Element]:
        """It and every element in it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.elements

    @property
    def ancestors(self) -> Iterator[Element]:
        """It and every element that it is in, from the inside out."""
        one: Element | None = self
        while one is not None:
            yield one
            one = one.parent

    @property
    def own_text(self) -> str:
        """Words that stand directly in it."""
        return " ".join(child for child in self.children if isinstance(child, str)).strip()

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element of these names in it, in order."""
        return (element for element in self.elements if element.tag in tags)

    def get(self, name: str) -> str | None:
        """Value of an attribute; None where it has none of that name."""
        return self.attributes.get(name)


Node: TypeAlias = Element | str


def parse(text: str) -> Element:
    """Parse a page; the answer is a nameless element that holds all of it.

    Examples
    --------
    >>> page = parse('<ul><li>a<li id="b">c</ul>')
    >>> [str(element) for element in page.all("li")]
    ['<li>', '<li id="b">']
    """
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.top


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("", {}, None, 1)
        self.inside = self.top

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDED_BY.get(self.inside.tag, ()) and self.inside.parent is not None:
            self.inside = self.inside.parent
        values = {name: value or "" for name, value in attrs}
        element = Element(tag, values, self.inside, self.getpos()[0])
        self.inside.children.append(element)
        if tag not in _VOID:
            self.inside = element

    def handle_endtag(self, tag: str) -> None:
        for element in self.inside.ancestors:
            if element.tag == tag and element.parent is not None:
                self.inside = element.parent
                return

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.inside.children.append(data)
