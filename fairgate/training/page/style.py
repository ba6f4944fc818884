"""What an element looks like, as far as style sheets in the page say it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fairgate.training.page.colour import BLACK, WHITE, Colour, colour
from fairgate.training.page.css import Rule, resolved, rules, styles
from fairgate.training.page.tree import Element

ROOT_SIZE = 16.0
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 0.83}
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_LENGTH = re.compile(r"(\d*\.?\d+)(px|pt|rem|em|%)")
_DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "a": {"color": "#0000ee"},
    "button": {"color": "#000", "background-color": "#efefef"},
    "select": {"color": "#000", "background-color": "#fff"},
    "textarea": {"color": "#000", "background-color": "#fff"},
    "mark": {"color": "#000", "background-color": "#ff0"},
}


class Styles:
    """The styles of a page.

    Parameters
    ----------
    page : Element
        The whole page.
    """

    def __init__(self, page: Element) -> None:
        self.sheets: list[tuple[Element, tuple[Rule, ...]]] = [
            (style, rules("".join(part for part in style.children if isinstance(part, str))))
            for style in page.all("style")
        ]
        self.rules = [rule for _, sheet in self.sheets for rule in sheet]
        self.variables = {
            name: value
            for rule in self.rules
            if rule.selector in (":root", "html", "body", "*")
            for name, value in rule.declarations.items()
            if name.startswith("--")
        }
        self._known: dict[int, dict[str, str]] = {}

    def of(self, element: Element) -> dict[str, str]:
        """Everything that is declared for an element, by itself."""
        if id(element) not in self._known:
            found = {
                name: resolved(value, self.variables)
                for name, value in styles(element, self.rules).items()
            }
            default = _DEFAULTS.get(element.tag, {})
            if element.tag == "a" and element.get("href") is None:
                default = {}
            if "background" in found:  # the short form sets the colour too
                default = {key: v for key, v in default.items() if key != "background-color"}
            self._known[id(element)] = {**default, **found}
        return self._known[id(element)]

    def hidden(self, element: Element) -> bool:
        """Whether nobody sees it, nor hears it."""
        return any(self._hides(one) for one in element.ancestors)

    def ink(self, element: Element) -> Colour:
        """Colour of its text."""
        for one in element.ancestors:
            found = colour(self.of(one).get("color", "inherit"))
            if found is not None:
                return found
        return BLACK

    def ground(self, element: Element) -> Colour | None:
        """Colour behind its text; None where there is an image, or a colour nobody knows."""
        layers: list[Colour] = []
        for one in element.ancestors:
            declared = self.of(one)
            both = f"{declared.get('background', '')} {declared.get('background-image', '')}"
            if "url(" in both or "gradient(" in both:
                return None
            value = declared.get("background-color") or declared.get("background") or "transparent"
            found = colour("transparent" if value in ("none", "inherit") else value)
            if found is None:
                return None
            layers.append(found)
            if found.alpha == 1:
                break
        ground = WHITE
        for layer in reversed(layers):
            ground = layer.over(ground)
        return ground

    def font_size(self, element: Element) -> float:
        """Size of its text, in pixels of CSS."""
        base = self.font_size(element.parent) if element.parent else ROOT_SIZE
        size = length(self.of(element).get("font-size", ""), base)
        return base * _SIZES.get(element.tag, 1.0) if size is None else size

    def large(self, element: Element) -> bool:
        """Whether its text is large as WCAG has it: 24 px, or 18.66 px and bold."""
        size = self.font_size(element)
        return size >= 24 or (size >= 18.66 and self._bold(element))

    def side(self, element: Element, name: str) -> float | None:
        """Declared ``width`` or ``height`` in pixels, at least its ``min-``; None: not declared."""
        declared, base = self.of(element), self.font_size(element)
        size = length(declared.get(name, ""), base, share=False)
        least = length(declared.get(f"min-{name}", ""), base, share=False) or 0.0
        return None if size is None else max(size, least)

    def _bold(self, element: Element) -> bool:
        for one in element.ancestors:
            weight = self.of(one).get("font-weight")
            if weight is not None:
                return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 700)
            if one.tag in _BOLD:
                return True
        return False

    def _hides(self, element: Element) -> bool:
        declared = self.of(element)
        return (
            element.tag in ("head", "script", "style", "template", "title", "noscript")
            or element.get("hidden") is not None
            or declared.get("display") == "none"
            or declared.get("visibility") == "hidden"
        )


def length(value: str, base: float, *, share: bool = True) -> float | None:
    """Read a length in pixels; None for one that nothing is known of.

    Parameters
    ----------
    value : str
        As CSS has it.
    base : float
        Size of the text around it, in pixels.
    share : bool
        Whether a percentage is one of ``base``.

    Examples
    --------
    >>> length("1.5rem", 10), length("80%", 20), length("auto", 16)
    (24.0, 16.0, None)
    """
    found = _LENGTH.fullmatch(value.strip().lower())
    if found is None or (found[2] == "%" and not share):
        return None
    units = {"px": 1.0, "pt": 4 / 3, "rem": ROOT_SIZE, "em": base, "%": base / 100}
    return float(found[1]) * units[found[2]]
