"""What the gate asks of an engine; small, so that a distributed one can follow.

Every engine passes ``tests/engine/engine_contract.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fairgate.cells import Tally
from fairgate.question import Question
from fairgate.table import PredictionTable

Progress = Callable[[float], None]
"""Called with the share of the work that is done, 0 to 1."""

__all__ = ["Column", "Engine", "Profile", "Progress", "Question"]


@dataclass(frozen=True)
class Column:
    """A column of a file, as ``fairgate init`` sees it.

    Attributes
    ----------
    name, type : str
        Type in the engine's words: ``BIGINT``, ``DOUBLE``, ``VARCHAR``, ``BOOLEAN``...
    distinct, missing : int
        Number of distinct values, and of nulls.
    values : tuple of str
        The most frequent values, at most 20.
    low, high : float or None
        Range of a numeric column.
    """

    name: str
    type: str
    distinct: int
    missing: int
    values: tuple[str, ...]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Profile:
    """A file at a glance."""

    rows: int
    columns: tuple[Column, ...]


class Engine(Protocol):
    """Counts rows. All errors that the user can mend are :class:`fairgate.errors.UserError`."""

    def tally(
        self,
        table: PredictionTable,
        question: Question,
        baseline: PredictionTable | None = None,
        progress: Progress | None = None,
    ) -> Tally:
        """Count the table, in one pass, and check its invariants on the way."""
        ...

    def profile(self, path: str) -> Profile:
        """Look at every column of a file."""
        ...

    def columns(self, path: str) -> Sequence[str]:
        """Names of the columns, in file order."""
        ...
