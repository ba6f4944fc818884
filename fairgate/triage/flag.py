"""The answer about an item: whether it needs an assessment, at which level, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairgate.triage.features import features
from fairgate.triage.items import Item
from fairgate.triage.spotter import CALMING, MAX_TEXT, Hit, Spotter
from fairgate.triage.tokens import tokens
from fairgate.triage.weights import LEVELS, Weights

MAX_REASONS = 6
"""Signals that are shown, the strongest first; more would not be read."""

_BACKGROUND = frozenset({"service", "cue"})
_WORD = "words.near"
_WORD_WHY = "a word that stands near to those of items that needed an assessment"


@dataclass(frozen=True, slots=True)
class Reason:
    """One signal as people see it.

    Attributes
    ----------
    id, why : str
        The signal.
    text : str
        The words that raised it, exactly as they stand in ``field``.
    field : str
        ``summary``, ``description``, ``labels`` or ``components``.
    start : int
        Place in that text, in characters from 0.
    """

    id: str
    why: str
    text: str
    field: str
    start: int


@dataclass(frozen=True, slots=True)
class RiskFlag:
    """What triage says about an item."""

    id: str
    risk: str
    signals: tuple[Reason, ...] = ()

    @property
    def needs_assessment(self) -> bool:
        """Whether somebody should look."""
        return self.risk != "none"


class Triage:
    """Signals and weights, ready for any number of items.

    Parameters
    ----------
    spotter : Spotter
        Finds signals.
    weights : Weights
        What they add up to.
    """

    def __init__(self, spotter: Spotter, weights: Weights) -> None:
        self._spotter = spotter
        self._weights = weights

    def flag(self, item: Item) -> RiskFlag:
        """Judge one item by its text alone."""
        seen = self._spotter.look(item)
        hits = seen.hits
        risk = self._weights.level(self._weights.scores(features(hits), seen.words))
        floor = max((LEVELS.index(hit.signal.at_least or "none") for hit in hits), default=0)
        risk = LEVELS[max(LEVELS.index(risk), floor)]
        if risk == "none":
            return RiskFlag(item.id, risk)
        return RiskFlag(item.id, risk, tuple(self._reasons(hits)) or self._near(item))

    def flags(self, items: Iterable[Item]) -> list[RiskFlag]:
        """Judge many items, each by itself."""
        return [self.flag(item) for item in items]

    def _reasons(self, hits: Sequence[Hit]) -> list[Reason]:
        """The strongest signals, one quote each; background only where nothing else is."""
        raising = [hit for hit in hits if hit.signal.kind not in CALMING]
        speaking = [hit for hit in raising if hit.signal.kind not in _BACKGROUND]
        kept: dict[str, Hit] = {}
        for hit in speaking or raising:
            best = kept.setdefault(hit.signal.id, hit)
            if len(hit.text) > len(best.text):
                kept[hit.signal.id] = hit
        strongest = sorted(kept.values(), key=lambda hit: (-self._strength(hit), hit.signal.id))
        return [_reason(hit) for hit in _unlike(strongest)[:MAX_REASONS]]

    def _strength(self, hit: Hit) -> float:
        names = (f"signal:{hit.signal.id}", f"kind:{hit.signal.kind}")
        learned = sum(
            self._weights.features[name][0] for name in names if name in self._weights.features
        )
        return learned + LEVELS.index(hit.signal.at_least or "none")

    def _near(self, item: Item) -> tuple[Reason, ...]:
        """Where no signal was found: the word that raised the score most."""
        found: list[tuple[float, Reason]] = []
        for field, text in item.texts():
            split = tokens(text[:MAX_TEXT])
            for word, start, end in zip(split.words, split.starts, split.ends, strict=True):
                weight = self._weights.words.get(word, (0.0,))[0]
                found.append((-weight, Reason(_WORD, _WORD_WHY, text[start:end], field, start)))
        return (min(found, key=lambda pair: pair[0])[1],) if found else ()


def _unlike(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the first of those that quote the same words."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(hit.text.lower(), hit)
    return list(kept.values())


def _reason(hit: Hit) -> Reason:
    return Reason(hit.signal.id, hit.signal.why, hit.text, hit.field, hit.start)
