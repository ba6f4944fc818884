"""Activities of xAPI: a module, its quiz with every question, its exercise. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeAlias

from fairgate.training.languages import OURS
from fairgate.training.models import QuizItem
from fairgate.training.module import Module

Activity: TypeAlias = dict[str, Any]

_TYPES = "http://adlnet.gov/expapi/activities/"


def module_activity(name: str, title: str, module: Module | None = None) -> Activity:
    """Describe a module.

    Parameters
    ----------
    name : str
        Its id.
    title : str
        What it is called.
    module : Module, optional
        The module itself, for its language and its summary.

    Examples
    --------
    >>> module_activity("05", "Reading a verdict")["id"]
    'urn:fairgate:training:05'
    """
    found = _activity(name, "module", {_language(module): title})
    if module is not None:
        found["definition"]["description"] = {_language(module): module.outline.summary}
    return found


def quiz_activity(name: str, title: str) -> Activity:
    """Describe the quiz of a module, in words of ours.

    Examples
    --------
    >>> quiz_activity("05", "Reading a verdict")["definition"]["name"]
    {'en': 'Quiz: Reading a verdict'}
    """
    return _activity(f"{name}:quiz", "assessment", {OURS: f"Quiz: {title}"})


def exercise_activity(name: str, title: str) -> Activity:
    """Describe the exercise of a module, in words of ours.

    Examples
    --------
    >>> exercise_activity("05", "Reading a verdict")["definition"]["type"]
    'http://adlnet.gov/expapi/activities/performance'
    """
    return _activity(f"{name}:exercise", "performance", {OURS: f"Exercise: {title}"})


def item_activity(
    name: str, item: str, module: Module | None = None, asked: QuizItem | None = None
) -> Activity:
    """Describe a question of a quiz, with its options where they are known.

    Parameters
    ----------
    name : str
        Id of the module.
    item : str
        Id of the question.
    module : Module, optional
        The module, for its language.
    asked : QuizItem, optional
        The question itself.
    """
    kind = f"{_TYPES}cmi.interaction"
    identity: Activity = {
        "objectType": "Activity",
        "id": f"urn:fairgate:training:{name}:quiz:{item}",
    }
    if asked is None:
        return {**identity, "definition": {"type": kind, "interactionType": "other"}}
    language = _language(module)
    definition = {
        "type": kind,
        "name": {language: asked.text},
        "interactionType": "choice",
        "correctResponsesPattern": [response(asked.right, asked)],
        "choices": [
            {"id": option.id, "description": {language: option.text}} for option in asked.options
        ],
    }
    return {**identity, "definition": definition}


def response(chosen: Collection[str], asked: QuizItem | None = None) -> str:
    """Write chosen options as xAPI does, in the order of the question where it is known.

    Examples
    --------
    >>> response({"who", "decides"})
    'decides[,]who'
    """
    order = [option.id for option in asked.options] if asked else []
    known = [name for name in order if name in chosen]
    return "[,]".join([*known, *sorted(set(chosen) - set(known))])


def _activity(path: str, kind: str, name: dict[str, str]) -> Activity:
    definition: Activity = {"type": _TYPES + kind, "name": name}
    return {
        "objectType": "Activity",
        "id": f"urn:fairgate:training:{path}",
        "definition": definition,
    }


def _language(module: Module | None) -> str:
    return module.outline.language if module else OURS
