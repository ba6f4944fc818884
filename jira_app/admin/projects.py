"""Settings of projects: from a form, checked, stored, recorded, and made known to the worker."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeAlias
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import Connection, select
from werkzeug.datastructures import MultiDict

from jira_app.access import Person
from jira_app.admin.record import record
from jira_app.projects import Project, read_project, write_project
from jira_app.records import history
from jira_app.store import inbox
from jira_app.store.inbox import Hint
from jira_app.store.records import issues, projects

CHANGED: Final = "project-changed"
Form: TypeAlias = MultiDict[str, str]
KEY: Final = re.compile(r"[A-Z][A-Z0-9_]{1,99}")
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
MODULE: Final = re.compile(r"[^\x00-\x1f]{1,80}")
STATUS: Final = re.compile(r"[^\x00-\x1f]{1,255}")
REVIEWER_FROM: Final = ("none", "low", "medium", "high")
MOST_DAYS: Final = {"approved_for_days": (1, 1_825), "kept_for_days": (0, 36_500)}
SHOWN: Final = frozenset({"enabled", "policies", "gated_statuses"})
"""Settings by which the gates of all issues of a project may change."""


class ChangedMeanwhile(Exception):  # noqa: N818 - what it says to the one who tried
    """Somebody else changed the project since the form was opened."""


@dataclass(frozen=True)
class Known:
    """What may be chosen: ids of templates and of people; training modules by id."""

    templates: Collection[str]
    people: Collection[str]
    modules: Mapping[str, str]


def read_form(form: Form, before: Project, known: Known) -> tuple[Project, dict[str, str]]:
    """Read settings out of a form: what was meant, and complaints by field."""
    errors: dict[str, str] = {}
    chosen = [name for name in form.getlist("templates") if name in known.templates]
    first = form.get("default", "")
    if not chosen:
        errors["templates"] = _("Choose at least one form.")
    elif first not in chosen:
        errors["default"] = _("Choose as the first form one of those that are offered.")
    reviewer_from = form.get("reviewer_from", "")
    if reviewer_from not in REVIEWER_FROM:
        errors["reviewer_from"] = _("Choose a level.")
    meant = replace(
        before,
        enabled=form.get("enabled", "") == "yes",
        templates=tuple(sorted(chosen, key=lambda name: name != first)),
        reviewers=tuple(one for one in form.getlist("reviewers") if one in known.people),
        reviewer_from=reviewer_from,
        policies=_lines(form, "policies", DIGEST, errors),
        approver_requires=_lines(form, "approver_requires", MODULE, errors),
        gated_statuses=_lines(form, "gated_statuses", STATUS, errors),
        approved_for_days=_days(form, "approved_for_days", errors),
        kept_for_days=_days(form, "kept_for_days", errors),
    )
    unknown = [name for name in meant.approver_requires if name not in known.modules]
    if unknown:
        errors.setdefault("approver_requires", _unknown_module(unknown[0], known.modules))
    return meant, errors


def _unknown_module(name: str, modules: Mapping[str, str]) -> str:
    there = "; ".join(f"{each} {title}" for each, title in modules.items())
    said: str = _(
        "There is no training module %(name)s. There are: %(there)s", name=name[:80], there=there
    )
    return said


def _days(form: Form, name: str, errors: dict[str, str]) -> int:
    least, most = MOST_DAYS[name]
    text = form.get(name, "").strip()
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not digits or not least <= int(text) <= most:
        errors[name] = _(
            "Give a number of days from %(least)s to %(most)s.", least=least, most=most
        )
        return least
    return int(text)


def _lines(
    form: Form, name: str, shape: re.Pattern[str], errors: dict[str, str]
) -> tuple[str, ...]:
    given = [line.strip() for line in form.get(name, "").splitlines() if line.strip()]
    wrong = [line for line in given if not shape.fullmatch(line)]
    if wrong:
        said = _("This line is not of the form that is asked for: %(line)s", line=wrong[0][:80])
        errors[name] = said
    return tuple(dict.fromkeys(given))


def stamp(db: Connection, key: str) -> str:
    """Name the version of a project's settings, for a form to carry."""
    updated: float | None = db.scalar(select(projects.c.updated).where(projects.c.key == key))
    return "" if updated is None else repr(updated)


def save(db: Connection, project: Project, seen: str, by: Person, now: float) -> tuple[str, ...]:
    """Store settings; the names of those that changed.

    Parameters
    ----------
    db : sqlalchemy.Connection
        In a transaction.
    project : Project
        What was meant.
    seen : str
        :func:`stamp` of what the form was made from.
    by : Person
        Who changes it.
    now : float
        Seconds since 1970.

    Raises
    ------
    ChangedMeanwhile
        If that is not what is stored any more.
    """
    history.one_at_a_time(db, f"project {project.key}")
    if stamp(db, project.key) != seen:
        raise ChangedMeanwhile
    before = read_project(db, project.key)
    changed = changes(before, project)
    if not changed and seen:
        return ()
    write_project(db, project, now)
    record(db, CHANGED, by, now, {"project": project.key, "changed": changed})
    if SHOWN & changed.keys():
        _look_again(db, project.key, now)
    return tuple(changed)


def changes(before: Project, after: Project) -> dict[str, list[Any]]:
    """Name what differs: before and after, by setting.

    Examples
    --------
    >>> changes(Project("LOAN"), Project("LOAN", kept_for_days=30))
    {'kept_for_days': [0, 30]}
    """
    pairs = {
        field.name: [_plain(getattr(before, field.name)), _plain(getattr(after, field.name))]
        for field in fields(Project)
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _look_again(db: Connection, key: str, now: float) -> None:
    """Have the worker look at every issue of a project: its gate may be another one now."""
    mine: Iterable[str] = db.scalars(
        select(issues.c.key).where(issues.c.project == key, ~issues.c.gone)
    )
    inbox.accept_all(db, [Hint(issue, CHANGED, _new_digest()) for issue in list(mine)], now)


def _new_digest() -> str:
    return hashlib.sha256(uuid4().bytes).hexdigest()
