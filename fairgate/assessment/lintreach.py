"""Branches that no answers lead to, and levels that no answers reach."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from fairgate.assessment.branching import path as follow
from fairgate.assessment.conditions import Condition, When
from fairgate.assessment.lintids import used, whens
from fairgate.assessment.points import base
from fairgate.assessment.questions import DIMENSIONS, Question
from fairgate.assessment.template import Template
from fairgate.assessment.values import Cells, Value
from fairgate.modelfile import Complaint
from fairgate.yamlfile.reader import Path

MAX_TRIES = 20_000
"""Combinations of answers that are tried for one branch; more are taken for reachable."""


def unreachable(template: Template) -> Iterator[Complaint]:
    """Find what can never be asked, drawn or reached."""
    mentioned, opened = _mentioned(template), _opened(template)
    for path, when, _ in whens(template):
        if not _reachable(template, when, mentioned, opened):
            problem = "no answers make this true"
            cure = "mend the condition, or remove what it opens"
            yield Complaint(path, problem, cure)
    yield from _levels(template)


def _reachable(
    template: Template,
    when: When,
    mentioned: Mapping[str, set[str]],
    opened: Mapping[str, set[str]],
) -> bool:
    """Try answers to the questions that a condition depends on, until it holds."""
    names = _needed(template, when, opened)
    questions = [question for name, question in template.by_id.items() if name in names]
    tries = itertools.product(*(_samples(q, mentioned.get(q.id, set())) for q in questions))
    for values in itertools.islice(tries, MAX_TRIES):
        given = {q.id: value for q, value in zip(questions, values, strict=True)}
        if follow(template, given, only=names).holds(when):
            return True
    return next(tries, None) is not None


def _needed(template: Template, when: When, opened: Mapping[str, set[str]]) -> set[str]:
    """Questions that decide a condition, directly or by whether they are asked themselves."""
    found: set[str] = set()
    waiting = used(template, when)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= opened[name] - found
    return found


def _opened(template: Template) -> dict[str, set[str]]:
    """By question, those that decide whether it, or a row of it, is asked."""
    return {
        question.id: used(template, section.when)
        | used(template, question.when)
        | ({question.rows_from} if question.rows_from else set())
        for _, section, question in template.questions()
    }


def _mentioned(template: Template) -> dict[str, set[str]]:
    """Choices that conditions name, by question: only they make a difference."""
    found: dict[str, set[str]] = {}
    conditions: list[When] = [*template.conditions.values(), *(w for _, w, _ in whens(template))]
    for condition in conditions:
        if isinstance(condition, Condition):
            for _, part in condition.parts():
                if isinstance(part, Condition) and part.question is not None:
                    found.setdefault(part.question, set()).update(part.is_ or ())
    return found


def _samples(question: Question, mentioned: set[str]) -> list[Value]:
    """Answers that differ for conditions: riskier ones first, as most conditions want them."""
    choices = [choice.id for choice in question.choices]
    if question.kind == "single":
        return list(reversed(choices))
    if question.kind == "number":
        return [1e12, 0.0, -1e12]
    if question.kind == "matrix":
        cells = [(row.id, column.id) for row in question.rows for column in question.columns]
        return [Cells(dict.fromkeys(cells, choice)) for choice in reversed(choices)]
    together = tuple(choice.id for choice in question.scored)
    alone = [(choice.id,) for choice in question.choices if choice.exclusive]
    return [together, *alone, *((name,) for name in together if name in mentioned)]


def _levels(template: Template) -> Iterator[Complaint]:
    """Every level is the level of some score, or the floor of a red line."""
    if template.scoring != "risk":
        return
    scores = _scores(template)
    most = max(scores, default=0.0)
    floors = {line.floor for line in template.red_lines}
    for at, level in enumerate(template.levels):
        reached = any(template.level_at(score) is level for score in scores)
        if not reached and level.id not in floors:
            path: Path = ("levels", at, "at_least")
            problem = f"no answers score as {level.id}: the weights reach {most:g} at most"
            if most >= level.at_least:
                problem = f"no answers score as {level.id}: the weights jump over it"
            yield Complaint(path, problem, "lower it, or give choices more points")


def _scores(template: Template) -> set[float]:
    """Scores without mitigation: every product of points that questions can give."""
    worths: Mapping[str, set[float]] = {name: {base(name)} for name in DIMENSIONS}
    for question in template.by_id.values():
        given = [choice.points for choice in question.choices]
        given += [band.points for band in question.bands]
        for dimension, points in (pair for each in given for pair in each.items()):
            worths[dimension].add(max(points, base(dimension)))
    combined = itertools.product(*(sorted(worths[name]) for name in DIMENSIONS))
    return {a * b * c * d for a, b, c, d in combined}
