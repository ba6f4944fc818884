"""Names that only the board has, in the language of whoever looks."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from jira_app.board.line import NOT_NEEDED, NOT_STARTED
from jira_app.pages import words

OWN_STATES: Final[dict[str, LazyString]] = {
    NOT_STARTED: _("not started"),
    NOT_NEEDED: _("not needed"),
}
DUES: Final[dict[str, LazyString]] = {
    "open": _("to be approved by"),
    "overdue": _("overdue since"),
    "held": _("approved until"),
    "ending": _("ending on"),
    "accepted": _("risk accepted"),
}
CHOICES: Final[dict[str, LazyString]] = {
    "overdue": _("overdue"),
    "ending": _("approval ends within 14 days"),
    "accepted": _("risk accepted"),
}
SEVERITIES: Final = (_("nothing"), _("slight"), _("setback"), _("serious"), _("grave"))
"""From 0 to 4, in the words of the pre-flight assessment."""

BANDS: Final[dict[str, tuple[str, LazyString]]] = {
    "none": ("", _("calm")),
    "low": ("level-low", _("watch")),
    "medium": ("level-medium", _("care")),
    "high": ("level-high", _("act")),
}
"""Class and word of each shade of the matrix."""

COLUMNS: Final[dict[str, LazyString]] = {
    "issue": _("Issue"),
    "level": _("Level"),
    "inherent": _("Inherent risk"),
    "residual": _("Residual risk"),
    "state": _("Assessment"),
    "evidence": _("Evidence"),
    "gate": _("Gate"),
    "squad": _("Squad"),
    "owner": _("Owner"),
    "age": _("Age"),
    "due": _("Due"),
}


def state(name: str) -> str:
    """Name the state of an assessment, also where there is none."""
    return str(OWN_STATES[name]) if name in OWN_STATES else words.state(name)


def choice(field: str, value: str) -> str:
    """Name a choice of a filter."""
    if field == "level":
        return words.level(value)
    if field == "state":
        return state(value)
    return str(CHOICES[value]) if field == "due" else value


def said(reason: str) -> str:
    """Say a reason of the gate in the language of whoever looks."""
    template, values = getattr(reason, "template", ""), getattr(reason, "values", {})
    return gettext(template, **values) if template else reason
