"""Words and dates that templates show, in the language of whoever looks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask_babel import LazyString, format_date
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


def level(name: str) -> str:
    """Name a level of risk; those of other templates stay as they are."""
    return str(LEVELS.get(name, name))


def state(name: str) -> str:
    """Name the state of an assessment."""
    return str(STATES.get(name, name))


def outcome(name: str) -> str:
    """Name the outcome of a verdict."""
    return str(OUTCOMES.get(name, name))


def date(seconds: float) -> str:
    """Write a day as people do."""
    return str(format_date(_moment(seconds), "medium"))


def iso(seconds: float) -> str:
    """Write a moment for programs, in UTC."""
    return _moment(seconds).isoformat(timespec="seconds")


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
