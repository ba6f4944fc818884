"""Taking a risk on: by a product manager, with a reason and an end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, select

from jira_app.records import history
from jira_app.standing import Acceptance
from jira_app.store.records import acceptances
from jira_app.store.records import history as entries
from jira_app.store.tables import storable
from jira_app.store.upsert import insert

ACCEPTED: Final = "risk-accepted"
WITHDRAWN: Final = "risk-acceptance-withdrawn"
SHORTEST: Final = 10
LONGEST: Final = 2_000
"""Characters of a reason."""


def latest_end(now: float) -> date:
    """Give the last day that an acceptance may have: this day in a year.

    Examples
    --------
    >>> latest_end(0.0).isoformat()
    '1971-01-01'
    """
    today = datetime.fromtimestamp(now, UTC).date()
    try:
        return today.replace(year=today.year + 1)
    except ValueError:  # the 29th of February
        return today.replace(year=today.year + 1, day=28)


def check(reason: str, end: str, now: float) -> tuple[float, dict[str, str]]:
    """Check what a form says: when the acceptance ends, and complaints by field.

    It ends with the day that was given, in UTC.
    """
    wrong = complaint(reason)
    errors = {"reason": wrong} if wrong else {}
    today, latest = datetime.fromtimestamp(now, UTC).date(), latest_end(now)
    try:
        last = date.fromisoformat(end)
    except ValueError:
        return 0.0, errors | {"until": _("Give the last day, such as %(day)s.", day=latest)}
    if not today <= last <= latest:
        said = _("Choose a day from today to %(day)s: a year at most.", day=latest)
        return 0.0, errors | {"until": said}
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC)
    return midnight.timestamp(), errors


def complaint(reason: str) -> str:
    """Say what is wrong with a reason; empty: nothing is."""
    if len(reason) < SHORTEST:
        return str(_("Give a reason, in a sentence that a reviewer can follow."))
    if len(reason) > LONGEST:
        return str(_("Shorten the reason to %(most)s characters.", most=LONGEST))
    return ""


def accept(db: Connection, issue: str, *, by: str, reason: str, until: float, now: float) -> None:
    """Take the risk of an issue on, in the place of any acceptance before."""
    facts = {"until": until}
    history.append(db, issue, ACCEPTED, actor=by, at=now, facts=facts, reason=storable(reason))
    words = db.scalar(
        select(entries.c.words)
        .where(entries.c.issue == issue)
        .order_by(entries.c.number.desc())
        .limit(1)
    )
    row = {"by": by, "words": words, "at": now, "until": until}
    new = insert(db, acceptances).values(issue=issue, **row)
    db.execute(new.on_conflict_do_update(index_elements=["issue"], set_=row))


def withdraw(db: Connection, issue: str, *, by: str, reason: str, now: float) -> bool:
    """Take an acceptance back; False if none holds."""
    held = read(db, issue)
    if held is None or not held.holds(now):
        return False
    db.execute(delete(acceptances).where(acceptances.c.issue == issue))
    facts = {"by": held.by, "until": held.until}
    history.append(db, issue, WITHDRAWN, actor=by, at=now, facts=facts, reason=storable(reason))
    return True


def read(db: Connection, issue: str) -> Acceptance | None:
    """Read the acceptance of an issue, ended or not."""
    row = db.execute(select(acceptances).where(acceptances.c.issue == issue)).one_or_none()
    return None if row is None else Acceptance(row.by, row.words, row.at, row.until)
