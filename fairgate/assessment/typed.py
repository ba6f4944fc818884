"""One raw answer to a value that fits its question, or a mistake with place, problem and cure."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from fairgate.assessment.questions import Question
from fairgate.assessment.values import Cells, NotApplicable, Value
from fairgate.errors import did_you_mean
from fairgate.modelfile.values import number_meant, shown, text_meant
from fairgate.yamlfile.reader import Path

NOT_APPLICABLE = "not_applicable"


class Mistake(Exception):  # noqa: N818 - it becomes a complaint, never a traceback
    """An answer that does not fit its question."""

    def __init__(self, problem: str, cure: str, path: Path = ()) -> None:
        super().__init__(problem)
        self.words = (problem, cure)
        self.path = path


def typed(question: Question, given: Any) -> Value:
    """Turn what a file says into a value.

    Raises
    ------
    Mistake
        Where it does not fit the question.
    """
    if isinstance(given, dict) and (question.kind != "matrix" or NOT_APPLICABLE in given):
        return _not_applicable(question, given)
    match question.kind:
        case "single":
            return _choice(question, given)
        case "multiple":
            return _choices(question, given)
        case "matrix":
            return _cells(question, given)
        case "number":
            return _number(given)
    return _date(given) if question.kind == "date" else _text(given)


def _not_applicable(question: Question, given: dict[str, Any]) -> NotApplicable:
    form = "{not_applicable: the reason}"
    if set(given) != {NOT_APPLICABLE}:
        problem = f"expected an answer or {form}, got {shown(given)}"
        raise Mistake(problem, "keep one of the two")
    if not question.not_applicable:
        cure = "answer it: the level or the way through the questions depends on it"
        raise Mistake("this question applies to everything", cure)
    reason = given[NOT_APPLICABLE]
    if not isinstance(reason, str) or not reason.strip():
        problem = f"not applicable needs a reason, got {shown(reason)}"
        raise Mistake(problem, f"write {form} in a few words", (NOT_APPLICABLE,))
    return NotApplicable(reason.strip())


def _choice(question: Question, given: Any, path: Path = ()) -> str:
    known = [choice.id for choice in question.choices]
    if given not in known or not isinstance(given, str):
        problem = f"expected one of {', '.join(known)}, got {shown(given)}"
        cure = did_you_mean(given, known) if isinstance(given, str) else "write one of them"
        raise Mistake(problem, cure if cure.startswith("did") else "write one of them", path)
    return given


def _choices(question: Question, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list):
        cure = f"write [{given}]" if isinstance(given, str) else "write choices in [ ]"
        raise Mistake(f"expected a list of choices, got {shown(given)}", cure)
    chosen = [_choice(question, each, (at,)) for at, each in enumerate(given)]
    if not chosen:
        raise Mistake("expected at least one choice, got none", _none_of(question))
    for at, name in enumerate(chosen):
        if name in chosen[:at]:
            raise Mistake(f"{name} is chosen already", "remove one of the two", (at,))
        if question.choice(name).exclusive and len(chosen) > 1:
            raise Mistake(f"{name} goes with no other choice", "keep it alone, or remove it", (at,))
    return tuple(choice.id for choice in question.choices if choice.id in chosen)


def _none_of(question: Question) -> str:
    alone = [choice.id for choice in question.choices if choice.exclusive]
    return f"write [{alone[0]}]" if alone else "choose one, or remove the line: it is then unknown"


def _number(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
        raise Mistake(f"expected a number, got {shown(given)}", number_meant(given))
    return float(given)


def _date(given: Any) -> str:
    """Take a day as YAML reads one, or as text in the same form."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given.isoformat()
    try:
        return date.fromisoformat(given.strip() if isinstance(given, str) else "").isoformat()
    except ValueError:
        raise Mistake(f"expected a day, got {shown(given)}", "write it as 2026-11-30") from None


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise Mistake(f"expected text, got {shown(given)}", text_meant(given))
    if not given.strip():
        raise Mistake("expected text, got ''", "write it, or remove the line: it is then unknown")
    return given.strip()


def _cells(question: Question, given: Any) -> Cells:
    rows = [row.id for row in question.rows]
    columns = [column.id for column in question.columns]
    if not isinstance(given, dict):
        cure = f"write {rows[0]}: {{{columns[0]}: {question.choices[0].id}}}"
        raise Mistake(f"expected rows ({', '.join(rows)}), got {shown(given)}", cure)
    chosen: dict[tuple[str, str], str] = {}
    for row, cells in given.items():
        _known(row, rows, "row", (row,))
        if not isinstance(cells, dict):
            cure = f"write {{{columns[0]}: {question.choices[0].id}}}"
            problem = f"expected columns ({', '.join(columns)}), got {shown(cells)}"
            raise Mistake(problem, cure, (row,))
        for column, value in cells.items():
            _known(column, columns, "column", (row, column))
            chosen[row, column] = _choice(question, value, (row, column))
    order = [(row, column) for row in rows for column in columns]
    return Cells({cell: chosen[cell] for cell in order if cell in chosen})


def _known(name: str, known: list[str], what: str, path: Path) -> None:
    if name not in known:
        raise Mistake(f"there is no {what} {name!r}", did_you_mean(name, known), path)
