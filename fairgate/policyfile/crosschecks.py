"""Checks that need several fields of a policy, or what the words in them stand for."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

from fairgate.metrics import CATALOGUE
from fairgate.policyfile.complaints import Complaint
from fairgate.policyfile.draft import Draft, column_of, mapping
from fairgate.policyfile.groupchecks import GROUP_CHECKS
from fairgate.yamlfile.reader import Path


def cross_check(data: Any) -> tuple[Complaint, ...]:
    """Check a policy file's values against each other.

    Examples
    --------
    >>> data = {"columns": {"sensitive": {"race": "race"}}, "groups": ["rase"]}
    >>> cross_check(data)[0].cure
    'did you mean race?'
    """
    draft = Draft(data)
    return tuple(itertools.chain.from_iterable(check(draft) for check in _CHECKS))


def _version(draft: Draft) -> Iterator[Complaint]:
    version = mapping(draft.data).get("version")
    if version == 1 and isinstance(version, (bool, float)):
        yield Complaint(("version",), f"expected 1, got {str(version).lower()}", "write 1")


def _rule_ids(draft: Draft) -> Iterator[Complaint]:
    first: dict[str, int] = {}
    for path, rule in draft.rules:
        name, at = rule.get("id"), path[1]
        if isinstance(name, str) and isinstance(at, int) and first.setdefault(name, at) != at:
            problem = f"rules[{first[name]}] is called {name} already"
            yield Complaint((*path, "id"), problem, "give each rule a name of its own")


def _scores(draft: Draft) -> Iterator[Complaint]:
    if draft.columns.get("score") is not None:
        return
    prediction = mapping(draft.columns.get("prediction"))
    column = prediction.get("column") if "threshold" in prediction else None
    for path, rule in draft.rules:
        metric = CATALOGUE.get(rule["metric"]) if isinstance(rule.get("metric"), str) else None
        if metric and metric.needs_score:
            cure = f"add score: {column or '<column of scores>'} under columns"
            problem = f"{metric.name} needs scores, and columns.score is not given"
            yield Complaint((*path, "metric"), problem, cure)


def _roles(draft: Draft) -> Iterator[Complaint]:
    """No column may mean two things."""
    columns, sensitive = draft.columns, draft.sensitive
    roles: list[tuple[Path, Any]] = [
        ((role,), columns.get(role)) for role in ("label", "prediction", "score", "row_id")
    ]
    roles += [(("sensitive", name), spec) for name, spec in sensitive.items()]
    for (path, spec), (earlier, other) in itertools.combinations(reversed(roles), 2):
        column = column_of(spec)
        if not column or column != column_of(other) or _may_share(path, spec, earlier, other):
            continue
        cure = "name another column: each has one meaning"
        if (earlier, path) == (("prediction",), ("score",)):
            cure = f"write prediction: {{column: {column}, threshold: 0.5}}"
        problem = f"the column {column} is the {earlier[-1].replace('row_id', 'row id')} already"
        yield Complaint(("columns", *path), problem, cure)


def _may_share(path: Path, spec: Any, earlier: Path, other: Any) -> bool:
    """Allow a score to be cut into decisions, and a column into bins in several ways."""
    if {path, earlier} == {("score",), ("prediction",)}:
        return any("threshold" in mapping(value) for value in (spec, other))
    both_sensitive = path[0] == earlier[0] == "sensitive"
    return both_sensitive and mapping(spec).get("bins") != mapping(other).get("bins")


def _value_limits(draft: Draft) -> Iterator[Complaint]:
    for path, rule in draft.rules:
        low = -1 if rule.get("metric") == "calibration_gap" else 0
        for key, limit in mapping(rule.get("value")).items():
            number = isinstance(limit, (int, float)) and not isinstance(limit, bool)
            if number and math.isfinite(limit) and not low <= limit <= 1:
                cure = f"write a share: {limit / 100:g}" if 1 < limit <= 100 else "mend it"
                problem = f"expected a number from {low} to 1, got {limit}"
                yield Complaint((*path, "value", key), problem, cure)


def _positive(draft: Draft) -> Iterator[Complaint]:
    positive = mapping(draft.columns.get("label")).get("positive")
    if isinstance(positive, float) and not math.isfinite(positive):
        problem = "nothing equals a number that is not finite"
        yield Complaint(
            ("columns", "label", "positive"), problem, "write the value that counts as 1"
        )


def _one_source(draft: Draft) -> Iterator[Complaint]:
    given = mapping(draft.data)
    if isinstance(given.get("predictions"), str) and mapping(given.get("model")):
        problem = "predictions are named as well, and only one of the two can be judged"
        yield Complaint(
            ("model",), problem, "keep model: to have it scored, else keep predictions:"
        )


_CHECKS: tuple[Callable[[Draft], Iterator[Complaint]], ...] = (
    _version,
    _one_source,
    _rule_ids,
    *GROUP_CHECKS,
    _scores,
    _roles,
    _value_limits,
    _positive,
)
