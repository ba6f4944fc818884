"""Finds all terms of all signals in one pass: the first word decides which terms are tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fairgate.triage.terms import Slot, Term
from fairgate.triage.tokens import Tokens, is_number

_KEY = 3  # letters of a prefix that the index is kept by


@dataclass(frozen=True, slots=True)
class Span:
    """A signal's words: tokens ``first`` up to, not including, ``stop``."""

    signal: str
    first: int
    stop: int


class Matcher:
    """Terms by their first word.

    Parameters
    ----------
    terms : iterable of (str, Term)
        Signals' ids, each with one of its terms.

    Examples
    --------
    >>> from fairgate.triage.inflection import english
    >>> from fairgate.triage.terms import parse
    >>> from fairgate.triage.tokens import tokens
    >>> matcher = Matcher([("ranking", parse("sort .. by", english))])
    >>> matcher.spans(tokens("Sorted tutors by price"))
    [Span(signal='ranking', first=0, stop=3)]
    """

    def __init__(self, terms: Iterable[tuple[str, Term]]) -> None:
        self._words: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        self._prefixes: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        self._numbers: list[tuple[str, Term]] = []
        for entry in terms:
            self._add(entry, entry[1][0])
        self._words.default_factory = None
        self._prefixes.default_factory = None

    def _add(self, entry: tuple[str, Term], first: Slot) -> None:
        for word in first.words:
            self._words[word].append(entry)
        for prefix in first.prefixes:
            self._prefixes[prefix[:_KEY]].append(entry)
        if first.number:
            self._numbers.append(entry)

    def spans(self, text: Tokens) -> list[Span]:
        """Find every term; where two terms of a signal begin alike, the longer counts."""
        found: list[Span] = []
        for at, word in enumerate(text.words):
            longest: dict[str, int] = {}
            for signal, term in self._candidates(word):
                stop = _stop(term, text, at)
                if stop > longest.get(signal, 0):
                    longest[signal] = stop
            found += [Span(signal, at, stop) for signal, stop in longest.items()]
        return found

    def _candidates(self, word: str) -> Iterator[tuple[str, Term]]:
        yield from self._words.get(word, ())
        for entry in self._prefixes.get(word[:_KEY], ()):
            if word.startswith(entry[1][0].prefixes):
                yield entry
        if word[0].isdigit() and is_number(word):
            yield from self._numbers


def _stop(term: Term, text: Tokens, at: int) -> int:
    """Where a term ends whose first word stands at ``at``; 0: it does not stand here."""
    sentence, place = text.sentences[at], at
    for slot in term[1:]:
        place = _next(slot, text, place, sentence)
        if not place:
            return 0
    return place + 1


def _next(slot: Slot, text: Tokens, after: int, sentence: int) -> int:
    words = text.words[after + 1 : after + slot.gap + 2]
    for place, word in enumerate(words, after + 1):
        if text.sentences[place] != sentence:
            return 0
        if takes(slot, word):
            return place
    return 0


def takes(slot: Slot, word: str) -> bool:
    """Whether a slot takes a word."""
    if word in slot.words or (slot.prefixes and word.startswith(slot.prefixes)):
        return True
    return slot.number and is_number(word)
