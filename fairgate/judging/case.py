"""One rule on one grouping, and all that its judgement needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fairgate.cells import Tally
from fairgate.policy import Rule, Waiver


@dataclass(frozen=True)
class Case:
    """A rule, a grouping, and all that its judgement needs.

    Attributes
    ----------
    rule : Rule
        What is promised.
    attributes : tuple of str
        The grouping.
    tally : Tally
        What was counted.
    error : float
        Chance of a false alarm that this case may use up.
    confidence : float
        Of the whole verdict.
    waivers : sequence of Waiver
        Those of this rule.
    today : date
        Decides which waivers have expired.
    compare_missing : bool
        Whether people whose attribute is not given are compared as a group.
    first_model : bool
        The base branch has no model, so nothing can have got worse.
    stored : mapping or None
        Critical values to use instead of computing them.
    line : int or None
        Line of the rule in its file.
    """

    rule: Rule
    attributes: tuple[str, ...]
    tally: Tally
    error: float
    confidence: float
    waivers: Sequence[Waiver]
    today: date
    compare_missing: bool = False
    first_model: bool = False
    stored: Mapping[str, float] | None = None
    line: int | None = None

    @property
    def name(self) -> str:
        """The grouping as findings name it."""
        return ",".join(self.attributes)

    @property
    def applies(self) -> bool:
        """Whether the case can fail, and so takes its share of the error."""
        return self.rule.regression is None or bool(self.tally.baseline)
