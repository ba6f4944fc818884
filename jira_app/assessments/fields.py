"""Fields of the form: answers to fields, and what was posted back to answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from fairgate.assessment import Template
from fairgate.assessment.questions import Question
from fairgate.assessment.typed import NOT_APPLICABLE, Mistake, typed
from fairgate.assessment.values import Cells, NotApplicable, Value
from fairgate.errors import did_you_mean
from fairgate.yamlfile.reader import Path
from jira_app.store.tables import storable

Fields: TypeAlias = Mapping[str, tuple[str, ...]]
"""What stands in each field, by its name; several for boxes that are ticked."""

ANSWER: Final = "a:"
"""Begins the field of an answer: ``a:preflight.screen.change``; of a cell: ``a:id:row:column``."""

WHY_NOT: Final = "n:"
"""Begins the field that says why a question does not apply."""

LONGEST: Final = 4_000
LONGEST_REASON: Final = 1_000


@dataclass(frozen=True)
class Wrong:
    """What does not fit its question.

    Attributes
    ----------
    question : str
        Its id; empty where there is no such question.
    place : str
        Where: ``answers.preflight.harms.table.users``.
    problem, cure : str
        What was found and expected, and what to do.
    """

    question: str
    place: str
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem} ({self.cure})"


@dataclass(frozen=True)
class Heard:
    """Answers that were posted, and all that is wrong with them."""

    values: Mapping[str, Value]
    wrong: tuple[Wrong, ...]


def taken(posted: Iterable[tuple[str, Iterable[str]]]) -> Fields:
    r"""Take the fields of answers from what a browser posted; what is empty is not there.

    Examples
    --------
    >>> taken([("a:x", [" two\r\nlines "]), ("n:x", [" "]), ("csrf_token", ["t"])])
    {'a:x': ('two\nlines',)}
    """
    fields = {
        storable(name): tuple(filter(None, map(_clean, values)))
        for name, values in posted
        if name.startswith((ANSWER, WHY_NOT))
    }
    return {name: values for name, values in fields.items() if values}


def heard(template: Template, fields: Fields) -> Heard:
    """Check posted answers as those of a file are checked: unknown questions, types, lengths."""
    given: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, said in fields.items():
        about = name[len(ANSWER) :].partition(":")[0]
        given.setdefault(about, []).append((name, said))
    wrong = [*_unknown(template, given)]
    values = dict[str, Value]()
    for name, question in template.by_id.items():
        if name in given:
            try:
                values[name] = typed(question, _raw(question, dict(given[name])))
            except Mistake as mistake:
                wrong.append(_wrong(name, mistake.path, *mistake.words))
    return Heard(values, (*wrong, *too_long(values)))


def too_long(values: Mapping[str, Value]) -> Iterator[Wrong]:
    """Find texts that are too long to be read by anybody."""
    for name, value in values.items():
        text, most = value, LONGEST
        path: Path = ()
        if isinstance(value, NotApplicable):
            text, most, path = value.reason, LONGEST_REASON, (NOT_APPLICABLE,)
        if isinstance(text, str) and len(text) > most:
            problem = f"expected at most {most} characters, got {len(text)}"
            yield _wrong(name, path, problem, "shorten it, and link what is longer")


def shown(values: Mapping[str, Value]) -> Fields:
    """Fill the fields with answers.

    Examples
    --------
    >>> shown({"x": ("one", "two"), "y": NotApplicable("no data"), "z": 2.5})
    {'a:x': ('one', 'two'), 'n:y': ('no data',), 'a:z': ('2.5',)}
    """
    return dict(pair for name, value in values.items() for pair in _shown(name, value))


def _shown(name: str, value: Value) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(value, NotApplicable):
        yield f"{WHY_NOT}{name}", (value.reason,)
    elif isinstance(value, Cells):
        for (row, column), choice in value.chosen.items():
            yield f"{ANSWER}{name}:{row}:{column}", (choice,)
    elif isinstance(value, tuple):
        yield f"{ANSWER}{name}", value
    else:
        yield f"{ANSWER}{name}", (f"{value:.15g}" if isinstance(value, float) else value,)


def _raw(question: Question, given: Mapping[str, tuple[str, ...]]) -> Any:
    """Bring what was posted about one question into the form of an answers file."""
    reason = given.get(f"{WHY_NOT}{question.id}")
    said = {name: texts for name, texts in given.items() if name.startswith(ANSWER)}
    if reason:
        if said:
            cure = "keep the answer, or the reason why it does not apply"
            raise Mistake("this is answered, and said not to apply", cure)
        return {NOT_APPLICABLE: reason[0]}
    if question.kind == "matrix":
        return _rows(question, said)
    texts = said.get(f"{ANSWER}{question.id}", ())
    if len(said) > 1 or not texts:
        raise Mistake("only a table of harms has cells", "remove the cells")
    if question.kind == "multiple":
        return list(texts)
    if len(texts) > 1:
        raise Mistake(f"expected one answer, got {len(texts)}", "keep one")
    return _number(texts[0]) if question.kind == "number" else texts[0]


def _rows(question: Question, said: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for name, texts in said.items():
        cell = name[len(f"{ANSWER}{question.id}") :].split(":")[1:]
        if len(cell) != 2 or len(texts) != 1:
            raise Mistake("expected one answer a cell", "choose one in each cell")
        rows.setdefault(cell[0], {})[cell[1]] = texts[0]
    return rows


def _number(text: str) -> float | str:
    """Take a number as it is written everywhere; 1,5 means two things, so it is none."""
    try:
        return float(text)
    except ValueError:
        return text


def _unknown(template: Template, given: Iterable[str]) -> Iterator[Wrong]:
    for name in given:
        if name not in template.by_id:
            hint = did_you_mean(name, template.by_id)
            cure = hint if hint.startswith("did") else f"name a question of {template.id}"
            problem = f"{template.id} {template.version} has no question {name[:80]!r}"
            yield Wrong("", f"answers.{name[:80]}", problem, cure)


def _wrong(name: str, path: Path, problem: str, cure: str) -> Wrong:
    place = ".".join(map(str, ("answers", name, *path)))
    return Wrong(name, place, problem, cure)


def _clean(text: str) -> str:
    return storable(text).replace("\r\n", "\n").replace("\r", "\n").strip()
