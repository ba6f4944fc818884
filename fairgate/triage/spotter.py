"""Signals found in an item: where they stand, after look-alikes and denials are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fairgate.triage.inflection import LANGUAGES, unchanged
from fairgate.triage.items import Item
from fairgate.triage.matcher import Matcher, Span
from fairgate.triage.signalfile import Signal, SignalFile
from fairgate.triage.terms import expand, parse, split
from fairgate.triage.tokens import Tokens, tokens

MAX_TEXT = 20_000
"""Characters of a text that are looked at: what an item is about stands at its beginning."""

CALMING = frozenset({"lookalike", "calm", "benign"})
"""Kinds that speak against a risk; they are never hidden by one another."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A signal in a text.

    Attributes
    ----------
    signal : Signal
        Which.
    field : str
        ``summary``, ``description``, ``labels`` or ``components``.
    start : int
        Place in that text.
    text : str
        The words, as they stand there.
    """

    signal: Signal
    field: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What an item says.

    Attributes
    ----------
    hits : tuple of Hit
        Signals, in the order of the texts.
    words : frozenset of str
        Every distinct word that nothing hides.
    """

    hits: tuple[Hit, ...]
    words: frozenset[str]


class Spotter:
    """All signals, compiled once.

    Words of a look-alike ("race condition") hide other signals in the same words; a sentence
    that says itself that nothing changes hides what else it names.

    Parameters
    ----------
    files : sequence of SignalFile
        Signals; ids are unique among all files.
    """

    def __init__(self, files: Sequence[SignalFile]) -> None:
        self._signals = {signal.id: signal for file in files for signal in file.signals}
        self._matcher = Matcher(
            (signal.id, parse(one, LANGUAGES.get(file.language, unchanged)))
            for file in files
            for signal in file.signals
            for _, term in split(signal.terms)
            for one in expand(term)
        )
        self._patterns = [
            (signal, re.compile(pattern))
            for signal in self._signals.values()
            for pattern in signal.patterns
        ]

    def look(self, item: Item) -> Seen:
        """Find every signal, and every word."""
        hits: list[Hit] = []
        words: set[str] = set()
        for field, whole in item.texts():
            text = whole[:MAX_TEXT]
            split_text = tokens(text)
            spans = self._matcher.spans(split_text)
            hidden = self._hidden(split_text, spans)
            hits += self._hits(field, text, split_text, spans, hidden)
            words.update(word for at, word in enumerate(split_text.words) if at not in hidden)
        return Seen(tuple(hits), frozenset(words))

    def _hidden(self, words: Tokens, spans: Sequence[Span]) -> set[int]:
        """Words that count for nothing: those of look-alikes and of calm sentences."""
        hidden: set[int] = set()
        calm: set[int] = set()
        for span in spans:
            kind = self._signals[span.signal].kind
            if kind == "lookalike":
                hidden.update(range(span.first, span.stop))
            elif kind == "calm":
                calm.add(words.sentences[span.first])
        if calm:
            hidden.update(at for at, where in enumerate(words.sentences) if where in calm)
        return hidden

    def _hits(
        self, field: str, text: str, words: Tokens, spans: Sequence[Span], hidden: set[int]
    ) -> Iterator[Hit]:
        for span in spans:
            signal = self._signals[span.signal]
            if signal.kind in CALMING or hidden.isdisjoint(range(span.first, span.stop)):
                start = words.starts[span.first]
                yield Hit(signal, field, start, text[start : words.ends[span.stop - 1]])
        for signal, pattern in self._patterns:
            if match := pattern.search(text):
                yield Hit(signal, field, match.start(), match.group())
