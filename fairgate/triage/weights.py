"""The learned part: what each feature and each word adds, as four numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgate.content import home
from fairgate.files import read_bytes

BUILT_IN = Path("checklists") / "models" / "triage-en.json"
SCHEMA = "fairgate/triage-weights/v1"
LEVELS = ("none", "low", "medium", "high")
UNIT = 0.001
"""Weights are kept as whole numbers of this size: short, and the same on every machine."""

MAX_BYTES = 2**24

Row = tuple[float, float, float, float]
"""What something adds to: an assessment is needed; the level is low, medium, high."""

_ZERO: Row = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Weights:
    """Two linear models in one table.

    Attributes
    ----------
    start : Row
        Where every item starts.
    features, words : mapping of str to Row
        What a feature of value 1, or a word, adds. What is not listed adds nothing.
    threshold : float
        Probability from which an assessment is needed.
    threshold_high : float
        Probability of a high level from which one is needed too: missing one costs most.
    sure : float
        Probability below which a medium level is called low: half of those turn out to be none.
    """

    start: Row
    features: Mapping[str, Row]
    words: Mapping[str, Row]
    threshold: float
    threshold_high: float
    sure: float

    def scores(self, features: Mapping[str, float], words: Iterable[str]) -> Row:
        """Add everything up, on the logit scale."""
        rows = [
            tuple(value * one for one in self.features.get(name, _ZERO))
            for name, value in features.items()
        ]
        rows += [self.words[word] for word in words if word in self.words]
        columns = zip(self.start, *rows, strict=True)
        need, low, medium, high = (math.fsum(column) for column in columns)
        return need, low, medium, high

    def level(self, scores: Row) -> str:
        """Name the level: ``none``, or the likeliest of the three.

        Examples
        --------
        >>> weights = Weights((0, 0, 0, 0), {}, {}, threshold=0.5, threshold_high=0.2, sure=0.7)
        >>> weights.level((-0.4, 0, 0, 1)), weights.level((-0.4, 0, 1, 0))
        ('high', 'none')
        >>> weights.level((0.4, 0, 1, 0)), weights.level((1.4, 0, 1, 0))
        ('low', 'medium')
        """
        need = 1 / (1 + math.exp(-max(-700.0, min(700.0, scores[0]))))
        low, medium, high = scores[1:]
        top = max(low, medium, high)
        share = math.exp(high - top) / math.fsum(math.exp(one - top) for one in scores[1:])
        if need < self.threshold and need * share < self.threshold_high:
            return "none"
        if top == high:
            return "high"
        return "medium" if top == medium and need >= self.sure else "low"


def read_weights(path: Path | None = None) -> Weights:
    """Read the weights that come with fairgate, or others."""
    data = json.loads(read_bytes(path or home() / BUILT_IN, MAX_BYTES))
    return Weights(
        _row(data["start"]),
        {name: _row(row) for name, row in data["features"].items()},
        {name: _row(row) for name, row in data["words"].items()},
        data["threshold"],
        data["threshold_high"],
        data["sure"],
    )


def _row(numbers: Sequence[float]) -> Row:
    need, low, medium, high = (number * UNIT for number in numbers)
    return need, low, medium, high
