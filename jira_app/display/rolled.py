"""What the flag hook says of a rollout, as far as people on an issue need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jira_app.display.short import NAME, SENTENCE, words


@dataclass(frozen=True)
class Rolled:
    """A decision about a flag in an environment, in the hook's own words.

    Attributes
    ----------
    state : str
        ``open``, ``closed``, or what happened.
    ceiling : str
        Per cent of users, at most; empty if it is not said.
    by, why : str
        Who did it and why; empty if it is not said.
    """

    state: str
    ceiling: str = ""
    by: str = ""
    why: str = ""

    @property
    def decision(self) -> tuple[str, ...]:
        """What makes it another decision; why and when do not, since leases are renewed."""
        return (self.state, self.ceiling, self.by)


def rolled(body: Mapping[str, Any]) -> Rolled:
    """Read what the hook sent; what is not there is left out.

    Examples
    --------
    >>> rolled({"decision": "open", "ceiling": 10, "by": "ann"})
    Rolled(state='open', ceiling='10', by='ann', why='')
    >>> rolled({"open": False, "reasons": ["The approval lapsed."]})
    Rolled(state='closed', ceiling='', by='', why='The approval lapsed.')
    """
    return Rolled(
        state=_first(body, "decision", "state", "action", "event") or _switch(body.get("open")),
        ceiling=_first(body, "ceiling", "percent"),
        by=_first(body, "by", "actor", "who"),
        why=_why(body),
    )


def _first(body: Mapping[str, Any], *names: str) -> str:
    found = (words(body.get(name), NAME) for name in names)
    return next(filter(None, found), "")


def _switch(value: Any) -> str:
    return {True: "open", False: "closed"}.get(value, "") if isinstance(value, bool) else ""


def _why(body: Mapping[str, Any]) -> str:
    reasons = body.get("reasons")
    listed = reasons if isinstance(reasons, list | tuple) else []
    listed = [body.get("why"), *listed]
    return words(" ".join(filter(None, (words(each, SENTENCE) for each in listed))), SENTENCE)
