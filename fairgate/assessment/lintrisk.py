"""A riskier answer never lowers the level, and a mitigation never raises it: checked, not hoped.

Choices of an ordered question are listed from least to most risky. Then the level can only
grow along the list if points grow, mitigations shrink, and whatever opens a branch or draws
a red line does so for every riskier choice too. A question that mitigates is asked wherever
the risk is, so that opening it never makes a risk smaller than not asking.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import pairwise

from fairgate.assessment.conditions import Condition, When
from fairgate.assessment.lintids import used, whens
from fairgate.assessment.points import base
from fairgate.assessment.questions import DIMENSIONS, Question, Section
from fairgate.assessment.template import Template
from fairgate.modelfile import Complaint
from fairgate.yamlfile.reader import Path


def not_monotone(template: Template) -> Iterator[Complaint]:
    """Find places where risk could be answered away."""
    deciding = _deciding(template)
    for path, _, question in template.questions():
        yield from _points_ascend(path, question)
        yield from _mitigation_descends(path, question)
        yield from _may_be_left_out(template, path, question, deciding)
    yield from _upward(template)
    yield from _mitigations_are_asked(template)


def _points_ascend(path: Path, question: Question) -> Iterator[Complaint]:
    if question.kind == "multiple":
        yield from _exclusive_is_least(path, question)
    elif question.kind == "number":
        for at, (band, larger) in enumerate(pairwise(question.bands)):
            for dimension in DIMENSIONS:
                least = band.points.get(dimension, base(dimension))
                if larger.points.get(dimension, base(dimension)) < least:
                    problem = f"a larger number has less {dimension}"
                    where = (*path, "bands", at + 1, "points")
                    yield Complaint(where, problem, f"write at least {least:g}")
    elif question.scores and not question.ordered:
        problem = "its choices have points, so they have an order"
        yield Complaint((*path, "ordered"), problem, "list the least risky first, remove ordered")
    else:
        for at, (low, high) in enumerate(pairwise(question.choices)):
            for dimension in DIMENSIONS:
                least = low.points.get(dimension, base(dimension))
                if high.points.get(dimension, base(dimension)) < least:
                    problem = f"{high.id} has less {dimension} than {low.id} before it"
                    cure = "list choices from least to most risky"
                    yield Complaint((*path, "choices", at + 1, "points"), problem, cure)


def _exclusive_is_least(path: Path, question: Question) -> Iterator[Complaint]:
    for at, choice in enumerate(question.choices):
        if choice.points and choice.mitigates:
            problem = f"{choice.id} adds points and takes risk away"
            yield Complaint((*path, "choices", at), problem, "make two questions of it")
        if not choice.exclusive:
            continue
        for dimension, points in choice.points.items():
            others = [other.points.get(dimension, base(dimension)) for other in question.scored]
            if points > min(others, default=points):
                problem = f"{choice.id} goes with no other choice and has the more {dimension}"
                cure = "give it the least points of all, or make it a question of its own"
                yield Complaint((*path, "choices", at, "points"), problem, cure)


def _mitigation_descends(path: Path, question: Question) -> Iterator[Complaint]:
    if question.kind != "single" or not question.mitigates:
        return
    if not question.ordered:
        problem = "its choices mitigate, so they have an order"
        yield Complaint((*path, "ordered"), problem, "list the least risky first, remove ordered")
    for at, (less, more) in enumerate(pairwise(question.choices)):
        for credit in more.mitigates:
            covered = [
                other.share
                for other in less.mitigates
                if _includes(other.stakeholders, credit.stakeholders)
                and _includes(other.harms, credit.harms)
            ]
            if credit.share > max(covered, default=0.0):
                problem = f"{more.id} takes away more risk than {less.id} before it"
                cure = "list choices from least to most risky"
                yield Complaint((*path, "choices", at + 1, "mitigates"), problem, cure)


def _includes(wide: list[str] | None, narrow: list[str] | None) -> bool:
    return wide is None or (narrow is not None and set(narrow) <= set(wide))


def _deciding(template: Template) -> set[str]:
    """Questions that decide what is asked, drawn or asked for."""
    decides = {name for _, when, _ in whens(template) for name in used(template, when)}
    return decides | {each.rows_from for each in template.by_id.values() if each.rows_from}


def _may_be_left_out(
    template: Template, path: Path, question: Question, deciding: Container[str]
) -> Iterator[Complaint]:
    """What decides the level or the way must be answered: silence would be the safest answer."""
    counts = question.scores or question.mitigates or question.id in deciding
    if counts and not question.required:
        problem = "the level depends on it, so it may not stay empty"
        yield Complaint((*path, "required"), problem, "remove required: false")
    if counts and question.not_applicable and template.scoring == "risk":
        problem = "the level depends on it, so it applies to everything"
        cure = "add a choice for such cases, and remove not_applicable"
        yield Complaint((*path, "not_applicable"), problem, cure)


def _upward(template: Template) -> Iterator[Complaint]:
    """Conditions that open or draw something hold for every riskier choice as well."""
    for path, when, _ in whens(template):
        if path[0] != "obligations":
            yield from _upward_when(template, path, when, frozenset())


def _upward_when(
    template: Template, path: Path, when: When, seen: frozenset[str]
) -> Iterator[Complaint]:
    if isinstance(when, str):
        if when not in seen:
            inner = template.conditions[when]
            yield from _upward_when(template, ("conditions", when), inner, seen | {when})
        return
    for where, part in when.parts(path):
        if isinstance(part, str):
            yield from _upward_when(template, where, part, seen)
        elif part.is_ is not None:
            yield from _upward_choices(template, (*where, "is"), part)


def _upward_choices(template: Template, path: Path, part: Condition) -> Iterator[Complaint]:
    assert part.question is not None
    question, wanted = template.by_id[part.question], part.is_ or []
    if question.kind == "multiple":
        alone = [choice.id for choice in question.choices if choice.exclusive]
        if set(alone) & set(wanted):
            problem = f"{alone[0]} goes with no other choice, so a riskier answer would undo this"
            yield Complaint(path, problem, f"name the other choices, and leave out {alone[0]}")
    elif question.ordered:
        order = [choice.id for choice in question.choices]
        first = min(order.index(name) for name in wanted)
        lacking = [name for name in order[first:] if name not in wanted]
        if lacking:
            problem = f"{', '.join(lacking)} is riskier than {order[first]} and would undo this"
            yield Complaint(path, problem, f"add {', '.join(lacking)}")


def _mitigations_are_asked(template: Template) -> Iterator[Complaint]:
    """A mitigation's conditions are among those of the risks it takes something from."""
    matrices = [
        (section, question)
        for _, section, question in template.questions()
        if question.kind == "matrix" and question.scores
    ]
    for path, section, question in template.questions():
        if not question.mitigates:
            continue
        for risk_section, matrix in matrices:
            extra = _conjuncts(section, question) - _conjuncts(risk_section, matrix)
            if extra:
                problem = f"this mitigates risks of {matrix.id}, but is not asked wherever they are"
                cure = f"ask it whenever {matrix.id} is asked: drop its own when"
                yield Complaint((*path, "when"), problem, cure)


def _conjuncts(section: Section, question: Question) -> set[str]:
    """Conditions that must all hold for a question to be asked, each as comparable text."""
    found: set[str] = set()
    for when in (section.when, question.when):
        if isinstance(when, Condition) and when.all is not None:
            found |= {str(part) for part in when.all}
        elif when is not None:
            found.add(str(when))
    return found
