"""What happened to an issue, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Connection, select

from jira_app.assessments.timeline import Moment, timeline
from jira_app.pages import words
from jira_app.records import history
from jira_app.store.records import people

EVENTS: Final[dict[str, LazyString]] = {
    "risk-changed": _l("The risk changed"),
    "risk-overridden": _l("The risk was set by hand"),
    "override-withdrawn": _l("The risk is the app's to say again"),
    "risk-accepted": _l("The risk was accepted"),
    "risk-acceptance-withdrawn": _l("The acceptance of the risk was withdrawn"),
    "assessment-saved": _l("The assessment was changed"),
    "assessment-submitted": _l("The assessment was submitted"),
    "assessment-withdrawn": _l("The assessment was taken back"),
    "assessment-approved": _l("The assessment was approved"),
    "assessment-changes-requested": _l("Changes to the assessment were asked for"),
    "assessment-lapsed": _l("The approval lapsed"),
    "assessment-linked": _l("The assessment was linked to a model"),
    "assessment-published": _l("The assessment was put into the register"),
    "assessment-unpublished": _l("The assessment was taken out of the register"),
    "assessment-discarded": _l("The draft of the assessment was thrown away"),
    "checklist-ticked": _l("A checklist was changed"),
    "evidence-stored": _l("Evidence came in"),
    "rollout-decided": _l("The feature-flag hook reported"),
    "gate-opened": _l("The gate opened"),
    "gate-closed": _l("The gate closed"),
    "transition-reverted": _l("A step in the workflow was taken back"),
    "transition-held": _l("A step in the workflow was not allowed"),
    "records-expired": _l("Old answers and evidence were deleted"),
}

WORDS: Final[dict[str, Callable[[str], str]]] = {
    "risk": words.level,
    "to": lambda name: words.level(name) if name in words.LEVELS else name,
    "level": words.level,
    "outcome": words.outcome,
}
"""Facts that say something to people, and in which words; digests stay in the export."""


@dataclass(frozen=True)
class Happened:
    """One entry of the history, for people.

    Attributes
    ----------
    what : str
        A sentence without its full stop.
    details : tuple of str
        Such as ``high`` or ``fail``.
    who : str
        Name of the person, or what did it.
    at : float
        Seconds since 1970.
    reason : str
        What was written with it; empty where nothing was, or it was erased.
    """

    what: str
    details: tuple[str, ...]
    who: str
    at: float
    reason: str


def tell(db: Connection, issue: str, newest: int | None = None) -> tuple[Happened, ...]:
    """Tell the history of an issue, newest first; saves in a row are told once."""
    moments = timeline(history.read(db, issue))[:newest]
    names = names_of(db, {moment.actor for moment in moments})
    return tuple(_happened(moment, names) for moment in moments)


def names_of(db: Connection, ids: Iterable[str]) -> Mapping[str, str]:
    """Find the names of people; those who were erased, and programs, have none here."""
    wanted = select(people.c.id, people.c.name).where(people.c.id.in_(ids))
    return {row.id: row.name for row in db.execute(wanted) if row.name}


def who(actor: str | None, names: Mapping[str, str]) -> str:
    """Name an actor of the history."""
    if actor in (None, history.FAIRGATE):
        return "fairgate"
    if actor.startswith("jira:"):
        return str(_("somebody in Jira"))
    if actor.startswith("ci:"):
        return str(_("CI, %(name)s", name=actor.removeprefix("ci:")))
    return names.get(actor) or str(_("somebody whose name was erased"))


def _happened(moment: Moment, names: Mapping[str, str]) -> Happened:
    known = EVENTS.get(moment.event)
    what = str(known) if known else moment.event.replace("-", " ").capitalize()
    details = tuple(_details(moment.facts))
    return Happened(what, details, who(moment.actor, names), moment.at, moment.reason)


def _details(facts: Mapping[str, object]) -> Iterable[str]:
    for name, word in WORDS.items():
        value = facts.get(name)
        if isinstance(value, str) and value:
            yield word(value)
    until = facts.get("until")
    if isinstance(until, int | float) and until > 0:
        yield _("until %(day)s", day=words.date(until))
