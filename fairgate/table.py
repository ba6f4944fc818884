"""The prediction table: where it is, and which of its columns mean what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Label:
    """The column of outcomes; ``positive`` is the value that counts as 1 (None: 0/1 column)."""

    column: str
    positive: str | int | float | bool | None = None


@dataclass(frozen=True)
class Prediction:
    """The column of decisions: 0/1, or a score of which ``threshold`` and above is a yes."""

    column: str
    threshold: float | None = None


@dataclass(frozen=True)
class Attribute:
    """A sensitive attribute or a stratum.

    Attributes
    ----------
    name : str
        As rules name it.
    column : str
        Column in the file.
    bins : tuple of float or None
        Ascending edges; ``(25, 40)`` makes ``<25``, ``25-40`` (40 excluded) and ``>=40``.
    """

    name: str
    column: str
    bins: tuple[float, ...] | None = None

    @property
    def bin_names(self) -> tuple[str, ...]:
        """Names of the bins, lowest first.

        Examples
        --------
        >>> Attribute("age_band", "age", (25, 40, 65)).bin_names
        ('<25', '25-40', '40-65', '>=65')
        """
        edges = [f"{edge:g}" for edge in self.bins or ()]
        between = [f"{low}-{high}" for low, high in pairwise(edges)]
        return (f"<{edges[0]}", *between, f">={edges[-1]}") if edges else ()


@dataclass(frozen=True)
class PredictionTable:
    """A file of predictions and the meaning of its columns.

    Attributes
    ----------
    path : str
        CSV or Parquet file, or an ``s3://`` or ``https://`` address.
    label, prediction : Label, Prediction
        What was true, and what was decided.
    score : str or None
        Column of scores, for ``roc_auc`` and ``calibration_gap``.
    row_id : str or None
        Unique column that pairs a candidate with a baseline.
    attributes : tuple of Attribute
        Sensitive attributes and strata.
    """

    path: str
    label: Label
    prediction: Prediction
    score: str | None = None
    row_id: str | None = None
    attributes: tuple[Attribute, ...] = ()

    def attribute(self, name: str) -> Attribute:
        """Look up an attribute by its name in the policy."""
        return next(a for a in self.attributes if a.name == name)
