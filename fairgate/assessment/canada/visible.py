"""Conditions of the questionnaire (``{a} = "x" or {b} contains "y"``) as conditions of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from fairgate.assessment.canada.survey import SurveyQuestion

Condition: TypeAlias = dict[str, Any]
"""A condition as a template has it: ``{question:, is:}``, ``{any:}`` or ``{all:}``."""

_TOKEN = re.compile(r'\s*(\{[^}]*\}|"[^"]*"|contains\b|and\b|or\b|[()=,]|\[|\])')


class Misread(Exception):  # noqa: N818 - it becomes a complaint, never a traceback
    """A condition that cannot be understood, and why."""


def condition(text: str, earlier: Mapping[str, SurveyQuestion]) -> Condition:
    """Translate a condition.

    Parameters
    ----------
    text : str
        As the questionnaire has it.
    earlier : mapping of str to SurveyQuestion
        Questions that it may look at.

    Raises
    ------
    Misread
        Where it is no such condition, or looks at what is not there.

    Examples
    --------
    >>> choices = [{"value": "item1-3", "weight": 3, "text": "Yes"},
    ...            {"value": "item2-0", "weight": 0, "text": "No"}]
    >>> a = SurveyQuestion(page="p", id="a", type="radiogroup", kind="risk", title="A?",
    ...                    visible_if=None, choices=choices)
    >>> condition('{a} = "item1-3"', {"a": a})
    {'question': 'a', 'is': ['item1-3']}
    >>> condition('{a} contains "item2" or {a} = "item1-3"', {"a": a})
    {'question': 'a', 'is': ['item2-0', 'item1-3']}
    """
    reader = _Reader(list(_tokens(text)), earlier)
    found = reader.either()
    if reader.left:
        raise Misread(f"{reader.left[0]} comes unexpectedly")
    return found


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise Misread(f"{text[at:].split(maxsplit=1)[0]!r} is not understood")
        yield found[1]
        at = found.end()


@dataclass
class _Reader:
    """Reads tokens from left to right; ``and`` binds closer than ``or``."""

    left: list[str]
    earlier: Mapping[str, SurveyQuestion]
    seen: list[str] = field(default_factory=list)

    def either(self) -> Condition:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return _any(parts)

    def both(self) -> Condition:
        parts = [self.one()]
        while self.take("and"):
            parts.append(self.one())
        return {"all": parts} if len(parts) > 1 else parts[0]

    def one(self) -> Condition:
        if self.take("("):
            inner = self.either()
            self.need(")")
            return inner
        question = self.question()
        exactly = self.take("=")
        if not exactly:
            self.need("contains")
        values = [self.text()] if not self.take("[") else self.listed()
        return {"question": question.id, "is": _choices(question, values, exactly=exactly)}

    def listed(self) -> list[str]:
        values = [self.text()]
        while self.take(","):
            values.append(self.text())
        self.need("]")
        return values

    def question(self) -> SurveyQuestion:
        token = self.next("a question in braces")
        name = token.strip("{}")
        if not token.startswith("{") or name not in self.earlier:
            raise Misread(f"there is no earlier question called {name!r}")
        return self.earlier[name]

    def text(self) -> str:
        token = self.next("a choice in quotes")
        if not token.startswith('"'):
            raise Misread(f"{token} is no choice in quotes")
        return token.strip('"')

    def take(self, token: str) -> bool:
        if self.left[:1] != [token]:
            return False
        del self.left[0]
        return True

    def need(self, token: str) -> None:
        if not self.take(token):
            raise Misread(f"{token} is missing")

    def next(self, what: str) -> str:
        if not self.left:
            raise Misread(f"{what} is missing at the end")
        return self.left.pop(0)


def _choices(question: SurveyQuestion, values: list[str], *, exactly: bool) -> list[str]:
    """Choices that are meant; "contains" takes a part of the one value of a radio question."""
    part = not exactly and question.type != "checkbox"
    found = [
        choice.value
        for choice in question.choices
        if any(value in choice.value if part else value == choice.value for value in values)
    ]
    if not found:
        raise Misread(f"{question.id} has no choice {', '.join(values)}")
    return found


def _any(parts: list[Condition]) -> Condition:
    """Join conditions of which one is enough; those on one question become one."""
    first = parts[0]
    if len(parts) == 1:
        return first
    if "question" in first and {part.get("question") for part in parts} == {first["question"]}:
        names = dict.fromkeys(name for part in parts for name in part["is"])
        return {"question": first["question"], "is": list(names)}
    return {"any": parts}
