"""Take back one move of one issue, once, whoever dies meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, Protocol

from jira_app.jira import JiraError, Trail, Transition

REVERT: Final = "revert"
"""Kind of the parcels that carry :class:`Back`."""

Outcome = Literal["reverted", "stuck", "stale"]


@dataclass(frozen=True)
class Back:
    """A move to take back.

    Attributes
    ----------
    move : str
        Jira's id of it.
    status : str
        Where it led, and where the issue must still be.
    back, back_id : str
        Name and id of the status it came from.
    body : dict
        What to say, in ADF.
    """

    move: str
    status: str
    back: str
    back_id: str
    body: dict[str, Any]

    @property
    def marker(self) -> str:
        """Of the comment."""
        return f"reverted-{self.move}"

    @property
    def facts(self) -> dict[str, str]:
        """For the history."""
        return {"move": self.move, "from": self.status, "to": self.back}

    def as_json(self) -> dict[str, Any]:
        """Write it for the outbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Back:
        """Read what :meth:`as_json` wrote."""
        return cls(**data)


class Workflow(Protocol):
    """What is asked of :class:`jira_app.jira.JiraClient`."""

    def trail(self, key: str) -> Trail:
        """Read where an issue is, and how it came there."""

    def transitions(self, key: str) -> tuple[Transition, ...]:
        """Read the steps that may be taken now."""

    def transition(self, key: str, transition_id: str) -> None:
        """Take a step."""

    def account(self) -> str:
        """Give the id of the app's own account."""


def put_back(jira: Workflow, key: str, back: Back, keep: Callable[[], None]) -> Outcome:
    """Move an issue to where it came from, unless somebody did, or it went on.

    Parameters
    ----------
    jira : Workflow
        The client.
    key : str
        The issue.
    back : Back
        The move.
    keep : callable
        Makes sure, before anything is changed, that the work is still ours.

    Returns
    -------
    str
        ``reverted`` (now, or by an earlier try), ``stuck`` (no step leads back, or its own rules
        refuse), ``stale`` (the issue is elsewhere by now).

    Raises
    ------
    JiraError
        Jira is away or refuses everything; to be tried again.
    """
    try:
        trail = jira.trail(key)
    except JiraError as error:
        if error.kind == "gone":
            return "stale"
        raise
    places = [place for place, move in enumerate(trail.moves) if move.id == back.move]
    after = trail.moves[places[0] + 1 :] if places else ()
    if after:
        ours = after[0].author == jira.account() and after[0].after == back.back
        return "reverted" if ours else "stale"
    if not places or trail.status != back.status:
        return "stale"
    step = _leading_to(jira.transitions(key), back)
    if step is None:
        return "stuck"
    keep()
    try:
        jira.transition(key, step.id)
    except JiraError as error:
        if error.kind == "invalid":  # a rule or a screen of that transition
            return "stuck"
        raise
    return "reverted"


def _leading_to(steps: tuple[Transition, ...], back: Back) -> Transition | None:
    """Choose a step by the status it leads to: by id, else by name."""
    by_id = (each for each in steps if back.back_id and each.to_id == back.back_id)
    by_name = (each for each in steps if each.to == back.back)
    return next(by_id, next(by_name, None))
