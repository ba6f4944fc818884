"""Points to risks to a level: pure, and honest about what was not answered.

Inherent risk of a stakeholder and a harm = severity x reach x reversibility x vulnerability.
Residual = inherent less the shares that mitigations of *that* risk take away, up to a cap.
The level follows the largest residual, never a sum: trivial answers cannot dilute one grave
harm, nor add up to one. A missing answer is unknown, so everything is a range: the low end
takes the best answer for it, the high end the worst.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairgate.assessment.branching import Path
from fairgate.assessment.points import Range, Reason, base, credit, points
from fairgate.assessment.questions import DIMENSIONS, Dimension

_DIGITS = 6
"""Decimals kept, so that 81 less a fifth is 64.8 on every machine."""


@dataclass(frozen=True)
class Factor:
    """What is multiplied, and the answers that say so: the most that any of them gives."""

    dimension: Dimension
    value: Range
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Risk:
    """One harm to one kind of people.

    Attributes
    ----------
    stakeholder, harm : str
        Row and column of the matrix.
    factors : tuple of Factor
        Severity, reach, reversibility, vulnerability.
    mitigations : tuple of Reason
        Shares that are taken away, with the answers that do.
    inherent, credit, residual : Range
        Before mitigation, the share taken away, and after.
    """

    stakeholder: str
    harm: str
    factors: tuple[Factor, ...]
    mitigations: tuple[Reason, ...]
    inherent: Range
    credit: Range
    residual: Range

    @property
    def id(self) -> str:
        """Name of the risk: ``users/safety``."""
        return f"{self.stakeholder}/{self.harm}"


def risks(path: Path) -> tuple[Risk, ...]:
    """Score every risk that the answers leave possible, in the order of the template."""
    found = dict.fromkeys(
        (row.id, column.id)
        for question in path.template.by_id.values()
        if question.kind == "matrix" and question.scores
        for row in question.rows
        for column in question.columns
        if path.row(question, row.id) is not False
    )
    return tuple(_risk(path, risk) for risk in found)


def score(found: Iterable[Risk]) -> Range:
    """Find the largest residual risk; no risk at all is 0."""
    residuals = [risk.residual for risk in found]
    return Range(
        max((r.low for r in residuals), default=0.0), max((r.high for r in residuals), default=0.0)
    )


def _risk(path: Path, risk: tuple[str, str]) -> Risk:
    factors = tuple(_factor(path, dimension, risk) for dimension in DIMENSIONS)
    inherent = _range(
        math.prod(factor.value.low for factor in factors),
        math.prod(factor.value.high for factor in factors),
    )
    mitigations = _given(credit(path, question, risk) for question in path.template.mitigating)
    taken = _range(
        *(
            min(path.template.mitigation_cap, math.fsum(shares))
            for shares in (
                [reason.amount.low for reason in mitigations],
                [reason.amount.high for reason in mitigations],
            )
        )
    )
    residual = _range(inherent.low * (1 - taken.high), inherent.high * (1 - taken.low))
    return Risk(*risk, factors, mitigations, inherent, taken, residual)


def _factor(path: Path, dimension: Dimension, risk: tuple[str, str]) -> Factor:
    questions = path.template.speaking_of[dimension]
    reasons = _given(points(path, question, dimension, risk) for question in questions)
    value = _largest(base(dimension), [reason.amount for reason in reasons])
    deciding = tuple(reason for reason in reasons if reason.amount.high == value.high)
    return Factor(dimension, value, deciding)


def _given(reasons: Iterable[Reason | None]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason is not None)


def _largest(least: float, amounts: Sequence[Range]) -> Range:
    return Range(
        max([least, *(amount.low for amount in amounts)]),
        max([least, *(amount.high for amount in amounts)]),
    )


def _range(low: float, high: float) -> Range:
    return Range(round(low, _DIGITS), round(high, _DIGITS))
