"""Worlds of people: what is true of each group's labels and decisions, and whole policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fairgate.cells import Cells, Tally
from fairgate.metrics import Floats
from fairgate.policy import Policy

Ints = npt.NDArray[np.int64]
GROUPING = ("group",)


@dataclass(frozen=True)
class People:
    """Groups, what is true of them, and a policy they just keep.

    Attributes
    ----------
    name : mapping of str to str
        What distinguishes this world, for the table of results.
    policy : Policy
        What is judged, on the grouping ``group``.
    n : (K,) int64
        Rows of each group.
    cells : (K, 4) float64
        Probabilities of true positive, false positive, false negative, true negative.
    """

    name: Mapping[str, str]
    policy: Policy
    n: Ints
    cells: Floats

    def draw(self, rng: np.random.Generator, tables: int) -> Ints:
        """Draw counts, shape (K, 4, tables)."""
        groups = [
            rng.multinomial(n, p, size=tables).T for n, p in zip(self.n, self.cells, strict=True)
        ]
        return np.stack(groups).astype(np.int64)


def cells(base: Floats, found: Floats, mistaken: Floats) -> Floats:
    """Probabilities of the four cells from base rate, true and false positive rate, (K, 4)."""
    return np.stack(
        [base * found, (1 - base) * mistaken, base * (1 - found), (1 - base) * (1 - mistaken)],
        axis=1,
    )


def promise(*rules: Mapping[str, Any], names: Sequence[str] = GROUPING) -> Policy:
    """Write a policy with these rules about the groups."""
    return Policy.model_validate(
        {
            "version": 1,
            "name": "simulated",
            "columns": {
                "label": "y_true",
                "prediction": "y_pred",
                "sensitive": {name: name for name in names},
            },
            "groups": [list(names)],
            "rules": [{"id": f"rule-{at}", **rule} for at, rule in enumerate(rules)],
        },
    )


def tally(counts: Ints) -> Tally:
    """One table's counts, shape (K, 4), as an engine would hand them over."""
    groups = tuple((f"g{at:02d}",) for at in range(len(counts)))
    return Tally(int(counts.sum()), {GROUPING: Cells(GROUPING, groups, counts)})
