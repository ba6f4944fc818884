"""What pydantic finds wrong with a document, as sentences: place, value, expectation, cure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from fairgate.errors import did_you_mean
from fairgate.modelfile.shape import Shape
from fairgate.modelfile.wording import SENTENCES, Wording
from fairgate.yamlfile.reader import Path


@dataclass(frozen=True)
class Complaint:
    """Something to mend at a place of the file."""

    path: Path
    problem: str
    cure: str


@dataclass(frozen=True)
class _Fault:
    """One of pydantic's errors, at its path in the file.

    Where the format leaves a choice (a name or a mapping), pydantic reports every branch;
    ``choices`` are the paths of such choices on the way.
    """

    path: Path
    kind: str
    context: Mapping[str, Any]
    value: Any
    choices: tuple[Path, ...]

    def rejects_branch(self, choice: Path) -> bool:
        """Whether it says no more than that the value is not of this branch's type."""
        return self.path == choice and self.kind.endswith("_type")


def model_error(path: Path, message: str, value: Any) -> tuple[Path, str, str]:
    """Give a validator's message its place and its cure: ``key: what is wrong; what to do``.

    Examples
    --------
    >>> model_error(("questions", 0), "choices: there are none; add two", {"choices": []})
    (('questions', 0, 'choices'), 'there are none', 'add two')
    """
    problem, _, cure = message.partition("; ")
    key, colon, rest = problem.partition(": ")
    if colon and isinstance(value, dict) and key in value:
        return (*path, key), rest, cure
    return path, problem, cure


@dataclass(frozen=True)
class Grammar:
    """How to complain about documents of one kind.

    Attributes
    ----------
    shape : Shape
        What may stand where.
    wordings : mapping of str to Wording
        Sentences for pydantic's kinds of errors.
    model_error : callable
        Place, problem and cure of what a validator of several keys said.
    """

    shape: Shape
    wordings: Mapping[str, Wording] = field(default_factory=lambda: SENTENCES)
    model_error: Callable[[Path, str, Any], tuple[Path, str, str]] = model_error

    def complaint(self, fault: _Fault) -> Complaint:
        """Turn one error into something to mend."""
        if fault.kind == "missing":
            *parent, key = fault.path
            cure = f"add {key}: {self.shape.description(fault.path)}"
            return Complaint(tuple(parent), f"{key} is missing", cure)
        if fault.kind == "extra_forbidden":
            hint = did_you_mean(str(fault.path[-1]), self.shape.keys(fault.path[:-1]))
            return Complaint(fault.path, "unknown key", hint)
        if fault.kind == "value_error":
            said = str(fault.context["error"])
            return Complaint(*self.model_error(fault.path, said, fault.value))
        wording = self.wordings.get(fault.kind, self.wordings["no_branch"])
        return Complaint(fault.path, *wording(self.shape, fault.path, fault.value))

    def meant(self, path: Path) -> Path:
        """Path of the known key that an unknown one comes nearest to."""
        close = difflib.get_close_matches(str(path[-1]), self.shape.keys(path[:-1]), n=1)
        return (*path[:-1], *close)


def complaints(error: ValidationError, data: Any, grammar: Grammar) -> tuple[Complaint, ...]:
    """Turn what pydantic found into complaints, one for each thing to mend.

    Parameters
    ----------
    error : ValidationError
        Of the document's model.
    data : Any
        What was validated.
    grammar : Grammar
        Of the document's kind.

    Examples
    --------
    >>> from pydantic import BaseModel
    >>> class Limits(BaseModel, extra="forbid"):
    ...     memory: int
    ...     seconds: int
    >>> try:
    ...     Limits.model_validate({"memroy": 3, "seconds": "x"})
    ... except ValidationError as error:
    ...     for found in complaints(error, {"memroy": 3, "seconds": "x"},
    ...                             Grammar(Shape(Limits.model_json_schema()))):
    ...         print(found.path, found.problem, "-", found.cure)
    ('seconds',) expected a number, got 'x' - write a number such as 0.1
    ('memroy',) unknown key - did you mean memory?
    """
    faults = [
        _fault(item["loc"], item["type"], item.get("ctx", {}), data) for item in error.errors()
    ]
    remaining = list(_one_for_each_choice(faults))
    misspelt = {grammar.meant(fault.path) for fault in remaining if fault.kind == "extra_forbidden"}
    return tuple(
        grammar.complaint(fault)
        for fault in remaining
        if fault.kind != "missing" or fault.path not in misspelt
    )


def _fault(steps: Sequence[str | int], kind: str, context: Mapping[str, Any], data: Any) -> _Fault:
    """Find pydantic's place in the file: names of branches are not part of it."""
    path: Path = ()
    choices: list[Path] = []
    value = data
    for step in steps:
        inside = isinstance(value, dict) and step in value
        if inside or (isinstance(value, list) and isinstance(step, int)):
            path, value = (*path, step), value[step]
        elif step != "[key]":
            choices.append(path)
    if kind == "missing":
        path, choices = (*path, steps[-1]), choices[:-1]
    return _Fault(path, kind, context, value, tuple(choices))


def _one_for_each_choice(faults: Iterable[_Fault]) -> Iterator[_Fault]:
    """Keep the branch that the value was meant for; if there is none, say what may stand there."""
    remaining = list(faults)
    for choice in sorted({choice for fault in remaining for choice in fault.choices}, key=len):
        rejected = [f for f in remaining if choice in f.choices and f.rejects_branch(choice)]
        remaining = [f for f in remaining if f not in rejected]
        if rejected and not any(choice in f.choices for f in remaining):
            remaining.append(_Fault(choice, "no_branch", {}, rejected[0].value, ()))
    yield from remaining
