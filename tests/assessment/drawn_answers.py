"""Answers and templates drawn at random, and what is riskier than what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from fairgate.assessment import Template
from fairgate.assessment.questions import Question
from fairgate.assessment.values import Cells, Value


@st.composite
def whole(draw: st.DrawFn, template: Template) -> dict[str, Value]:
    """An answer to every question, whether it is asked or not."""
    return {name: draw(an_answer(question)) for name, question in template.by_id.items()}


@st.composite
def some(draw: st.DrawFn, values: dict[str, Value]) -> dict[str, Value]:
    """A part of some answers, in any order."""
    names = draw(st.permutations(sorted(values)))
    kept = draw(st.integers(0, len(names)))
    return {name: values[name] for name in names[:kept]}


@st.composite
def an_answer(draw: st.DrawFn, question: Question) -> Value:
    """Any answer that fits a question."""
    choices = [choice.id for choice in question.choices]
    if question.kind == "single":
        return draw(st.sampled_from(choices))
    if question.kind == "number":
        return draw(st.sampled_from([-1.0, 0.0, 1.0, 5.0, 50.0, 1e6]))
    if question.kind == "matrix":
        cells = [(row.id, column.id) for row in question.rows for column in question.columns]
        return Cells({cell: draw(st.sampled_from(choices)) for cell in cells})
    if question.kind == "multiple":
        alone = [choice.id for choice in question.choices if choice.exclusive]
        if alone and draw(st.booleans()):
            return (draw(st.sampled_from(alone)),)
        together = [choice.id for choice in question.scored]
        chosen = draw(st.sets(st.sampled_from(together), min_size=1))
        return tuple(name for name in together if name in chosen)
    return "words"


def riskier(question: Question, value: Value) -> Iterator[Value]:
    """Every answer that is one step riskier: what a cautious person would call worse."""
    choices = [choice.id for choice in question.choices]
    if question.kind == "single" and question.ordered and isinstance(value, str):
        yield from choices[choices.index(value) + 1 :]
    if question.kind == "number" and isinstance(value, float):
        yield value + 100
    if isinstance(value, Cells):
        for cell, chosen in value.chosen.items():
            for more in choices[choices.index(chosen) + 1 :]:
                yield Cells({**value.chosen, cell: more})
    if isinstance(value, tuple) and not question.mitigates:
        kept = [name for name in value if not question.choice(name).exclusive]
        together = [choice.id for choice in question.scored]
        for name in together:
            if name not in kept:
                yield tuple(each for each in together if each in (*kept, name))


def safer_mitigations(question: Question, value: Value) -> Iterator[Value]:
    """Every answer that mitigates more, and differs in nothing else."""
    choices = [choice.id for choice in question.choices]
    if question.kind == "single" and isinstance(value, str):
        yield from choices[: choices.index(value)]
    if isinstance(value, tuple):
        for choice in question.choices:
            if choice.mitigates and choice.id not in value:
                yield tuple(name for name in choices if name in (*value, choice.id))


HEAD: dict[str, Any] = {
    "schema": "fairgate/template/v1",
    "id": "drawn",
    "version": "1.0.0",
    "title": "Drawn",
    "licence": "CC0-1.0",
    "minutes": 1,
    "sources": [{"id": "s", "title": "S", "url": "https://example.org/"}],
    "levels": [
        {"id": "none", "at_least": 0, "text": "n"},
        {"id": "low", "at_least": 1, "text": "l"},
        {"id": "medium", "at_least": 4, "text": "m"},
        {"id": "high", "at_least": 20, "text": "h"},
    ],
}
DIMENSIONS = ("severity", "reach", "reversibility", "vulnerability")


@st.composite
def a_template(draw: st.DrawFn) -> dict[str, Any]:
    """A small template with branches, points, mitigations and red lines; often a wrong one."""
    questions = [draw(_question(at)) for at in range(draw(st.integers(1, 4)))]
    matrix = {
        "id": "drawn.table",
        "text": "?",
        "kind": "matrix",
        "source": ["s"],
        "rows": [{"id": "us", "text": "us"}, {"id": "them", "text": "them"}],
        "columns": [{"id": "safety", "text": "safety"}, {"id": "price", "text": "price"}],
        "choices": [
            {"id": f"c{points}", "text": "c", "points": {"severity": points}}
            for points in (0, 1, 4)
        ],
    }
    questions.insert(draw(st.integers(0, len(questions))), matrix)
    for at, question in enumerate(questions):
        if draw(st.integers(0, 2)) == 0:
            question["when"] = draw(_condition(questions[:at])) if at else None
    lines = [
        {"id": f"line{at}", "text": "x", "source": ["s"], "floor": draw(_floors), "when": when}
        for at, when in enumerate(draw(st.lists(_condition(questions), max_size=2)))
    ]
    section = {"id": "drawn.all", "title": "All", "questions": questions}
    return {**HEAD, "sections": [section], "red_lines": lines}


_floors = st.sampled_from(["low", "medium", "high"])


@st.composite
def _question(draw: st.DrawFn, at: int) -> dict[str, Any]:
    mitigating = draw(st.booleans())
    steps = draw(st.lists(st.integers(0, 4), min_size=2, max_size=3))
    dimension = draw(st.sampled_from(DIMENSIONS))
    scope = draw(st.sampled_from([{}, {"harms": ["safety"]}, {"stakeholders": ["us"]}]))
    choices: list[dict[str, Any]] = []
    for number, step in enumerate(steps):
        choice: dict[str, Any] = {"id": f"c{number}", "text": "c"}
        if mitigating and step:
            choice["mitigates"] = [{**scope, "share": step / 8}]
        elif not mitigating:
            choice["points"] = {dimension: step}
        choices.append(choice)
    kind = draw(st.sampled_from(["single", "single", "multiple"]))
    found = {"id": f"drawn.q{at}", "text": "?", "kind": kind, "source": ["s"], "choices": choices}
    return found if mitigating else {**found, "to": scope}


@st.composite
def _condition(draw: st.DrawFn, questions: list[dict[str, Any]]) -> dict[str, Any]:
    question = draw(st.sampled_from(questions))
    names = [choice["id"] for choice in question["choices"]]
    wanted = draw(st.sampled_from([names[1:], names[-1:], names[:1]]))
    one = {"question": question["id"], "is": wanted}
    if draw(st.integers(0, 3)):
        return one
    return {draw(st.sampled_from(["any", "all"])): [one, draw(_condition(questions))]}
