"""How risky an issue is: what triage may look at, and what people decided instead.

Pure: reads and writes nothing. :mod:`jira_app.display` decides what Jira shows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fairgate.triage import Item, RiskFlag
from jira_app.jira import Issue

LABEL: Final = "fairgate-risk-"
LEVELS: Final = ("none", "low", "medium", "high")

Judge = Callable[[Item], RiskFlag]
"""Says what an item's text alone tells; :meth:`fairgate.triage.Triage.flag`."""


@dataclass(frozen=True)
class Override:
    """A person's own decision about the risk, which triage never changes.

    ``account`` is theirs in Jira, if the property names it; who may edit the issue may claim any.
    """

    risk: str
    name: str
    reason: str
    date: str
    account: str = ""


def item(issue: Issue) -> Item:
    """Take from an issue what triage may look at; the app's own labels are not about people."""
    labels = tuple(label for label in issue.labels if not label.startswith(LABEL))
    return Item(
        issue.key, issue.summary, issue.description_text, labels, issue.components, issue.type
    )


def read_override(recorded: Mapping[str, Any] | None) -> Override | None:
    """Read a person's override out of the property; one without name or reason counts for nothing.

    Examples
    --------
    >>> read_override({"override": {"risk": "low", "name": "Ada", "reason": "tested",
    ...                             "date": "2026-11-02"}}).risk
    'low'
    >>> read_override({"override": {"risk": "none", "name": "", "reason": "because"}})
    """
    found = (recorded or {}).get("override")
    if not isinstance(found, dict) or found.get("risk") not in LEVELS:
        return None
    texts = [found.get(name) for name in ("name", "reason", "date")]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        return None
    account = found.get("account")
    named = {"account": account} if isinstance(account, str) else {}
    return Override(found["risk"], *texts, **named)  # type: ignore[arg-type]  # checked above


def risk_of(recorded: Mapping[str, Any] | None, found: RiskFlag) -> str:
    """Give the risk to show: a person's, or else what triage found."""
    override = read_override(recorded)
    return override.risk if override else found.risk
