"""Rules about what a page looks like: contrast, the size of targets, a visible focus."""

from __future__ import annotations

from collections.abc import Iterator

from fairgate.training.page.barriers import Barrier
from fairgate.training.page.colour import contrast
from fairgate.training.page.style import Styles
from fairgate.training.page.tree import Element

TARGET = 24.0
"""Pixels of CSS that a target has each way, by criterion 2.5.8."""

_SHOWN = ("border", "border-color", "box-shadow", "background", "background-color")


def contrast_rule(page: Element, styles: Styles) -> Iterator[Barrier]:
    """Find text that is too faint: under 4.5 to 1, or 3 to 1 where it is large."""
    for element in page.elements:
        if not _speaks(element) or styles.hidden(element) or _disabled(element):
            continue
        ground = styles.ground(element)
        if ground is None:
            continue
        ratio = contrast(styles.ink(element), ground)
        needed = 3.0 if styles.large(element) else 4.5
        if ratio < needed:
            problem = f"has a contrast of {int(ratio * 100) / 100:g} to 1"
            cure = f"make it {needed:g} or more"
            what = str(element)
            yield Barrier("color-contrast", element.line, what, problem, cure, "1.4.3 AA")


def target_rule(page: Element, styles: Styles) -> Iterator[Barrier]:
    """Find buttons and links whose declared size is too small to be hit."""
    for element in page.all("a", "button", "input", "summary"):
        if element.tag == "a" and (element.get("href") is None or _in_a_sentence(element, styles)):
            continue
        if styles.hidden(element) or (element.get("type") or "").lower() == "hidden":
            continue
        sides = {name: styles.side(element, name) for name in ("width", "height")}
        small = {name: size for name, size in sides.items() if size is not None and size < TARGET}
        if small:
            sizes = " and ".join(f"{size:g} px {_WORDS[name]}" for name, size in small.items())
            cure = f"make it {TARGET:g} px or more each way"
            what = str(element)
            yield Barrier("target-size", element.line, what, f"is {sizes}", cure, "2.5.8 AA")


def focus_rule(page: Element, styles: Styles) -> Iterator[Barrier]:
    """Find style sheets that take the outline of the focus away and put nothing in its place."""
    del page
    for element, sheet in styles.sheets:
        for rule in sheet:
            outline = rule.declarations.get("outline", rule.declarations.get("outline-style", ""))
            gone = outline.split()[:1] in (["none"], ["0"], ["0px"])
            if gone and not any(name in rule.declarations for name in _SHOWN):
                line = element.line + rule.line - 1
                problem = "hides where the keyboard is"
                cure = "remove outline: none, or show the focus in another way"
                what = rule.selector
                yield Barrier("focus-visible", line, what, problem, cure, "2.4.7 AA")


_WORDS = {"width": "wide", "height": "high"}


def _speaks(element: Element) -> bool:
    return bool(element.own_text) and element.tag not in ("", "html")


def _disabled(element: Element) -> bool:
    return any(one.get("disabled") is not None for one in element.ancestors)


def _in_a_sentence(link: Element, styles: Styles) -> bool:
    """Links between words are exempt, unless they are boxes of their own."""
    box = styles.of(link).get("display", "inline") != "inline"
    return not box and link.parent is not None and bool(link.parent.own_text)
