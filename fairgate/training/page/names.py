"""What assistive technology calls an element: its accessible name, in the common cases.

After https://www.w3.org/TR/accname-1.2/; a placeholder is no name, since it goes away.
"""

from __future__ import annotations

from fairgate.training.page.tree import Element

LABELLED = frozenset({"input", "select", "textarea"})
_SPOKEN = frozenset({"submit", "button", "reset"})


def name_of(element: Element, page: Element) -> str:
    """Name of an element; empty where it has none.

    Examples
    --------
    >>> from fairgate.training.page.tree import parse
    >>> page = parse('<label for="a">Surname</label><input id="a">')
    >>> [name_of(field, page) for field in page.all("input")]
    ['Surname']
    """
    words = [
        text_of(other)
        for name in (element.get("aria-labelledby") or "").split()
        for other in page.elements
        if other.get("id") == name
    ]
    named = " ".join(words).strip() or (element.get("aria-label") or "").strip()
    return named or _by_markup(element, page) or (element.get("title") or "").strip()


def text_of(element: Element) -> str:
    """Words in an element, as they are read out: with the alternatives of its images."""
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return ""
    if element.tag in ("script", "style"):
        return ""
    if element.tag == "img":
        return (element.get("alt") or "").strip()
    if element.tag == "svg":
        titles = " ".join(text_of(title) for title in element.all("title"))
        return ((element.get("aria-label") or "") or titles).strip()
    parts = (child if isinstance(child, str) else text_of(child) for child in element.children)
    return " ".join(" ".join(parts).split())


def _by_markup(element: Element, page: Element) -> str:
    kind = (element.get("type") or "text").lower()
    if element.tag == "input" and kind in _SPOKEN:
        default = "" if kind == "button" else kind
        return (element.get("value") if element.get("value") is not None else default) or ""
    if element.tag == "input" and kind == "image":
        return (element.get("alt") or "").strip()
    if element.tag in LABELLED:
        return " ".join(text_of(label) for label in _labels(element, page)).strip()
    return text_of(element)


def _labels(element: Element, page: Element) -> list[Element]:
    around = [one for one in element.ancestors if one.tag == "label"]
    name = element.get("id")
    pointed = [label for label in page.all("label") if name and label.get("for") == name]
    return [*around, *(label for label in pointed if label not in around)]
