"""Answers of all batches, and what becomes of them: a score and a decision for every row."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from fairgate.scoring.child.answers import (
    Answers,
    Array,
    RefusalError,
    Scalar,
    Wanted,
    positive_index,
    same,
)

_MOST_CLASSES = 1000
Scores = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]


class Gathered:
    """Answers, batch by batch; classes are known only when all have been seen."""

    def __init__(self) -> None:
        self._scores: list[Scores] = []
        self._codes: list[Codes] = []
        self._names: dict[Any, int] = {}

    def add(self, answers: Answers) -> None:
        """Keep the answers of the next batch."""
        if answers.scores is not None:
            self._scores.append(answers.scores)
        if answers.labels is not None:
            _refuse_gaps(answers.labels)
            names, codes = np.unique(answers.labels, return_inverse=True)
            known = [self._names.setdefault(name, len(self._names)) for name in names.tolist()]
            if len(self._names) > _MOST_CLASSES:
                raise RefusalError(f"the model decides for more than {_MOST_CLASSES} classes")
            self._codes.append(np.array(known, dtype=np.intp)[codes])

    def results(self, wanted: Wanted, classes: Sequence[Any] | None) -> dict[str, Array]:
        """Return ``scores`` (float64) and ``predictions`` (uint8), those that there are."""
        found: dict[str, Array] = {}
        scores = np.concatenate(self._scores) if self._scores else None
        codes = np.concatenate(self._codes) if self._codes else None
        names = list(self._names)
        if wanted.score and scores is not None:
            column = _column(scores, codes, names, classes, wanted.positive)
            found["scores"] = np.ascontiguousarray(scores[:, column])
        if wanted.prediction and codes is not None:
            chosen = _decided(names, classes, wanted.positive)
            found["predictions"] = np.isin(codes, chosen).astype(np.uint8)
        elif wanted.prediction and _are_decisions(scores):
            found["predictions"] = np.asarray(scores)[:, 0].astype(np.uint8)
        return found


def _refuse_gaps(labels: Array) -> None:
    """A missing decision is none: it must not count as a no."""
    values = labels.tolist()
    missing = sum(v is None or v == "" or (isinstance(v, float) and isnan(v)) for v in values)
    if missing:
        problem = f"the model gives no decision for {missing:,} rows"
        raise RefusalError(f"{problem}: let it decide for every row")


def _are_decisions(scores: Scores | None) -> bool:
    return scores is not None and scores.shape[1] == 1 and bool(np.isin(scores, (0, 1)).all())


def _decided(
    names: Sequence[Any], classes: Sequence[Any] | None, positive: Scalar | None
) -> list[int]:
    """Codes that count as 1; none where the model never decides for it."""
    if classes is not None:
        chosen = list(classes)[positive_index(classes, positive)]
        strange = [name for name in names if not any(same(name, known) for known in classes)]
        if strange:
            raise RefusalError(
                f"the model decides for {strange[0]}, which is none of its classes "
                f"({', '.join(str(known) for known in list(classes)[:10])})"
            )
        return [code for code, name in enumerate(names) if same(name, chosen)]
    if len(names) == 1 and positive is not None and not any(same(names[0], n) for n in (0, 1)):
        return [code for code, name in enumerate(names) if same(name, positive)]
    if len(names) == 1 and same(names[0], 0):
        return []
    return [positive_index(names, positive)]


def _column(
    scores: Scores,
    codes: Codes | None,
    names: Sequence[Any],
    classes: Sequence[Any] | None,
    positive: Scalar | None,
) -> int:
    """Which column of scores is about the class that counts as 1."""
    width = scores.shape[1]
    if width == 1:
        if classes is not None and len(classes) == 1:
            positive_index(classes, positive)  # a share of the only class is no score of another
        return 0
    if classes is None:
        if codes is None and positive is not None and not any(same(n, positive) for n in (0, 1)):
            raise RefusalError(
                f"{width} columns of scores, and nothing says which is about {positive}: "
                "let the model give one score a row, or a map from class to score"
            )
        classes = _classes(scores, codes, names)
    if len(classes) != width:
        problem = f"{width} columns of scores for {len(classes)} classes"
        raise RefusalError(f"{problem}: let the model give one score a row")
    return positive_index(classes, positive)


def _classes(scores: Scores, codes: Codes | None, names: Sequence[Any]) -> Sequence[Any]:
    """Classes of the columns, where the model does not say: what it decides for shows them.

    Every column is about the class that is decided for where that column is the largest.
    """
    width = scores.shape[1]
    numbered = list(range(width))
    are_numbers = all(any(same(name, number) for number in numbered) for name in names)
    if codes is None or (are_numbers and len(names) == width):
        return numbered
    best = scores.argmax(axis=1)
    counts = np.zeros((width, len(names)), dtype=np.int64)
    np.add.at(counts, (best, codes), 1)
    found = [names[int(row.argmax())] if row.any() else None for row in counts]
    if are_numbers and all(f is None or same(f, n) for f, n in zip(found, numbered, strict=True)):
        return numbered
    agreeing = counts.max(axis=1).sum()
    if len(set(found)) != width or agreeing < 0.5 * len(best):
        raise RefusalError(
            "which column of scores is about which class cannot be told: "
            "let the model give one score a row, or a map from class to score"
        )
    return found
