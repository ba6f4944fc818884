"""What a model answers, and which of its classes counts as 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from fairgate.scoring.child.tables import Table

Scalar: TypeAlias = str | bool | int | float
Array: TypeAlias = npt.NDArray[Any]


class RefusalError(Exception):
    """The model cannot be scored; the message is for the person who has to mend it."""


@dataclass(frozen=True)
class Wanted:
    """What the policy needs.

    Attributes
    ----------
    score, prediction : bool
        Scores; decisions of the model's own.
    positive : scalar or None
        The class that counts as 1, where the policy names it.
    """

    score: bool
    prediction: bool
    positive: Scalar | None = None


@dataclass(frozen=True)
class Answers:
    """What a model says about a batch of n rows.

    Attributes
    ----------
    scores : (n, k) float64 or None
        A column for each of k classes; k is 1 where there is nothing to choose from.
    labels : (n,) array or None
        The class it decides for, in its own words.
    """

    scores: npt.NDArray[np.float64] | None = None
    labels: Array | None = None

    @classmethod
    def of(cls, values: Any) -> Answers:
        """Sort out what a model gave: fractions are scores, anything else is a class.

        Examples
        --------
        >>> Answers.of(np.array([[0.5], [0.25]])).scores.shape
        (2, 1)
        """
        array = np.asarray(values)
        if array.dtype.kind == "f":
            scores = array.reshape(len(array), -1).astype(np.float64)
            return cls(scores=scores)
        return cls(labels=_flat(array))


class Answering(Protocol):
    """A model that was loaded.

    Attributes
    ----------
    classes : sequence or None
        What the columns of its scores are about; None if it does not say.
    """

    classes: Sequence[Any] | None

    def answer(self, table: Table, wanted: Wanted) -> Answers:
        """Answer for a batch of rows."""


def _flat(values: Array) -> Array:
    """One value a row, whatever shape it came in."""
    if values.ndim == 2 and values.shape[1] == 1:
        return values[:, 0]
    if values.ndim != 1:
        raise RefusalError(f"expected one answer a row, got an array of shape {values.shape}")
    return values


def positive_index(classes: Sequence[Any], positive: Scalar | None) -> int:
    """Find the class that counts as 1: the one the policy names, else 1 of 0 and 1.

    Examples
    --------
    >>> positive_index(["default", "repaid"], "repaid"), positive_index([0, 1], "repaid")
    (1, 1)
    """
    found = [i for i, value in enumerate(classes) if same(value, positive)]
    if not found and all(any(same(value, known) for known in (-1, 0, 1)) for value in classes):
        found = [i for i, value in enumerate(classes) if same(value, 1)]
    if len(found) != 1:
        names = ", ".join(str(value) for value in list(classes)[:10])
        raise RefusalError(
            f"the model's classes are {names}, and none of them is known to count as 1: "
            "write columns.label: {column: ..., positive: ...} with the one that does"
        )
    return found[0]


def same(value: Any, wanted: Scalar | None) -> bool:
    """Whether two classes are one: 1, 1.0 and true are, 1 and "1" too."""
    if wanted is None:
        return False
    try:
        return bool(float(value) == float(wanted))
    except (TypeError, ValueError):
        return str(value) == str(wanted)
