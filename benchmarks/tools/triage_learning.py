"""Fits the weights of triage: two logistic regressions over signals, kinds and words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from fairgate.metrics import Floats
from fairgate.triage.features import features
from fairgate.triage.items import Item, parse_items
from fairgate.triage.spotter import Spotter
from fairgate.triage.weights import LEVELS, Row, Weights

REGULARISATION = 0.05
WORD_SCALE = 2.0
COMMON = 0.05
"""Share of items at which a word's voice is halved: what stands everywhere says little."""

THRESHOLD, THRESHOLD_HIGH, SURE = 0.5, 0.15, 0.7

Vectors: TypeAlias = Mapping[str, Floats]
Ints: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Examples:
    """Items with their levels, described once.

    Attributes
    ----------
    items : tuple of Item
        What triage sees.
    levels : array of int
        Place in :data:`fairgate.triage.weights.LEVELS`.
    features : tuple of dict
        By item.
    words : tuple of frozenset of str
        By item.
    """

    items: tuple[Item, ...]
    levels: Ints
    features: tuple[dict[str, float], ...]
    words: tuple[frozenset[str], ...]

    def pick(self, rows: Sequence[int] | Ints) -> Examples:
        """Take some of them."""
        return Examples(
            tuple(self.items[row] for row in rows),
            self.levels[np.asarray(rows)],
            tuple(self.features[row] for row in rows),
            tuple(self.words[row] for row in rows),
        )

    def __add__(self, other: Examples) -> Examples:
        """Put two sets together."""
        return Examples(
            self.items + other.items,
            np.concatenate([self.levels, other.levels]),
            self.features + other.features,
            self.words + other.words,
        )


@dataclass(frozen=True)
class Learned:
    """Two fitted models, and the weights that they come to.

    Attributes
    ----------
    need, level : LogisticRegression
        Over ``names``, then over the dimensions of the word vectors.
    names : tuple of str
        Features.
    weights : Weights
        The same, as triage uses them.
    """

    need: LogisticRegression
    level: LogisticRegression
    names: tuple[str, ...]
    weights: Weights


def read_examples(path: Path, spotter: Spotter) -> Examples:
    """Read labelled items; of the labels, only ``risk`` is used, and only as the answer."""
    content = path.read_bytes()
    items = parse_items(content, str(path))
    risks = [json.loads(line)["risk"] for line in content.decode().splitlines() if line.strip()]
    levels = np.array([LEVELS.index(risk) for risk in risks])
    seen = [spotter.look(item) for item in items]
    described = tuple(features(one.hits) for one in seen)
    return Examples(items, levels, described, tuple(one.words for one in seen))


def learn(examples: Examples, vectors: Vectors | None = None) -> Learned:
    """Fit whether an assessment is needed, and which level where it is.

    Parameters
    ----------
    examples : Examples
        What to learn from.
    vectors : mapping of str to array, optional
        Where words stand among each other. A word's weight is its vector times the learned
        direction, so words count that no example has.
    """
    vectorizer = DictVectorizer(sparse=False)
    table: Floats = vectorizer.fit_transform(list(examples.features))
    voices = _voices(examples, vectors or {})
    matrix = np.hstack([table, _sums(examples.words, voices)]) if voices else table
    needed = examples.levels > 0
    need = _fit(matrix, needed)
    level = _fit(matrix[needed], examples.levels[needed])
    coefficients = np.vstack([need.coef_, level.coef_])
    start = np.concatenate([need.intercept_, level.intercept_])
    names = tuple(map(str, vectorizer.get_feature_names_out()))
    by_feature = {name: _row(coefficients[:, at]) for at, name in enumerate(names)}
    direction = coefficients[:, len(names) :]
    by_word = {word: _row(direction @ voice) for word, voice in voices.items()}
    weights = Weights(_row(start), by_feature, by_word, THRESHOLD, THRESHOLD_HIGH, SURE)
    return Learned(need, level, names, weights)


def answer(weights: Weights, examples: Examples, row: int) -> str:
    """The level of one item."""
    return weights.level(weights.scores(examples.features[row], examples.words[row]))


def _fit(matrix: Floats, answers: np.ndarray[Any, Any]) -> LogisticRegression:
    return LogisticRegression(C=REGULARISATION, max_iter=5000).fit(matrix, answers)


def _voices(examples: Examples, vectors: Vectors) -> dict[str, Floats]:
    """Vectors about their mean, quieter for words that stand in many items."""
    if not vectors:
        return {}
    count = Counter(word for of_item in examples.words for word in of_item)
    centre = np.mean(list(vectors.values()), axis=0)
    return {
        word: WORD_SCALE
        * COMMON
        / (COMMON + count[word] / len(examples.items))
        * (vector - centre).astype(np.float64)
        for word, vector in vectors.items()
    }


def _sums(of_items: Sequence[frozenset[str]], voices: Mapping[str, Floats]) -> Floats:
    width = len(next(iter(voices.values())))
    table = np.zeros((len(of_items), width))
    for row, found in enumerate(of_items):
        for word in sorted(found):
            if word in voices:
                table[row] += voices[word]
    return table


def _row(numbers: Floats) -> Row:
    need, low, medium, high = (float(number) for number in numbers)
    return need, low, medium, high
