"""Words for people: why something was not done, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.scored import Scored
from jira_app.records.history import FAIRGATE

REFUSALS: Final[dict[Refusal, LazyString]] = {
    Refusal.CHANGED_MEANWHILE: _(
        "Somebody else changed this assessment meanwhile. Nothing of yours was saved. "
        "Load the page again to see the newest answers."
    ),
    Refusal.IS_SUBMITTED: _("It is submitted. Withdraw it to change the answers."),
    Refusal.NOT_OPEN: _("It is submitted or approved already."),
    Refusal.NOT_SUBMITTED: _("It is not waiting for a decision."),
    Refusal.NOTHING_THERE: _("Nobody has begun this assessment."),
    Refusal.MISSING_ANSWERS: _("Answer the required questions first."),
    Refusal.TEMPLATE_CHANGED: _(
        "The questions have changed since it was submitted. Ask for changes, or withdraw it, and "
        "answer the new ones."
    ),
    Refusal.OWN_WORK: _("Somebody who neither began nor submitted it has to decide."),
    Refusal.NOT_A_REVIEWER: _("This level needs a reviewer."),
    Refusal.NOT_NAMED: _("Only the reviewers of this project may decide."),
    Refusal.UNTRAINED: _("Before you may approve, pass this training:"),
    Refusal.NO_REASON: _("Say what has to change, and why."),
    Refusal.WAS_SUBMITTED: _("It was submitted before, so it is kept. Withdraw it, or edit it."),
    Refusal.SWITCHED_OFF: _("An administrator has switched fairgate off for this project."),
    Refusal.NOT_SIGNED: _(
        "The approval could not be signed, so nothing was decided. Ask an administrator to look "
        "at the signing key."
    ),
}

EVENTS: Final[dict[str, LazyString]] = {
    "assessment-saved": _("changed answers"),
    "assessment-submitted": _("submitted it"),
    "assessment-withdrawn": _("withdrew it"),
    "assessment-approved": _("approved it"),
    "assessment-changes-requested": _("asked for changes"),
    "assessment-lapsed": _("let the approval lapse"),
    "assessment-linked": _("linked a model"),
    "assessment-published": _("showed it in the register"),
    "assessment-unpublished": _("took it out of the register"),
    "assessment-discarded": _("discarded the draft"),
    "checklist-ticked": _("changed ticks"),
}

WHY: Final[dict[str, LazyString]] = {
    "answers": _("answers changed"),
    "model": _("evidence names another model"),
    "template": _("the questions have a new version"),
    "until": _("its time was over"),
}


def refusal(
    refused: Refused,
    scored: Scored | None = None,
    modules: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Say why a step was not taken, and about what: questions, or training modules."""
    said = gettext(str(REFUSALS[refused.why]))
    return f"{said} {'; '.join(_names(refused, scored, modules))}" if refused.names else said


def module(name: str, modules: Mapping[str, str]) -> str:
    """Name a training module; administrators have to look at one that is there no longer."""
    title = modules.get(name)
    if title is None:
        said = gettext("%(name)s (there is no such module; ask an administrator)", name=name)
        return str(said)
    return f"{name} {title}"


def event(name: str) -> str:
    """Name what happened."""
    return str(EVENTS.get(name, name))


def progress(answered: int, asked: int) -> str:
    """Say how far a form is."""
    return str(gettext("%(answered)s of %(asked)s answered", answered=answered, asked=asked))


def who(names: dict[str, str]) -> Callable[[str], str]:
    """Make what names whoever did something."""

    def named(actor: str) -> str:
        if actor == FAIRGATE or actor.startswith("ci:"):
            return actor
        return names.get(actor) or gettext("erased")

    return named


def _names(refused: Refused, scored: Scored | None, modules: Mapping[str, str]) -> Iterator[str]:
    if refused.why is Refusal.UNTRAINED:
        yield from (module(name, modules) for name in refused.names)
        return
    for name in refused.names:
        known = scored.template.by_id.get(name) if scored else None
        yield known.text if known else name
