"""Words and dates that templates show, in the language of whoever looks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask_babel import LazyString, format_date, format_time, gettext
from flask_babel import lazy_gettext as _

LEVELS: Final[dict[str, LazyString]] = {
    "": _("not assessed"),
    "none": _("none"),
    "low": _("low"),
    "medium": _("medium"),
    "high": _("high"),
}
STATES: Final[dict[str, LazyString]] = {
    "draft": _("draft"),
    "submitted": _("submitted"),
    "approved": _("approved"),
    "changes-requested": _("changes requested"),
    "lapsed": _("lapsed"),
}
OUTCOMES: Final[dict[str, LazyString]] = {
    "pass": _("pass"),
    "warn": _("warning"),
    "unknown": _("unknown"),
    "fail": _("fail"),
}

ROLES: Final[dict[str, LazyString]] = {
    "squad": _("squad"),
    "reviewer": _("reviewer"),
    "product-manager": _("product manager"),
    "trainer": _("trainer"),
    "admin": _("administrator"),
}


def level(name: str) -> str:
    """Name a level of risk; those of other templates stay as they are."""
    return str(LEVELS.get(name, name))


def state(name: str) -> str:
    """Name the state of an assessment."""
    return str(STATES.get(name, name))


def outcome(name: str) -> str:
    """Name the outcome of a verdict."""
    return str(OUTCOMES.get(name, name))


def role(name: str) -> str:
    """Name what somebody does here."""
    return str(ROLES.get(name, name))


def date(seconds: float) -> str:
    """Write a day as people do."""
    pattern = gettext("d MMM y")  # translators: a day, in Unicode's letters: 21 Nov 2026
    return str(format_date(_moment(seconds), pattern))


def moment(seconds: float) -> str:
    """Write a day and a time as people do; in UTC, which it says."""
    time = format_time(_moment(seconds), "HH:mm", rebase=False)
    return f"{date(seconds)}, {time} UTC"


def iso(seconds: float) -> str:
    """Write a moment for programs, in UTC."""
    return _moment(seconds).isoformat(timespec="seconds")


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
