"""Answers to Canada's form that weigh exactly so much."""

from __future__ import annotations

from fairgate.assessment import Template
from fairgate.assessment.questions import Question
from fairgate.assessment.values import Value

PHASE = "canada-aia.projectDetailsPhase"
PHASES = {"design": "item1", "implementation": "item2"}


def answers(form: Template, risk: int, mitigation: int, phase: str = "design") -> dict[str, Value]:
    """Answers that add up to these sums; questions that others open are left out."""
    always = [
        question
        for _, section, question in form.questions()
        if question.when is None and section.when in (None, phase)
    ]
    return {
        PHASE: PHASES[phase],
        **_adding_up([q for q in always if q.counts_as == "risk"], risk),
        **_adding_up([q for q in always if q.counts_as == "mitigation"], mitigation),
    }


def heaviest(question: Question) -> Value:
    """The answer that weighs most."""
    if question.kind == "multiple":
        return tuple(choice.id for choice in question.choices)
    return max(question.choices, key=lambda choice: choice.weight).id


def _adding_up(questions: list[Question], wanted: int) -> dict[str, Value]:
    """Find answers for a sum, question by question: sums that can be reached, and how."""
    ways: dict[int, dict[str, Value]] = {0: {}}
    for question in questions:
        for total, way in list(ways.items()):
            for weight, value in _options(question).items():
                ways.setdefault(total + weight, {**way, question.id: value})
    return ways[wanted]


def _options(question: Question) -> dict[int, Value]:
    if question.kind == "single":
        return {choice.weight: choice.id for choice in question.choices}
    found: dict[int, Value] = {}
    for count in range(1, len(question.choices) + 1):
        made = question.choices[:count]
        found[sum(choice.weight for choice in made)] = tuple(choice.id for choice in made)
    return found
