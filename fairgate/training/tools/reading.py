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
            found.append(f"{name}: {given} is not right")
    return tuple(found)


def same(given: Any, right: Answer) -> bool:
    """Whether an answer is right; words in any case, lists in any order.

    Examples
    --------
    >>> same(0.751, Near(value=0.7504, tolerance=0.005)), same("Fail", "fail"), same(1, True)
    (True, True, False)
    >>> same("67,5 %", Near(value=67.5, tolerance=0.1)), same("many", 4)
    (True, False)
    """
    if isinstance(right, bool) or isinstance(given, bool):
        return given is right
    if isinstance(right, Near):
        return abs(_number(given) - right.value) <= right.tolerance + 1e-12
    if isinstance(right, str):
        return _plain(str(given)) == _plain(right)
    if isinstance(right, list):
        several = given if isinstance(given, list) else [given]
        return sorted(_plain(str(one)) for one in several) == sorted(map(_plain, right))
    return abs(_number(given) - right) < 1e-9


def _number(given: Any) -> float:
    """Read a number as people write it: in quotes, with a decimal comma, with per cent."""
    if isinstance(given, str):
        given = given.strip().rstrip("%").replace(",", ".")
    try:
        return float(given)
    except (TypeError, ValueError):
        return math.nan  # equals nothing


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
