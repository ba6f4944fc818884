"""What was learnt as statements of xAPI 1.0.3, one JSON object a line. Pure.

A learning record store takes the same statement twice and keeps it once: the id of a statement is
made of its content, so nothing is in it that changes while the fact does not, such as how often
somebody has tried. Verbs and types of activities are ADL's; activities are called
``urn:fairgate:training:05``, ``urn:fairgate:training:05:quiz`` and so on, whatever their version.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

from fairgate.training.export.activities import (
    Activity,
    exercise_activity,
    item_activity,
    module_activity,
    quiz_activity,
    response,
)
from fairgate.training.export.learnt import Attempted, Completed
from fairgate.training.models import QuizItem
from fairgate.training.module import Module

Statement: TypeAlias = dict[str, Any]

__all__ = ["Attempted", "Completed", "Statement", "statements", "timestamp"]

_VERBS = "http://adlnet.gov/expapi/verbs/"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fairgate:training")


def statements(
    done: Iterable[Attempted | Completed],
    *,
    actor: Mapping[str, Any],
    modules: Iterable[Module] = (),
) -> str:
    """Tell what somebody did, as JSON lines.

    Each question answered is a statement (``answered``), and so is each attempt (``passed`` or
    ``failed``, with its score) and each end (``completed``). What is told twice is written once.

    Parameters
    ----------
    done : iterable of Attempted or Completed
        What was done, in the order in which it is to be told.
    actor : mapping
        Who, as :func:`~fairgate.training.export.actors.agent` makes it.
    modules : iterable of Module
        Where questions and their options are; an answer to another version of a module, or to a
        module that is not here, is told without them.

    Returns
    -------
    str
        A statement a line; empty where nothing was done.

    Examples
    --------
    >>> from fairgate.training.export.actors import agent
    >>> attempt = Attempted("05", "1.0.0", "Verdicts", date(2026, 11, 20), 8, 10, passed=True)
    >>> line = json.loads(statements([attempt], actor=agent("mailto:amara@example.org")))
    >>> line["verb"]["display"]["en"], line["result"]["score"]["scaled"], line["timestamp"]
    ('passed', 0.8, '2026-11-20T12:00:00Z')
    """
    known = {module.id: module for module in modules}
    told: dict[str, Statement] = {}
    for each in done:
        found = known.get(each.module)
        tell = _attempt(each, found) if isinstance(each, Attempted) else _end(each, found)
        for parts in tell:
            whole = {"actor": dict(actor), **parts}
            name = _name(whole)
            told[name] = {"id": name, **whole}
    return "".join(json.dumps(each, ensure_ascii=True) + "\n" for each in told.values())


def _attempt(attempt: Attempted, module: Module | None) -> Iterator[Statement]:
    whole = module_activity(attempt.module, attempt.title, module)
    quiz = quiz_activity(attempt.module, attempt.title)
    same = module if module is not None and module.outline.version == attempt.version else None
    for item, chosen, asked in _answers(attempt, same):
        around = {"parent": [quiz], "grouping": [whole]}
        said: Statement = {"response": response(chosen, asked)}
        if asked is not None:
            said["success"] = frozenset(chosen) == asked.right
        activity = item_activity(attempt.module, item, same, asked)
        yield _statement(attempt, "answered", activity, said, around)
    score = {
        "scaled": round(attempt.right / attempt.total, 4),
        "raw": attempt.right,
        "min": 0,
        "max": attempt.total,
    }
    result: Statement = {"score": score, "success": attempt.passed, "completion": True}
    verb = "passed" if attempt.passed else "failed"
    yield _statement(attempt, verb, quiz, result, {"parent": [whole]})


def _answers(
    attempt: Attempted, module: Module | None
) -> Iterator[tuple[str, Collection[str], QuizItem | None]]:
    """Go through what was answered, in the order of the quiz where that is known."""
    asked = {item.id: item for item in module.quiz.items} if module else {}
    order = [name for name in asked if name in attempt.answers]
    order += sorted(attempt.answers.keys() - asked.keys())
    for name in order:
        if attempt.answers[name]:
            yield name, attempt.answers[name], asked.get(name)


def _end(end: Completed, module: Module | None) -> Iterator[Statement]:
    whole = module_activity(end.module, end.title, module)
    if end.part == "module":
        yield _statement(end, "completed", whole, {"completion": True}, {})
    else:
        exercise = exercise_activity(end.module, end.title)
        yield _statement(end, "completed", exercise, {"completion": True}, {"parent": [whole]})


def _statement(
    done: Attempted | Completed,
    verb: str,
    activity: Activity,
    result: Statement,
    around: Mapping[str, list[Activity]],
) -> Statement:
    context: Statement = {"platform": "fairgate"}
    if done.version:
        context["revision"] = done.version
    if around:
        context["contextActivities"] = dict(around)
    if done.at is not None and not isinstance(done.at, datetime):
        context["extensions"] = {"urn:fairgate:training:precision": "day"}
    statement = {
        "verb": {"id": _VERBS + verb, "display": {"en": verb}},
        "object": activity,
        "result": result,
        "context": context,
    }
    return statement if done.at is None else {**statement, "timestamp": timestamp(done.at)}


def timestamp(at: datetime | date) -> str:
    """Write a moment as RFC 3339 has it; a day is its noon, which is that day nearly everywhere.

    Examples
    --------
    >>> moment = datetime(2026, 11, 22, 9, 30, 0, 250_000, tzinfo=UTC)
    >>> timestamp(moment), timestamp(date(2026, 1, 2))
    ('2026-11-22T09:30:00.250Z', '2026-01-02T12:00:00Z')
    """
    moment = at if isinstance(at, datetime) else datetime.combine(at, time(12), UTC)
    digits = "milliseconds" if moment.microsecond else "seconds"
    return moment.astimezone(UTC).isoformat(timespec=digits).replace("+00:00", "Z")


def _name(statement: Statement) -> str:
    """Name a statement by what it says; how activities and people are described may change."""
    actor = {key: value for key, value in statement["actor"].items() if key != "name"}
    said = json.dumps({**_bare(statement), "actor": actor}, sort_keys=True)
    return str(uuid.uuid5(_NAMES, said))


def _bare(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _bare(value) for key, value in part.items() if key != "definition"}
    return [_bare(each) for each in part] if isinstance(part, list) else part
