"""Evidence in the store: what was kept of an issue, newest first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select

from fairgate.evidence.strict import TIME_FORMAT
from jira_app.evidence.kept import Kept
from jira_app.store.records import evidence

JUDGED: Final = evidence.c.report["judged"].as_string()
"""When it was judged, as the statement says; the format sorts by time."""

_COLUMNS: Final = tuple(column for column in evidence.c if column.name != "envelope")


def newest(db: Connection, issue: str, policies: Collection[str] = ()) -> tuple[Kept, ...]:
    """Give the trusted evidence that counts: the newest of each policy, by name.

    Newest is what was judged last, as is signed: old evidence that is sent late, or again,
    replaces nothing.

    Parameters
    ----------
    db : sqlalchemy.Connection
        The store.
    issue : str
        Key of the issue.
    policies : collection of str
        SHA-256 of the policies that the project accepts; empty: any.
    """
    wanted = select(evidence.c.id, evidence.c.policy).where(_counts(issue, policies))
    latest: dict[str, int] = {}
    for row in db.execute(wanted.order_by(JUDGED, evidence.c.id)):
        latest[row.policy] = row.id
    if not latest:
        return ()
    chosen = select(*_COLUMNS).where(evidence.c.id.in_(latest.values()))
    return tuple(_kept(row) for row in db.execute(chosen.order_by(evidence.c.policy)))


def all_of(db: Connection, issue: str, limit: int | None = None) -> tuple[Kept, ...]:
    """Give all evidence of an issue, trusted or not, what was judged last first."""
    found = select(*_COLUMNS).where(evidence.c.issue == issue)
    return tuple(map(_kept, db.execute(_latest_first(found).limit(limit))))


def envelope(
    db: Connection,
    issue: str,
    policies: Collection[str] = (),
    *,
    policy: str | None = None,
    model: str | None = None,
) -> str | None:
    """Give the newest trusted envelope of an issue. It is confidential.

    Parameters
    ----------
    db, issue, policies
        As for :func:`newest`.
    policy, model : str, optional
        Only of the policy with this name, only of the model with this SHA-256.
    """
    found = select(evidence.c.envelope).where(_counts(issue, policies))
    if policy is not None:
        found = found.where(evidence.c.policy == policy)
    if model is not None:
        found = found.where(evidence.c.model_digest == model)
    given: str | None = db.scalar(_latest_first(found).limit(1))
    return given


def newest_model(db: Connection, issue: str, policies: Collection[str] = ()) -> str:
    """Give the SHA-256 of the model that trusted evidence scored last; empty if there is none."""
    scored = _counts(issue, policies) & (evidence.c.binding == "scored")
    found = _latest_first(select(evidence.c.model_digest).where(scored))
    return db.scalar(found.limit(1)) or ""


def _counts(issue: str, policies: Collection[str]) -> Any:
    mine = (evidence.c.issue == issue) & evidence.c.trusted
    return mine & evidence.c.policy_digest.in_(policies) if policies else mine


def _latest_first(found: Select[Any]) -> Select[Any]:
    return found.order_by(JUDGED.desc(), evidence.c.id.desc())


def _kept(row: Row[Any]) -> Kept:
    given = dict(row._mapping)  # noqa: SLF001 - public, in spite of its name
    return Kept(**given, judged=seconds(given["report"]["judged"]))


def seconds(judged: str) -> float:
    """Read the time of a statement.

    Examples
    --------
    >>> seconds("1970-01-01T00:01:00Z")
    60.0
    """
    return datetime.strptime(judged, TIME_FORMAT).replace(tzinfo=UTC).timestamp()
