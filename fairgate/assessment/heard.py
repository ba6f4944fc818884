"""What a person typed, to a value: numbers of choices, their ids, a digit a column."""

from __future__ import annotations

import re

from fairgate.assessment.questions import Question
from fairgate.assessment.typed import Mistake, typed
from fairgate.assessment.values import Cells, Value


def heard(question: Question, said: str) -> Value:
    """Understand an answer to any question but a matrix.

    Raises
    ------
    Mistake
        Where it does not fit the question.
    """
    if not said:
        raise Mistake("nothing was typed", "answer it; ? explains")
    if question.kind == "single":
        return typed(question, _choice(question, said, first=1))
    if question.kind == "multiple":
        words = re.split(r"[\s,;]+", said.strip(" ,;"))
        return typed(question, list(dict.fromkeys(_choice(question, w, first=1) for w in words)))
    if question.kind == "number":
        return typed(question, _number(said))
    return typed(question, said)


def heard_row(question: Question, row: str, said: str) -> dict[tuple[str, str], str]:
    """Understand a row of a matrix: a word a column, such as ``0 2 0 0 1`` or ``02001``.

    Raises
    ------
    Mistake
        Where a column is left out, or a word is no choice.
    """
    words = re.split(r"[\s,;]+", said.strip(" ,;"))
    count = len(question.columns)
    if len(words) == 1 and len(words[0]) == count and words[0].isdigit():
        words = list(words[0])
    if len(words) != count or not said:
        names = ", ".join(column.text.lower() for column in question.columns)
        found = len(words) if said else 0
        raise Mistake(f"expected {count} answers, got {found}", f"one each for {names}")
    columns = [column.id for column in question.columns]
    given = {
        column: _choice(question, word, first=0)
        for column, word in zip(columns, words, strict=True)
    }
    value = typed(question, {row: given})
    assert isinstance(value, Cells)
    return dict(value.chosen)


def _choice(question: Question, word: str, *, first: int) -> str:
    """Take a number for the choice in that place, and an id for itself."""
    choices = [choice.id for choice in question.choices]
    at = int(word) - first if word.isdecimal() and len(word) < 4 else -1
    if word in choices or 0 <= at < len(choices):
        return word if word in choices else choices[at]
    last = first + len(choices) - 1
    raise Mistake(f"there is no choice {word[:20]!r}", f"type a number, {first} to {last}")


def _number(said: str) -> float | str:
    try:
        return float(said.replace(" ", "").replace(",", ""))
    except ValueError:
        return said
