"""Answers as they are stored, scored: the level, and what is missing of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from fairgate.assessment import Result, Template, assess
from fairgate.assessment.scoring import Risk
from fairgate.assessment.typed import NOT_APPLICABLE, Mistake, typed
from fairgate.assessment.values import Cells, NotApplicable, Stamp, Value
from fairgate.content import ContentFile
from fairgate.evidence.canonical import canonical, digest

NO_ANSWERS: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True)
class Scored:
    """Answers, and what they amount to.

    Attributes
    ----------
    file : ContentFile
        The template by which they were scored.
    answers : mapping
        By id of the question, in the form of an answers file.
    values : mapping
        The same, as values.
    result : Result
        What was found.
    """

    file: ContentFile[Template]
    answers: Mapping[str, Any]
    values: Mapping[str, Value]
    result: Result

    @property
    def template(self) -> Template:
        """What was asked."""
        return self.file.content

    @property
    def stamp(self) -> Stamp:
        """Which template, and which version of it."""
        return Stamp(self.template.id, self.template.version, self.file.digest)

    @property
    def digest(self) -> str:
        """SHA-256 of the answers in canonical JSON."""
        return digest_of(self.answers)

    @property
    def level(self) -> str:
        """The level, once no missing answer can change it; until then nothing."""
        return self.result.level if self.result.level == self.result.at_most else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of required questions without an answer."""
        return tuple(question.id for question in self.result.missing)

    @property
    def numbers(self) -> dict[str, float | None]:
        """Size and place of the largest risk; nothing while answers are missing."""
        names = ("inherent", "residual", "likelihood", "severity")
        if self.template.scoring != "risk" or self.missing:
            return dict.fromkeys(names)
        if not self.result.risks:
            return dict.fromkeys(names, 0.0)
        worst = self.result.risks[0]
        return {
            "inherent": worst.inherent.high,
            "residual": worst.residual.high,
            "likelihood": _factor(worst, "reach"),
            "severity": _factor(worst, "severity"),
        }


def score(file: ContentFile[Template], answers: Mapping[str, Any]) -> Scored:
    """Score answers; those that a newer version of the template does not take are left out."""
    values = dict(_fitting(file.content, answers))
    return score_values(file, values)


def score_values(file: ContentFile[Template], values: Mapping[str, Value]) -> Scored:
    """Score values that were checked against the template."""
    order = [name for name in file.content.by_id if name in values]
    plain_ = {name: plain(values[name]) for name in order}
    return Scored(file, plain_, values, assess(file.content, values))


def digest_of(answers: Mapping[str, Any]) -> str:
    """Digest answers: SHA-256 of their canonical JSON, in hex.

    Examples
    --------
    >>> digest_of({"b": 1.0, "a": ["x"]}) == digest_of({"a": ["x"], "b": 1.0})
    True
    """
    return digest(canonical(dict(answers)))


def plain(value: Value) -> Any:
    """Write a value as an answers file has it.

    Examples
    --------
    >>> plain(Cells({("users", "safety"): "slight"})), plain(NotApplicable("no data"))
    ({'users': {'safety': 'slight'}}, {'not_applicable': 'no data'})
    """
    if isinstance(value, NotApplicable):
        return {NOT_APPLICABLE: value.reason}
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Cells):
        rows: dict[str, dict[str, str]] = {}
        for (row, column), choice in value.chosen.items():
            rows.setdefault(row, {})[column] = choice
        return rows
    return value


def _fitting(template: Template, answers: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    for name, question in template.by_id.items():
        if name in answers:
            try:
                yield name, typed(question, answers[name])
            except Mistake:
                continue


def _factor(risk: Risk, dimension: str) -> float:
    return next(f.value.high for f in risk.factors if f.dimension == dimension)
