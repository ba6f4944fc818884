"""What decides a step: the real tools, run in this process on the learner's files.

Each answers with what is not yet as it should be, a sentence each; nothing is a pass. A file
that the tool refuses is an answer too: its complaint, with place and cure, as learners will
meet it at work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from fairgate.errors import UserError, UserErrors
from fairgate.training.models import Step
from fairgate.training.tools.desk import Desk

__all__ = ["Desk", "decide", "spoilt"]

_WHERE: Mapping[str, str] = MappingProxyType(
    {
        "check": "gate:check",
        "plan": "gate:plan",
        "assess": "assessment:assess",
        "triage": "backlog:triage",
        "checklist": "contents:checklist",
        "rank": "ranks:rank",
        "page": "web:page",
        "rollout": "release:rollout",
        "answers": "reading:answers",
    }
)


def decide(step: Step, desk: Desk) -> tuple[str, ...]:
    """Let a step's tool look at the learner's file.

    Parameters
    ----------
    step : Step
        Of a module that was read.
    desk : Desk
        Where the learner's files are, and what tools need from the world.

    Returns
    -------
    tuple of str
        What is not yet as it should be; empty where the step is passed.
    """
    if changed := _changed(step, desk):
        return tuple(f"{name}: this file has to stay as it was at the start" for name in changed)
    module, _, name = _WHERE[step.tool].partition(":")
    # Loaded when used: a page needs no engine, a policy no HTML.
    tool: Callable[[Step, Desk], tuple[str, ...]] = getattr(
        import_module(f"{__name__}.{module}"), name
    )
    try:
        return tool(step, desk)
    except UserError as error:
        return (desk.seen(str(error)),)
    except UserErrors as several:
        return tuple(desk.seen(str(error)) for error in several.errors)


def spoilt(step: Step, desk: Desk) -> bool:
    """Whether a file has to be copied again: data that were changed, or an answer that is gone."""
    return bool(_changed(step, desk)) or not (desk.folder / step.file).exists()


def _changed(step: Step, desk: Desk) -> list[str]:
    return [name for name in step.unchanged if not desk.same_as_at_start(name)]
