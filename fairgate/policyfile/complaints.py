"""What pydantic finds wrong with a policy, as sentences: place, value, expectation, cure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from fairgate.errors import did_you_mean
from fairgate.policyfile.modelerrors import model_error
from fairgate.policyfile.schema import description, known_keys
from fairgate.policyfile.wording import SENTENCES
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


def complaints(error: ValidationError, data: Any) -> tuple[Complaint, ...]:
    """Turn what pydantic found into complaints, one for each thing to mend.

    Parameters
    ----------
    error : ValidationError
        Of :class:`fairgate.policy.Policy`.
    data : Any
        What was validated.

    Examples
    --------
    >>> from fairgate.policy import Policy
    >>> data = {"version": 1, "nmae": "x", "columns": 3, "groups": ["race"], "rules": []}
    >>> try:
    ...     Policy.model_validate(data)
    ... except ValidationError as error:
    ...     for complaint in complaints(error, data):
    ...         print(complaint.path, complaint.problem)
    ('columns',) expected keys (label, prediction, score, row_id, sensitive), got 3
    ('rules',) expected at least one entry, got none
    ('nmae',) unknown key
    """
    faults = [
        _fault(item["loc"], item["type"], item.get("ctx", {}), data) for item in error.errors()
    ]
    remaining = list(_one_for_each_choice(faults))
    misspelt = {_meant(fault.path) for fault in remaining if fault.kind == "extra_forbidden"}
    return tuple(
        _complaint(fault)
        for fault in remaining
        if fault.kind != "missing" or fault.path not in misspelt
    )


def _meant(path: Path) -> Path:
    """Path of the known key that an unknown one comes nearest to."""
    close = difflib.get_close_matches(str(path[-1]), known_keys(path[:-1]), n=1)
    return (*path[:-1], *close)


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


def _complaint(fault: _Fault) -> Complaint:
    if fault.kind == "missing":
        *parent, key = fault.path
        cure = f"add {key}: {description(fault.path)}"
        return Complaint(tuple(parent), f"{key} is missing", cure)
    if fault.kind == "extra_forbidden":
        hint = did_you_mean(str(fault.path[-1]), known_keys(fault.path[:-1]))
        return Complaint(fault.path, "unknown key", hint)
    if fault.kind == "value_error":
        return Complaint(*model_error(fault.path, str(fault.context["error"]), fault.value))
    sentence = SENTENCES.get(fault.kind, SENTENCES["no_branch"])
    return Complaint(fault.path, *sentence(fault.path, fault.value))
