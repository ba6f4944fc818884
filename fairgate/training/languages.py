"""In which language and direction words are said, so that they are read aloud rightly. Pure.

Pages speak English, and say of a module's own words where they are in another language.
"""

from __future__ import annotations

from html import escape

OURS = "en"
"""Language of the words of this house."""

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_SCRIPTS = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa"})


def theirs(language: str) -> str:
    """Write attributes of an element in a page of ours that holds words of a module.

    Examples
    --------
    >>> theirs("en"), theirs("de"), theirs("fa-IR"), theirs("ku-Arab")
    ('', ' lang="de"', ' lang="fa-IR" dir="rtl"', ' lang="ku-Arab" dir="rtl"')
    """
    if language == OURS:
        return ""
    return f' lang="{escape(language)}"' + (' dir="rtl"' if _right_to_left(language) else "")


def ours(around: str) -> str:
    """Write attributes of an element that holds words of ours amid those of a module.

    Examples
    --------
    >>> ours("en-GB"), ours("de")
    ('', ' lang="en"')
    """
    return "" if around.lower().partition("-")[0] == OURS else f' lang="{OURS}"'


def _right_to_left(language: str) -> bool:
    first, *others = language.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    return script in _SCRIPTS if script else first in _RIGHT_TO_LEFT
