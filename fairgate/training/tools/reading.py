"""Answers to a reading task, compared with what is right."""

from __future__ import annotations

import math
from typing import Any

from fairgate.errors import UserError
from fairgate.files import read_bytes
from fairgate.training.models import Step
from fairgate.training.steps import Answer, AnswersExpect, Near, expect_of
from fairgate.training.tools.desk import Desk
from fairgate.yamlfile import load
from fairgate.yamlfile.syntax import MAX_BYTES


def answers(step: Step, desk: Desk) -> tuple[str, ...]:
    """Compare a learner's answers; say which are missing or wrong, never what is right."""
    expect: AnswersExpect = expect_of(step)
    path = desk.path(step.file)
    data = load(read_bytes(path, MAX_BYTES), path).data
    if not isinstance(data, dict):
        raise UserError("expected answers, got none", "write name: answer", file=path)
    found: list[str] = []
    for name, right in expect.answers.items():
        given = data.get(name)
        if given is None or given == []:
            found.append(f"{name}: no answer yet")
        elif not same(given, right):
            found.append(f"{name}: {_wrong(given, right)}")
    return tuple(found)


def same(given: Any, right: Answer) -> bool:
    """Whether an answer is right; words in any case, lists in any order.

    Examples
    --------
    >>> same(0.751, Near(value=0.7504, tolerance=0.005)), same("Fail", "fail"), same(1, True)
    (True, True, False)
    >>> same("67,5 %", Near(value=67.5, tolerance=0.1)), same("many", 4)
    (True, False)
    >>> same("women black, men", ["men", "Black women"])
    True
    """
    if isinstance(right, bool) or isinstance(given, bool):
        return given is right
    if isinstance(right, Near):
        return abs(_number(given) - right.value) <= right.tolerance + 1e-12
    if isinstance(right, str):
        return _plain(str(given)) == _plain(right)
    if isinstance(right, list):
        return sorted(map(_words, _several(given))) == sorted(map(_words, right))
    return abs(_number(given) - right) < 1e-9


def _wrong(given: Any, right: Answer) -> str:
    """Say that an answer is wrong, or of another kind than the right one, whatever that is."""
    if isinstance(right, list):
        several = isinstance(given, list) or (isinstance(given, str) and "," in given)
        if several or len(right) == 1:
            return f"{_shown(_several(given) if several else given)} is not right"
        kind = "a list such as [a, b]"
    elif isinstance(right, bool):
        kind = "" if isinstance(given, bool) else "true or false"
    elif isinstance(right, str):
        kind = "one answer" if isinstance(given, (list, dict)) else ""
    else:
        kind = "a number" if isinstance(given, bool) or math.isnan(_number(given)) else ""
    return f"expected {kind}, got {_shown(given)}" if kind else f"{_shown(given)} is not right"


def _several(given: Any) -> list[Any]:
    """Read a list as people write it: in brackets, or with commas alone."""
    if isinstance(given, str):
        return [part.strip() for part in given.split(",")]
    return given if isinstance(given, list) else [given]


def _shown(given: Any) -> str:
    """Write an answer as it stands in a file of answers."""
    if given is None or isinstance(given, bool):
        return "null" if given is None else str(given).lower()
    if isinstance(given, list):
        return f"[{', '.join(map(_shown, given))}]"
    if isinstance(given, dict):
        return f"{{{', '.join(f'{name}: {_shown(one)}' for name, one in given.items())}}}"
    return str(given)


def _number(given: Any) -> float:
    """Read a number as people write it: in quotes, with a decimal comma, with per cent."""
    if isinstance(given, str):
        given = given.strip().rstrip("%").replace(",", ".")
    try:
        return float(given)
    except (TypeError, ValueError):
        return math.nan  # equals nothing


def _words(given: Any) -> list[str]:
    """Take an item of a list apart: women who are black are black women."""
    return sorted(_plain(_shown(given)).split())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
