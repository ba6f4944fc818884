"""A cohort, read out of a form: a new one, or another name and day."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from jira_app.store.tables import storable

Form: TypeAlias = MultiDict[str, str]

LONGEST: Final = 200
"""Characters of a name."""

DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NONCE: Final = re.compile(r"[0-9a-f]{32}")
"""What names a form, so that one sent twice makes one cohort."""


@dataclass(frozen=True)
class Meant:
    """What a form says; complaints are by the name of the field."""

    name: str
    day: str
    modules: tuple[str, ...]
    errors: dict[str, str]


def read_form(form: Form, known: Collection[str]) -> Meant:
    """Read the form of a new cohort.

    Parameters
    ----------
    form : MultiDict
        As it was posted.
    known : collection of str
        Ids of the modules there are, in order.
    """
    chosen = form.getlist("modules")
    modules = tuple(module for module in known if module in chosen)
    meant = read_change(form, modules)
    lacks = {} if modules else {"modules": _("Choose at least one module.")}
    return replace(meant, errors={**meant.errors, **lacks})


def read_change(form: Form, modules: tuple[str, ...]) -> Meant:
    """Read name and day; the modules of a cohort stay as they are."""
    errors: dict[str, str] = {}
    name = " ".join(storable(form.get("name", "")).split())
    if not name:
        errors["name"] = _("Give the group a name.")
    elif len(name) > LONGEST:
        errors["name"] = _("A name may have %(most)s characters at most.", most=LONGEST)
    day = form.get("day", "").strip()
    if not _is_day(day):
        errors["day"] = _("Give the day on which you meet, such as 2026-11-22.")
    return Meant(name, day, modules, errors)


def nonce(form: Form) -> str:
    """Read what names the form; empty: it names nothing."""
    found = form.get("form", "")
    return found if NONCE.fullmatch(found) else ""


def _is_day(text: str) -> bool:
    try:
        return bool(DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
