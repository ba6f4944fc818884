"""Rules for pages: each finds one sort of barrier.

Criteria are those of WCAG 2.2, https://www.w3.org/TR/WCAG22/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from fairgate.errors import UserError, did_you_mean
from fairgate.training.page.barriers import Barrier
from fairgate.training.page.looks import contrast_rule, focus_rule, target_rule
from fairgate.training.page.names import LABELLED, name_of, text_of
from fairgate.training.page.style import Styles
from fairgate.training.page.tree import Element, parse

RuleOf: TypeAlias = Callable[[Element, Styles], Iterator[Barrier]]
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def barriers(text: str, only: Sequence[str] = ()) -> tuple[Barrier, ...]:
    """Find what keeps people out of a page.

    Parameters
    ----------
    text : str
        The HTML.
    only : sequence of str
        Names of the rules to go by; none: all of :data:`RULES`.

    Raises
    ------
    UserError
        For a rule that there is not.

    Examples
    --------
    >>> for barrier in barriers('<img src="map.png">', ["image-alt"]):
    ...     print(barrier)
    line 1: <img> has no alt (say what it shows; alt="" if nothing) [image-alt, WCAG 1.1.1 A]
    """
    for name in only:
        if name not in RULES:
            raise UserError(f"there is no rule called {name!r}", did_you_mean(name, RULES))
    page = parse(text)
    styles = Styles(page)
    found = [each for name in only or RULES for each in RULES[name](page, styles)]
    return tuple(sorted(found, key=lambda barrier: barrier.line))


def _language(page: Element, styles: Styles) -> Iterator[Barrier]:
    del styles
    found = list(page.all("html"))
    if not found or not (found[0].get("lang") or "").strip():
        line = found[0].line if found else 1
        problem, cure = "says no language", 'write <html lang="en">'
        yield Barrier("html-has-lang", line, "<html>", problem, cure, "3.1.1 A")


def _title(page: Element, styles: Styles) -> Iterator[Barrier]:
    del styles
    titles = [title for title in page.all("title") if title.own_text]
    if not titles:
        problem, cure = "is missing or empty", "name the page, then the site"
        yield Barrier("document-title", 1, "<title>", problem, cure, "2.4.2 A")


def _images(page: Element, styles: Styles) -> Iterator[Barrier]:
    for image in page.all("img"):
        named = image.get("alt") is not None or name_of(image, page)
        if not named and not styles.hidden(image) and image.get("role") != "presentation":
            cure = 'say what it shows; alt="" if nothing'
            yield Barrier("image-alt", image.line, str(image), "has no alt", cure, "1.1.1 A")


def _buttons(page: Element, styles: Styles) -> Iterator[Barrier]:
    kinds = ("submit", "button", "reset", "image")
    for element in page.all("button", "input"):
        if element.tag == "input" and (element.get("type") or "").lower() not in kinds:
            continue
        if not styles.hidden(element) and not name_of(element, page):
            cure = "put words into it, or aria-label"
            line, what = element.line, str(element)
            yield Barrier("button-name", line, what, "has no name", cure, "4.1.2 A")


def _links(page: Element, styles: Styles) -> Iterator[Barrier]:
    for link in page.all("a"):
        if link.get("href") is not None and not styles.hidden(link) and not name_of(link, page):
            cure = "say where it leads"
            yield Barrier("link-name", link.line, str(link), "has no name", cure, "2.4.4 A")


def _fields(page: Element, styles: Styles) -> Iterator[Barrier]:
    spared = ("hidden", "submit", "button", "reset", "image")
    for field in page.all(*LABELLED):
        if (field.get("type") or "").lower() in spared or styles.hidden(field):
            continue
        if not name_of(field, page):
            cure = "add <label for> with its id; a placeholder goes away and is no label"
            yield Barrier("label", field.line, str(field), "has no label", cure, "3.3.2 A")


def _headings(page: Element, styles: Styles) -> Iterator[Barrier]:
    found = [each for each in page.all(*_HEADINGS) if not styles.hidden(each)]
    if not any(each.tag == "h1" for each in found):
        problem, cure = "is missing", "say in one heading what the page is"
        yield Barrier("page-has-heading-one", 1, "<h1>", problem, cure)
    last = 0
    for heading in found:
        level = int(heading.tag[1])
        if level > last + 1 and last:
            problem = f"follows <h{last}>, so a level is left out"
            cure = f"make it <h{last + 1}>"
            line = heading.line
            yield Barrier("heading-order", line, str(heading), problem, cure, "1.3.1 A")
        if not text_of(heading):
            yield Barrier(
                "empty-heading", heading.line, str(heading), "is empty", "fill or remove it"
            )
        last = level


def _groups(page: Element, styles: Styles) -> Iterator[Barrier]:
    """Find radio buttons whose question only the eye can find."""
    seen: set[str] = set()
    for button in page.all("input"):
        name = button.get("name") or ""
        if (button.get("type") or "").lower() != "radio" or name in seen or styles.hidden(button):
            continue
        seen.add(name)
        around = [
            one
            for one in button.ancestors
            if one.tag == "fieldset" or one.get("role") in ("radiogroup", "group")
        ]
        named = any(
            name_of(one, page) if one.tag != "fieldset" else list(one.all("legend"))
            for one in around
        )
        if not named:
            problem = "belongs to a group whose question is not said"
            cure = "put the group into <fieldset> with <legend>"
            yield Barrier("radio-group", button.line, str(button), problem, cure, "1.3.1 A")


def _main(page: Element, styles: Styles) -> Iterator[Barrier]:
    del styles
    if not any(one.tag == "main" or one.get("role") == "main" for one in page.elements):
        problem, cure = "is missing", "put the content into <main>"
        yield Barrier("landmark-one-main", 1, "<main>", problem, cure)


def _zoom(page: Element, styles: Styles) -> Iterator[Barrier]:
    del styles
    for meta in page.all("meta"):
        content = (meta.get("content") or "").replace(" ", "").lower()
        if meta.get("name") == "viewport" and (
            "user-scalable=no" in content or "user-scalable=0" in content
        ):
            problem, cure = "keeps people from enlarging", "remove user-scalable=no"
            yield Barrier("meta-viewport", meta.line, str(meta), problem, cure, "1.4.4 AA")


RULES: Mapping[str, RuleOf] = MappingProxyType(
    {
        "html-has-lang": _language,
        "document-title": _title,
        "image-alt": _images,
        "button-name": _buttons,
        "link-name": _links,
        "label": _fields,
        "radio-group": _groups,
        "heading-order": _headings,
        "landmark-one-main": _main,
        "meta-viewport": _zoom,
        "color-contrast": contrast_rule,
        "target-size": target_rule,
        "focus-visible": focus_rule,
    }
)
"""Rules by name."""
