"""All that the page of one issue shows, read in one go."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from jira_app.display import PROPERTY
from jira_app.evidence.show import Panel, panel_of
from jira_app.issue_page.events import Happened, names_of, tell, who
from jira_app.issue_page.override import Properties
from jira_app.jira import JiraError
from jira_app.pages import words
from jira_app.standing import Decision, Standing, decide, read_standing
from jira_app.store.records import issues
from jira_app.store.records import words as texts
from jira_app.triage import Override, read_override

log = logging.getLogger(__name__)

NEWEST: Final = 5
"""Entries of the history on the first page."""


@dataclass(frozen=True)
class Signal:
    """What in the issue's own words speaks of people, and why it matters."""

    text: str
    why: str


@dataclass(frozen=True)
class Triage:
    """What Jira's property says of the risk.

    Attributes
    ----------
    known : bool
        Whether Jira could be asked.
    triaged : str
        What the app itself said; empty where it has not looked yet.
    signals : tuple of Signal
        Why.
    override : Override or None
        What a person said instead.
    """

    known: bool
    triaged: str = ""
    signals: tuple[Signal, ...] = ()
    override: Override | None = None


@dataclass(frozen=True)
class Overview:
    """One issue.

    Attributes
    ----------
    key, summary, status : str
        As last seen in Jira.
    standing : Standing
        What is known of it.
    decision : Decision
        Whether it may go on.
    reasons : tuple of str
        Why not, in the language of whoever looks.
    triage : Triage
        Why it has its risk.
    evidence : Panel
        Of CI.
    names : mapping
        By id of a person.
    accepted_because : str
        The reason of the acceptance, if there is one and it was not erased.
    happened : tuple of Happened
        The newest entries of the history.
    """

    key: str
    summary: str
    status: str
    standing: Standing
    decision: Decision
    reasons: tuple[str, ...]
    triage: Triage
    evidence: Panel
    names: Mapping[str, str]
    accepted_because: str
    happened: tuple[Happened, ...]

    def who(self, person_id: str | None) -> str:
        """Name a person."""
        return who(person_id, self.names)


def read_overview(db: Connection, issue: str, triage: Triage, now: float) -> Overview:
    """Read all of it; who may see the issue is asked before."""
    standing = read_standing(db, issue, now)
    decision = decide(standing, now)
    seen = db.execute(select(issues).where(issues.c.key == issue)).one_or_none()
    case, accepted = standing.assessment, standing.acceptance
    ids = {accepted.by} if accepted else set[str]()
    ids |= {case.author, case.submitted_by or "", case.decided_by or ""} if case else set()
    because = select(texts.c.text).where(texts.c.digest == accepted.words) if accepted else None
    return Overview(
        issue,
        seen.summary if seen else "",
        seen.status if seen else "",
        standing,
        decision,
        tuple(map(_translated, decision.reasons)),
        triage,
        panel_of(db, issue),
        names_of(db, ids),
        (db.scalar(because) or "") if because is not None else "",
        tell(db, issue, NEWEST),
    )


def read_triage(jira: Properties | None, issue: str) -> Triage:
    """Ask Jira why an issue has its risk; a Jira that is away takes nothing from the page."""
    if jira is None:
        return Triage(known=False)
    try:
        recorded = jira.get_property(issue, PROPERTY) or {}
    except JiraError as error:
        log.warning("signals", extra={"issue": issue, "error": error.kind})
        return Triage(known=False)
    triaged = recorded.get("triaged")
    return Triage(
        known=True,
        triaged=triaged if isinstance(triaged, str) else "",
        signals=tuple(_signals(recorded.get("signals"))),
        override=read_override(recorded),
    )


def _signals(found: Any) -> list[Signal]:
    """Take what has the right shape: any editor of the issue can write the property."""
    listed = found if isinstance(found, list) else []
    shown = [each for each in listed if isinstance(each, dict)]
    return [Signal(str(each.get("text", "")), str(each.get("why", ""))) for each in shown]


def _translated(reason: str) -> str:
    template = getattr(reason, "template", None)
    if template is None:
        return reason
    values = dict(reason.values)  # type: ignore[attr-defined]  # it is a Reason
    if "risk" in values:
        values["risk"] = words.level(values["risk"])
    return str(_(template, **values))
