"""Colours and their contrast, as WCAG 2.2 defines it.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and #dfn-relative-luminance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMES = {
    "black": "#000", "silver": "#c0c0c0", "gray": "#808080", "grey": "#808080", "white": "#fff",
    "maroon": "#800000", "red": "#f00", "purple": "#800080", "fuchsia": "#f0f", "green": "#008000",
    "lime": "#0f0", "olive": "#808000", "yellow": "#ff0", "navy": "#000080", "blue": "#00f",
    "teal": "#008080", "aqua": "#0ff", "orange": "#ffa500", "pink": "#ffc0cb",
    "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3", "darkgray": "#a9a9a9", "darkgrey": "#a9a9a9",
    "dimgray": "#696969", "dimgrey": "#696969", "gainsboro": "#dcdcdc", "whitesmoke": "#f5f5f5",
    "darkblue": "#00008b", "darkgreen": "#006400", "darkred": "#8b0000", "crimson": "#dc143c",
    "tomato": "#ff6347", "gold": "#ffd700", "indigo": "#4b0082", "lightblue": "#add8e6",
    "lightgreen": "#90ee90", "steelblue": "#4682b4", "slategray": "#708090", "beige": "#f5f5dc",
    "ivory": "#fffff0", "brown": "#a52a2a", "royalblue": "#4169e1", "skyblue": "#87ceeb",
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(([^)]*)\)")


@dataclass(frozen=True)
class Colour:
    """A colour: red, green and blue from 0 to 255, and how opaque it is, from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: Colour) -> Colour:
        """See it on an opaque ground."""
        a = self.alpha
        pairs = zip(self._channels, ground._channels, strict=True)
        return Colour(*(a * mine + (1 - a) * theirs for mine, theirs in pairs))

    @property
    def luminance(self) -> float:
        """Relative luminance, from 0 (black) to 1 (white)."""
        parts = (channel / 255 for channel in self._channels)
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def _channels(self) -> tuple[float, float, float]:
        return self.red, self.green, self.blue


WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)


def contrast(ink: Colour, ground: Colour) -> float:
    """Contrast ratio of ink on an opaque ground, from 1 to 21.

    Examples
    --------
    >>> contrast(BLACK, WHITE), round(contrast(Colour(119, 119, 119), WHITE), 2)
    (21.0, 4.48)
    """
    light, dark = sorted((ink.over(ground).luminance, ground.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(text: str) -> Colour | None:
    """Read a colour of CSS; None for one that this reader does not know.

    Examples
    --------
    >>> colour("#FFF") == colour("white") == colour("rgb(255, 255, 255)")
    True
    >>> colour("transparent"), colour("lab(1 2 3)")
    (Colour(red=0, green=0, blue=0, alpha=0.0), None)
    """
    word = text.strip().lower()
    if word == "transparent":
        return Colour(0, 0, 0, 0.0)
    word = _NAMES.get(word, word)
    if _HEX.fullmatch(word):
        digits = word[1:] if len(word) > 5 else "".join(2 * digit for digit in word[1:])
        values = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        return Colour(values[0], values[1], values[2], values[3] / 255 if values[3:] else 1.0)
    found = _RGB.fullmatch(word)
    parts = re.split(r"[\s,/]+", found[1].strip()) if found else []
    if len(parts) not in (3, 4):
        return None
    try:
        red, green, blue = (_number(part, 255) for part in parts[:3])
        return Colour(red, green, blue, _number(parts[3], 1) if len(parts) == 4 else 1.0)
    except ValueError:
        return None


def _number(part: str, whole: float) -> float:
    return float(part[:-1]) / 100 * whole if part.endswith("%") else float(part)
