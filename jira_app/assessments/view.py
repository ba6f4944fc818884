"""What the form of a template shows: which questions, what stands in them, what is wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairgate.assessment import Template
from fairgate.assessment.branching import Path, path
from fairgate.assessment.questions import Question, Section
from fairgate.assessment.values import Value
from fairgate.checklist import Case, Library
from fairgate.content import Source
from jira_app.assessments.fields import ANSWER, WHY_NOT, Fields, Wrong


@dataclass(frozen=True)
class Progress:
    """How far the form is: required questions that are asked, and those answered."""

    answered: int
    asked: int


@dataclass(frozen=True)
class Asked:
    """A question as it stands in the form.

    Attributes
    ----------
    question : Question
        As the template has it.
    hidden : bool
        Whether these answers do not lead to it, or not yet.
    rows : mapping of str to bool
        Of a matrix: whether each row is hidden.
    said : tuple of str
        What stands in its field, or which boxes are ticked.
    cells : mapping of tuple to str
        Of a matrix: what is chosen, by row and column.
    why_not : str
        Why it does not apply.
    wrong : tuple of Wrong
        What does not fit.
    sources : tuple of Source
        Where it comes from.
    cases : tuple of Case
        What happened where nobody asked.
    """

    question: Question
    hidden: bool
    rows: Mapping[str, bool]
    said: tuple[str, ...]
    cells: Mapping[tuple[str, str], str]
    why_not: str
    wrong: tuple[Wrong, ...]
    sources: tuple[Source, ...]
    cases: tuple[Case, ...]

    @property
    def name(self) -> str:
        """Name of its field."""
        return f"{ANSWER}{self.question.id}"

    @property
    def why_not_name(self) -> str:
        """Name of the field that says why it does not apply."""
        return f"{WHY_NOT}{self.question.id}"

    @property
    def may_be_empty(self) -> bool:
        """Whether a choice has to be taken back with an answer of its own."""
        return not self.question.required or self.question.not_applicable


@dataclass(frozen=True)
class Part:
    """A section of the form; hidden if every question in it is."""

    section: Section
    questions: tuple[Asked, ...]

    @property
    def hidden(self) -> bool:
        """Whether nothing in it is asked."""
        return all(asked.hidden for asked in self.questions)


@dataclass(frozen=True)
class Form:
    """A whole form."""

    template: Template
    parts: tuple[Part, ...]
    progress: Progress
    wrong: tuple[Wrong, ...]


def form(
    template: Template,
    values: Mapping[str, Value],
    fields: Fields,
    wrong: tuple[Wrong, ...],
    library: Library,
) -> Form:
    """Lay a form out.

    Parameters
    ----------
    template : Template
        What is asked.
    values : mapping of str to Value
        Answers, which decide what is asked.
    fields : mapping
        What stands in the fields: the answers, or what was posted and does not fit.
    wrong : tuple of Wrong
        What does not fit.
    library : Library
        Where cases are looked up.
    """
    taken = path(template, values)
    sources = {source.id: source for source in template.sources}

    def asked(question: Question) -> Asked:
        return Asked(
            question=question,
            hidden=not taken.asked[question.id],
            rows={row.id: not taken.row(question, row.id) for row in question.rows},
            said=fields.get(f"{ANSWER}{question.id}", ()),
            cells=_cells(question, fields),
            why_not=" ".join(fields.get(f"{WHY_NOT}{question.id}", ())),
            wrong=tuple(each for each in wrong if each.question == question.id),
            sources=tuple(sources[name] for name in question.source),
            cases=library.cases.get(question.id, ()),
        )

    parts = tuple(Part(s, tuple(map(asked, s.questions))) for s in template.sections)
    return Form(template, parts, _progress(taken), wrong)


def now_asked(template: Template, values: Mapping[str, Value]) -> dict[str, Any]:
    """Say which questions and rows are asked now, and how far the form is, for the script."""
    taken = path(template, values)
    progress = _progress(taken)
    matrices = [q for q in template.by_id.values() if q.kind == "matrix"]
    return {
        "asked": [name for name, asked in taken.asked.items() if asked],
        "rows": {q.id: [row.id for row in q.rows if taken.row(q, row.id)] for q in matrices},
        "progress": {"answered": progress.answered, "asked": progress.asked},
    }


def _progress(taken: Path) -> Progress:
    questions = [q for name, q in taken.template.by_id.items() if taken.asked[name] and q.required]
    return Progress(len(questions) - len(taken.missing), len(questions))


def _cells(question: Question, fields: Fields) -> dict[tuple[str, str], str]:
    return {
        (row.id, column.id): said[0]
        for row in question.rows
        for column in question.columns
        if (said := fields.get(f"{ANSWER}{question.id}:{row.id}:{column.id}"))
    }
