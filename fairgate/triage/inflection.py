"""Forms of a word: what a term finds without listing every ending."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

_VOWELS = "aeiou"
_SIBILANTS = ("s", "x", "z", "ch", "sh")
_SHORTEST = 3


@functools.cache
def english(word: str) -> frozenset[str]:
    """Give plural, possessive, -ed and -ing forms, with British and American endings.

    Some forms do not exist; they find nothing and cost nothing.

    Examples
    --------
    >>> sorted(english("ban") & {"bans", "banned", "banning", "ban's", "bane"})
    ["ban's", 'banned', 'banning', 'bans']
    >>> {"prioritise", "prioritized", "prioritising"} <= english("prioritise")
    True
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return frozenset({word})
    forms: set[str] = set()
    for spelling in _spellings(word):
        forms |= {spelling, _plural(spelling), f"{spelling}'s"}
        forms |= {stem + ending for stem in _stems(spelling) for ending in ("ed", "ing")}
    return frozenset(forms)


def unchanged(word: str) -> frozenset[str]:
    """Give the word alone: for languages whose endings the file writes out itself."""
    return frozenset({word})


LANGUAGES: Mapping[str, Callable[[str], frozenset[str]]] = {"en": english}
"""Forms of a word by language; :func:`unchanged` for all others."""


def _spellings(word: str) -> tuple[str, ...]:
    if word.endswith("ise"):
        return word, word[:-3] + "ize"
    if word.endswith("our") and len(word) > len("hours"):
        return word, word[:-3] + "or"
    return (word,)


def _plural(word: str) -> str:
    if word.endswith(_SIBILANTS):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}s"


def _stems(word: str) -> tuple[str, ...]:
    """What -ed and -ing are added to."""
    if word.endswith("e"):
        return (word[:-1],)
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word, f"{word[:-1]}i"
    if word[-1] not in "aeiouwxy" and word[-2] in _VOWELS:
        return word, word + word[-1]
    return (word,)
