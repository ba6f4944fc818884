"""Sentences that only administrators read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from jira_app.access import Role
from jira_app.admin import letters, people, projects

ROLES: Final[dict[Role, LazyString]] = {
    Role.SQUAD: _("squad: fills in assessments"),
    Role.REVIEWER: _("reviewer: approves them or asks for changes"),
    Role.PRODUCT_MANAGER: _("product manager: accepts risks"),
    Role.TRAINER: _("trainer: runs training modules"),
    Role.ADMIN: _("administrator: sees and changes these pages"),
}
SHORT: Final[dict[Role, LazyString]] = {
    Role.SQUAD: _("squad"),
    Role.REVIEWER: _("reviewer"),
    Role.PRODUCT_MANAGER: _("product manager"),
    Role.TRAINER: _("trainer"),
    Role.ADMIN: _("administrator"),
}
SETTINGS: Final[dict[str, LazyString]] = {
    "enabled": _("switched on"),
    "templates": _("forms"),
    "reviewers": _("reviewers"),
    "reviewer_from": _("level that needs a reviewer"),
    "policies": _("policies"),
    "approved_for_days": _("days of an approval"),
    "kept_for_days": _("days of keeping"),
    "approver_requires": _("training of approvers"),
    "gated_statuses": _("gated statuses"),
    "languages": _("languages"),
}
PERMISSIONS: Final[dict[str, LazyString]] = {
    "BROWSE_PROJECTS": _("Browse projects"),
    "EDIT_ISSUES": _("Edit issues"),
    "ADD_COMMENTS": _("Add comments"),
}
ERRORS: Final[dict[str, LazyString]] = {
    "gone": _("Jira does not show this project to the app. Give its account access, or rename it."),
    "forbidden": _("Jira refuses the app's account. Check its token and its access."),
    "invalid": _("Jira knows no project of this key."),
    "throttled": _("Jira asks to be asked less often. Load the page again in a minute."),
    "down": _("Jira does not answer. Load the page again in a minute."),
    "conflict": _("Jira was busy with the same thing. Load the page again."),
    "not-asked": _("Not asked, because Jira did not answer before."),
}


@dataclass(frozen=True)
class Change:
    """One entry of the chain."""

    at: float
    actor: str
    event: str
    facts: Mapping[str, Any]


def said(change: Change, names: Mapping[str, str]) -> str:
    """Say what was changed."""
    facts = change.facts
    if change.event == projects.CHANGED:
        changed = ", ".join(str(SETTINGS.get(name, name)) for name in facts["changed"])
        what = changed or gettext("set up")
        return str(gettext("Project %(project)s: %(what)s", project=facts["project"], what=what))
    if change.event == people.CHANGED:
        name = names.get(facts["person"]) or gettext("somebody whose data was erased")
        roles = ", ".join(role(each) for each in facts["after"]) or gettext("none")
        return str(gettext("Roles of %(name)s: %(roles)s", name=name, roles=roles))
    if change.event == letters.REPLAYED:
        return str(gettext("Dead letters replayed: %(count)s", count=facts["count"]))
    return change.event


def role(name: str) -> str:
    """Name a role."""
    return str(SHORT[Role(name)]) if name in set(Role) else name
