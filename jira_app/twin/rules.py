"""Rules that are attached to transitions while the twin runs, as administrators do in Jira."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from jira_app.twin.model import Step, Validator
from jira_app.twin.refusal import Refusal
from jira_app.twin.site import Site
from jira_app.twin.workflow import field_is

MESSAGE = "The fairness gate of this issue is closed."


@dataclass(frozen=True)
class Rule:
    """A field must equal a value; an empty one refuses.

    Attributes
    ----------
    transition : str
        Id of the transition.
    field : str
        Id of a select list, or of a field that only the app sets.
    equals : str
        The value that lets pass.
    message : str
        What the person who tries reads otherwise.
    kind : str
        ``validator``: asked when somebody tries, refuses with the message (400, before anything
        moves); ``condition``: the transition is not even shown.
    """

    transition: str
    field: str
    equals: str = "open"
    message: str = MESSAGE
    kind: Literal["validator", "condition"] = "validator"

    def __post_init__(self) -> None:
        texts = (self.transition, self.field, self.equals, self.message)
        if self.kind not in {"validator", "condition"} or not all(
            isinstance(text, str) and text for text in texts
        ):
            raise ValueError(self)


def attach(site: Site, rule: Rule) -> None:
    """Attach a rule to its transition, beside those that are there."""
    step = site.steps.get(rule.transition)
    if step is None or rule.field not in site.fields:
        raise Refusal(400, "There is no such transition or no such field.")
    asked: Validator = field_is(rule.field, (rule.equals,), rule.message)
    with site.lock:
        site.steps[step.id] = _with(step, asked, rule.kind)


def detach(site: Site) -> None:
    """Take all rules and conditions off all transitions."""
    with site.lock:
        for step in list(site.steps.values()):
            site.steps[step.id] = replace(step, validators=(), conditions=())


def _with(step: Step, asked: Validator, kind: str) -> Step:
    if kind == "condition":
        return replace(step, conditions=(*step.conditions, asked))
    return replace(step, validators=(*step.validators, asked))
