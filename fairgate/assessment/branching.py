"""Which questions are asked: conditions in three-valued logic, because answers may be missing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from fairgate.assessment.conditions import Condition, When
from fairgate.assessment.questions import Question
from fairgate.assessment.template import Template
from fairgate.assessment.values import Cells, NotApplicable, Value

Truth: TypeAlias = bool | None
"""True, False, or None: the answers do not say yet."""


def both(truths: Iterable[Truth]) -> Truth:
    """Kleene's conjunction.

    Examples
    --------
    >>> both([True, None]), both([False, None]), both([])
    (None, False, True)
    """
    found = set(truths)
    return False if False in found else None if None in found else True


def either(truths: Iterable[Truth]) -> Truth:
    """Kleene's disjunction.

    Examples
    --------
    >>> either([True, None]), either([False, None]), either([])
    (True, None, False)
    """
    found = set(truths)
    return True if True in found else None if None in found else False


@dataclass(frozen=True)
class Path:
    """The way that answers take through a template.

    Attributes
    ----------
    template : Template
        The template.
    values : mapping of str to Value
        Answers.
    asked : mapping of str to bool or None
        Whether each question is asked; None where earlier answers are missing.
    """

    template: Template
    values: Mapping[str, Value]
    asked: Mapping[str, Truth]

    def holds(self, when: When | None) -> Truth:
        """Whether a condition holds."""
        return _holds(self.template, self.values, self.asked, when)

    def value(self, question: str) -> Value | None:
        """Answer to a question that is asked; None where there is none."""
        return self.values.get(question) if self.asked.get(question) else None

    def row(self, matrix: Question, row: str) -> Truth:
        """Whether a row of a matrix is asked."""
        return both((self.asked[matrix.id], _row(self.values, self.asked, matrix, row)))

    def cells(self, matrix: Question) -> tuple[tuple[str, str], ...]:
        """Name the cells that are certainly asked."""
        rows = [row.id for row in matrix.rows if self.row(matrix, row.id)]
        return tuple((row, column.id) for row in rows for column in matrix.columns)

    def answered(self, question: Question) -> bool:
        """Whether nothing of a question is missing."""
        value = self.values.get(question.id)
        if isinstance(value, Cells):
            return all(cell in value.chosen for cell in self.cells(question))
        return value is not None

    @property
    def missing(self) -> tuple[Question, ...]:
        """Questions that are certainly asked, required and not wholly answered, in order."""
        return tuple(
            question
            for name, question in self.template.by_id.items()
            if self.asked[name] and question.required and not self.answered(question)
        )

    @property
    def ignored(self) -> tuple[str, ...]:
        """Answers to questions that these answers do not lead to."""
        found = self.values
        return tuple(name for name, asked in self.asked.items() if asked is False and name in found)


def path(
    template: Template, values: Mapping[str, Value], *, only: Container[str] | None = None
) -> Path:
    """Follow answers through a template.

    The order of ``values`` does not matter: questions are visited in the template's. ``only``
    names those that count, with every question that decides whether they are asked.
    """
    asked: dict[str, Truth] = {}
    for _, section, question in template.questions():
        if only is not None and question.id not in only:
            continue
        conditions = (section.when, question.when)
        truths = [_holds(template, values, asked, when) for when in conditions]
        if question.rows_from:
            rows = (_row(values, asked, question, row.id) for row in question.rows)
            truths.append(either(rows))
        asked[question.id] = both(truths)
    return Path(template, values, asked)


def _holds(
    template: Template,
    values: Mapping[str, Value],
    asked: Mapping[str, Truth],
    when: When | None,
) -> Truth:
    if when is None:
        return True
    condition = template.condition(when)
    if condition.any is not None:
        return either(_holds(template, values, asked, part) for part in condition.any)
    if condition.all is not None:
        return both(_holds(template, values, asked, part) for part in condition.all)
    assert condition.question is not None
    question = template.by_id[condition.question]
    return both((asked[question.id], _matches(values, asked, question, condition)))


def _matches(
    values: Mapping[str, Value],
    asked: Mapping[str, Truth],
    question: Question,
    condition: Condition,
) -> Truth:
    """Whether the answer to a question, if it is asked, is one that is meant."""
    value = values.get(question.id)
    wanted = condition.is_ or ()
    if question.kind == "matrix":
        chosen = value.chosen if isinstance(value, Cells) else {}
        columns = condition.columns or [column.id for column in question.columns]
        return either(
            both((_row(values, asked, question, row.id), _one_of(chosen.get((row.id, c)), wanted)))
            for row in question.rows
            for c in columns
        )
    if isinstance(value, (NotApplicable, Cells)):
        return False
    if isinstance(value, tuple):
        return any(choice in wanted for choice in value)
    if isinstance(value, float):
        return condition.at_least is not None and value >= condition.at_least
    return _one_of(value, wanted)


def _one_of(choice: str | None, wanted: Iterable[str]) -> Truth:
    return None if choice is None else choice in wanted


def _row(
    values: Mapping[str, Value], asked: Mapping[str, Truth], matrix: Question, row: str
) -> Truth:
    """Whether a row was picked by the question that picks rows."""
    if matrix.rows_from is None:
        return True
    picked = values.get(matrix.rows_from)
    chosen = None if picked is None else isinstance(picked, tuple) and row in picked
    return both((asked.get(matrix.rows_from), chosen))
