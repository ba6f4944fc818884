"""Style sheets: rules, the selectors that this reader knows, and what applies to an element.

Names, classes, ids, attributes and ``*``, one inside another or right inside (``>``). Rules in
``@media`` and those about states (``:hover``) are left out of what a page looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fairgate.training.page.tree import Element

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART = re.compile(r"[.#]?[\w-]+|\*|\[[^\]]+\]")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")


@dataclass(frozen=True)
class Rule:
    """A rule of a style sheet.

    Attributes
    ----------
    selector : str
        One selector; a rule with several becomes several.
    declarations : mapping of str to str
        Values by property.
    line : int
        Line of the style sheet, from 1.
    """

    selector: str
    declarations: Mapping[str, str]
    line: int

    @property
    def weight(self) -> tuple[int, int, int]:
        """Specificity: ids, classes and attributes, names."""
        parts = _PART.findall(self.selector)
        ids = sum(part[0] == "#" for part in parts)
        classes = sum(part[0] in ".[" for part in parts)
        return ids, classes, sum(part[0] not in "#.[*" for part in parts)

    def applies(self, element: Element) -> bool:
        """Whether an element is selected, in whatever state it is."""
        words = self.selector.replace(":root", "html").replace(">", " > ").split()
        return not re.search(r"[:+~]", " ".join(words)) and _matches(words, element)


def rules(text: str) -> tuple[Rule, ...]:
    """Read a style sheet.

    Examples
    --------
    >>> [(rule.selector, dict(rule.declarations)) for rule in rules("a, .b { color: RED; }")]
    [('a', {'color': 'RED'}), ('.b', {'color': 'RED'})]
    """
    bare = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    return tuple(_rules(bare))


def declarations(text: str) -> dict[str, str]:
    """Read what stands between braces, or in a ``style`` attribute."""
    pairs = (part.partition(":") for part in text.split(";"))
    return {
        name.strip().lower(): re.sub(r"\s*!important$", "", value.strip())
        for name, _, value in pairs
        if value.strip()
    }


def styles(element: Element, sheet: Iterable[Rule]) -> dict[str, str]:
    """Everything that is declared for an element, the strongest last."""
    found: dict[str, str] = {}
    for rule in sorted((rule for rule in sheet if rule.applies(element)), key=lambda r: r.weight):
        found |= rule.declarations
    return found | declarations(element.get("style") or "")


def resolved(value: str, variables: Mapping[str, str]) -> str:
    """Put variables in place of their names.

    Examples
    --------
    >>> resolved("var(--ink, black)", {}), resolved("var(--ink)", {"--ink": "#111"})
    ('black', '#111')
    """
    for _ in range(8):
        if "var(" not in value:
            break
        value = _VARIABLE.sub(
            lambda found: variables.get(found[1], (found[2] or "").strip()), value
        )
    return value.strip()


def _rules(text: str) -> Iterator[Rule]:
    at = 0
    while (brace := text.find("{", at)) >= 0:
        head = text[at:brace].rpartition(";")[2]
        end = _end(text, brace)
        if not head.strip().startswith("@"):
            line = text.count("\n", 0, brace) + 1
            found = declarations(text[brace + 1 : end])
            yield from (Rule(one.strip(), found, line) for one in head.split(",") if one.strip())
        at = end + 1


def _end(text: str, brace: int) -> int:
    """Place of the brace that closes the one at ``brace``; the end of the text if none does."""
    depth = 0
    for at in range(brace, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)


def _matches(words: list[str], element: Element | None) -> bool:
    """Match the last word to the element, and those before it to what it is in."""
    if element is None or not _fits(words[-1], element):
        return False
    before = words[:-1]
    if not before:
        return True
    if before[-1] == ">":
        return bool(before[:-1]) and _matches(before[:-1], element.parent)
    outer = element.parent
    return outer is not None and any(_matches(before, one) for one in outer.ancestors)


def _fits(word: str, element: Element) -> bool:
    parts = _PART.findall(word)
    return bool(parts) and "".join(parts) == word and all(_is(part, element) for part in parts)


def _is(part: str, element: Element) -> bool:
    if part == "*":
        return bool(element.tag)
    if part[0] == ".":
        return part[1:] in (element.get("class") or "").split()
    if part[0] == "#":
        return element.get("id") == part[1:]
    if part[0] == "[":
        name, equals, value = part[1:-1].partition("=")
        given = element.get(name.strip())
        return given is not None and (not equals or given == value.strip().strip("\"'"))
    return element.tag == part.lower()
