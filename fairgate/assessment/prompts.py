"""What a person is shown before they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fairgate.assessment.questions import Label, Question
from fairgate.assessment.values import Cells, NotApplicable, Value


def question_lines(question: Question, number: int) -> Iterator[str]:
    """Write a question and its choices."""
    yield f"{number}. {question.text}"
    if question.kind == "matrix":
        if question.help:  # nobody can fill in a table whose words they have to guess
            yield f"   {question.help}"
        scale = ", ".join(f"{at} {choice.text}" for at, choice in enumerate(question.choices))
        yield f"   Scale: {scale}."
        yield f"   In this order: {', '.join(column.text for column in question.columns)}."
    else:
        for at, choice in enumerate(question.choices, start=1):
            yield f"   {at}  {choice.text}"


def how_to_answer(question: Question, before: Value | None) -> str:
    """Say what may be typed.

    Examples
    --------
    >>> question = Question(id="a", text="Which?", kind="text", source=["x"], required=False)
    >>> how_to_answer(question, None), how_to_answer(question, "both")
    ('Some words (Enter: none)', 'Some words (Enter keeps: both)')
    """
    last = len(question.choices)
    form = {
        "single": f"A number, 1 to {last}",
        "multiple": "Numbers, with spaces between",
        "number": "A number",
        "date": "A day, such as 2026-11-30",
    }.get(question.kind, "Some words")
    if question.not_applicable:
        form = f"{form}, or -"
    if before is not None:
        return f"{form} (Enter keeps: {answer_words(question, before)})"
    return form if question.required else f"{form} (Enter: none)"


def row_prompt(question: Question, row: Label, chosen: Mapping[tuple[str, str], str]) -> str:
    """Ask for one row of a matrix."""
    scale = [choice.id for choice in question.choices]
    found = [chosen.get((row.id, column.id)) for column in question.columns]
    kept = " ".join("_" if choice is None else str(scale.index(choice)) for choice in found)
    keeps = "" if None in found else f" (Enter keeps: {kept})"
    return f"{row.text}, {len(question.columns)} numbers{keeps}"


def answer_words(question: Question, value: Value) -> str:
    """Write an answer as its choices read."""
    if isinstance(value, NotApplicable):
        return f"does not apply, {value.reason}"
    if isinstance(value, Cells):
        return f"{len(value.chosen)} cells"
    if isinstance(value, float):
        return f"{value:g}"
    if not question.choices:
        return str(value)
    names = (value,) if isinstance(value, str) else value
    return "; ".join(question.choice(name).text for name in names)
