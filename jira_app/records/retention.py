"""What is kept of issues that are gone: for as long as their project says, and no longer.

Then assessments, evidence, rollouts, acceptances and all words are deleted, and the issue's copy
is emptied. The history stays, as hashes with facts, and says at its end what was deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    delete,
    exists,
    false,
    func,
    or_,
    select,
    update,
)

from jira_app.projects import read_projects
from jira_app.records import history as chains
from jira_app.store.engine import reading
from jira_app.store.records import (
    acceptances,
    assessments,
    evidence,
    history,
    issues,
    rollouts,
    words,
)
from jira_app.store.tables import DEAD, inbox, outbox

EXPIRED = "records-expired"
DAY = 24 * 3600.0
BATCH = 50
"""Issues in one transaction, so that nobody waits long for it."""

_DELETED = (assessments, evidence, rollouts, acceptances)
_COPIED = ("summary", "status", "owner", "squad")


@dataclass(frozen=True)
class Counts:
    """What was deleted, or would be.

    Attributes
    ----------
    issues : int
        Issues of which something was.
    assessments, evidence, rollouts, acceptances : int
        Rows.
    texts : int
        What people wrote beside them.

    Examples
    --------
    >>> print(Counts(issues=2, evidence=7) + Counts(issues=1, texts=1))
    issues: 3, assessments: 0, evidence: 7, rollouts: 0, acceptances: 0, texts: 1
    """

    issues: int = 0
    assessments: int = 0
    evidence: int = 0
    rollouts: int = 0
    acceptances: int = 0
    texts: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    def __str__(self) -> str:
        return ", ".join(f"{name}: {count}" for name, count in asdict(self).items())


def expire(engine: Engine, clock: Callable[[], float]) -> Counts:
    """Delete what has been kept long enough; doing it twice is doing it once."""
    total, now = Counts(), clock()
    while True:
        with engine.begin() as db:
            batch = [_expire(db, key, now) for key in _due(db, now, BATCH)]
        total = sum(batch, total)
        if len(batch) < BATCH:
            return total


def due(engine: Engine, now: float) -> dict[str, Counts]:
    """Say which issues have been kept long enough, and what would be deleted of each."""
    with reading(engine).begin() as db:
        return {key: _count(db, key) for key in _due(db, now)}


def _due(db: Connection, now: float, limit: int | None = None) -> list[str]:
    """List gone issues whose time is over and of which anything is left, in order."""
    over = [
        (issues.c.project == each.key) & (issues.c.seen <= now - each.kept_for_days * DAY)
        for each in read_projects(db)
        if each.kept_for_days > 0
    ]
    left = [
        *(issues.c[name] != "" for name in _COPIED),
        *(exists().where(table.c.issue == issues.c.key) for table in _DELETED),
    ]
    gone = select(issues.c.key).where(issues.c.gone, or_(false(), *over), or_(*left))
    ordered = gone.order_by(issues.c.key).limit(limit)
    if limit is not None:  # rows that somebody else has in hand are left for the next time
        ordered = ordered.with_for_update(skip_locked=True)
    return list(db.scalars(ordered))


def _expire(db: Connection, key: str, now: float) -> Counts:
    chains.one_at_a_time(db, key)
    texts = chains.forget(db, _belongs_to(key))
    rows = {each.name: _delete(db, each, each.c.issue == key) for each in _DELETED}
    for box in (inbox, outbox):  # what was given up on may quote the issue
        _delete(db, box, box.c.issue == key, box.c.state == DEAD)
    db.execute(update(issues).where(issues.c.key == key).values(dict.fromkeys(_COPIED, "")))
    facts = {**rows, "texts": texts}
    chains.append(db, key, EXPIRED, actor=chains.FAIRGATE, at=now, facts=facts)
    return Counts(1, **facts)


def _count(db: Connection, key: str) -> Counts:
    rows = {each.name: _size(db, each, each.c.issue == key) for each in _DELETED}
    return Counts(1, **rows, texts=_size(db, words, _belongs_to(key), words.c.text.is_not(None)))


def _belongs_to(key: str) -> ColumnElement[bool]:
    """Whether a text was written in an issue's history, or with the acceptance of its risk."""
    places = (history, acceptances)
    return or_(
        *(words.c.digest.in_(select(each.c.words).where(each.c.issue == key)) for each in places)
    )


def _delete(db: Connection, table: Table, *which: ColumnElement[bool]) -> int:
    return db.execute(delete(table).where(*which)).rowcount


def _size(db: Connection, table: Table, *which: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count()).select_from(table).where(*which)) or 0
