"""The small language in which signals name words: ``sort .. by (rating|stars)``.

A term is a row of words. A bare word stands for its forms too (``rank``: ranks, ranked,
ranking); ``=word`` for itself only; ``part*`` for every word that begins so; ``(a|b)`` for
one or the other; ``<n>`` for a number; ``..`` for up to three words between, ``...`` for
up to eight. A term never crosses the end of a sentence. Terms are parted by commas or
lines; a line that begins with ``#`` is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fairgate.triage.tokens import NUMBER, tokens

GAPS = {"..": 3, "...": 8}
_PIECE = re.compile(r"\([^()]*\)|\.{2,}|[^\s()]+")
_BRACKET = re.compile(r"\(([^()]*)\)")
_SHORTEST_PREFIX = 3

Forms = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a term: which words it takes, and how many may stand before it.

    Attributes
    ----------
    words : frozenset of str
        Words it takes.
    prefixes : tuple of str
        Beginnings of words it takes.
    number : bool
        Whether it takes numbers.
    gap : int
        How many other words may stand between the slot before and this one.
    """

    words: frozenset[str]
    prefixes: tuple[str, ...] = ()
    number: bool = False
    gap: int = 0


Term = tuple[Slot, ...]


class TermError(ValueError):
    """A term that cannot be read; says what is wrong and the cure, parted by ``; ``."""


def split(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield the terms of a block with their line in it, from 0.

    Examples
    --------
    >>> list(split("tenant, lodger\n# who rents\nsort by"))
    [(0, 'tenant'), (0, 'lodger'), (2, 'sort by')]
    """
    for number, line in enumerate(text.splitlines()):
        if not line.lstrip().startswith("#"):
            yield from ((number, term.strip()) for term in line.split(",") if term.strip())


def expand(term: str) -> Iterator[str]:
    """Write a term with phrases in brackets as several terms without them.

    Examples
    --------
    >>> list(expand("(log out|close) after <n>"))
    ['(close) after <n>', 'log out after <n>']
    """
    for bracket in _BRACKET.finditer(term):
        choices = bracket.group(1).split("|")
        if any(len(tokens(choice).words) > 1 for choice in choices):
            single = [choice for choice in choices if len(tokens(choice).words) <= 1]
            rest = [choice for choice in choices if choice not in single]
            for choice in [*([f"({'|'.join(single)})"] if single else []), *rest]:
                yield from expand(term[: bracket.start()] + choice + term[bracket.end() :])
            return
    yield term


def parse(term: str, forms: Forms) -> Term:
    """Read a term without phrases in brackets.

    Raises
    ------
    TermError
        Where a gap has no word on one side, a bracket is open, or a prefix is too short.

    Examples
    --------
    >>> from fairgate.triage.inflection import english
    >>> [slot.gap for slot in parse("sort .. by", english)]
    [0, 3]
    >>> parse("sort ..", english)
    Traceback (most recent call last):
    fairgate.triage.terms.TermError: 'sort ..' ends in a gap; write the word that follows
    """
    slots: list[Slot] = []
    gap = 0
    for piece in _PIECE.findall(term):
        if piece in GAPS and not slots:
            raise TermError(f"{term!r} begins with a gap; write the word before it")
        if piece in GAPS:
            gap = GAPS[piece]
            continue
        for slot in _slots(piece, term, forms):
            slots.append(Slot(slot.words, slot.prefixes, slot.number, gap))
            gap = 0
    if gap:
        raise TermError(f"{term!r} ends in a gap; write the word that follows")
    if not slots or term.count("(") != term.count(")"):
        raise TermError(f"{term!r} has no word, or an open bracket; write words or (a|b)")
    return tuple(slots)


def _slots(piece: str, term: str, forms: Forms) -> list[Slot]:
    """A bracket is one slot; a bare piece may be several words, as in ``sign-language``."""
    if piece.isalnum():
        return [Slot(forms(piece.lower()))]
    if piece.startswith("("):
        found = [_slot(choice.strip(), term, forms) for choice in piece[1:-1].split("|")]
        words = frozenset().union(*(slot.words for slot in found))
        prefixes = tuple(prefix for slot in found for prefix in slot.prefixes)
        return [Slot(words, prefixes, any(slot.number for slot in found))]
    if piece == NUMBER or piece.endswith("*") or piece.startswith("="):
        return [_slot(piece, term, forms)]
    return [_slot(word, term, forms) for word in tokens(piece).words]


def _slot(word: str, term: str, forms: Forms) -> Slot:
    lower = word.lower()
    if lower == NUMBER:
        return Slot(frozenset(), number=True)
    if lower.endswith("*"):
        if len(lower) <= _SHORTEST_PREFIX:
            problem = f"{word!r} in {term!r} would find almost everything"
            raise TermError(f"{problem}; write at least {_SHORTEST_PREFIX} letters before *")
        return Slot(frozenset(), (lower[:-1],))
    if lower.startswith("=") and tokens(lower).words == [lower[1:]]:
        return Slot(frozenset({lower[1:]}))
    if not lower.isalnum() and tokens(lower).words != [lower]:
        raise TermError(f"{word!r} in {term!r} is no word; write one word, =word, part* or <n>")
    return Slot(forms(lower))
