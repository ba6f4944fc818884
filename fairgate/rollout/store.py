"""The ledger: flags that are kept, their log, papers, and who is at work.

The log is append-only, one chain of hashes a flag: what was decided cannot be altered unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, insert, select, update

from fairgate import chain
from fairgate.database import one_at_a_time
from fairgate.evidence.canonical import digest
from fairgate.rollout import tables
from fairgate.rollout.decision import Emergency, Progress
from fairgate.rollout.plan import Ramp
from fairgate.rollout.protection import Protection

_CHAINED: Final = tables.log.c[
    "name", "number", "at", "actor", "event", "facts", "previous", "hash"
]
"""What the hash of a line is over, and the hash."""


@dataclass(frozen=True)
class Entry:
    """One line of the log.

    Attributes
    ----------
    number : int
        1, 2, 3 and so on, a flag.
    at : float
        Seconds since 1970.
    actor : str
        Who: a person, ``fairgate``, or a user of the flag server.
    event : str
        Such as ``opened``, ``closed``, ``granted``, ``undone``.
    facts : mapping
        What.
    """

    number: int
    at: float
    actor: str
    event: str
    facts: Mapping[str, Any]


class Ledger:
    """The hook's store; every method is one transaction, unless called with a connection.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        From :func:`fairgate.rollout.tables.open_ledger_engine`.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Begin a transaction, for what belongs together."""
        with self.engine.begin() as db:
            yield db

    def get(self, name: str) -> Protection | None:
        """Read a flag that is kept, by ``flag@environment``; None if it is not kept."""
        with self.engine.connect() as db:
            row = db.execute(
                select(tables.protections.c.document).where(tables.protections.c.name == name)
            ).one_or_none()
        return None if row is None else _protection(row.document)

    def all(self) -> tuple[Protection, ...]:
        """Read every flag that is kept, by name."""
        with self.engine.connect() as db:
            rows = db.execute(
                select(tables.protections.c.document).order_by(tables.protections.c.name)
            )
            return tuple(_protection(row.document) for row in rows)

    def save(self, db: Connection, protection: Protection, now: float) -> None:
        """Write a flag that is kept, in the transaction of what changed it."""
        where = tables.protections.c.name == protection.name
        row = {"document": _document(protection), "changed": now}
        if not db.execute(update(tables.protections).where(where).values(**row)).rowcount:
            db.execute(insert(tables.protections).values(name=protection.name, **row))

    def append(
        self,
        db: Connection,
        name: str,
        event: str,
        *,
        actor: str,
        at: float,
        facts: Mapping[str, Any] | None = None,
    ) -> int:
        """Add a line to a flag's log, in the transaction of what it tells; give its number."""
        one_at_a_time(db, name)
        last = db.execute(
            select(tables.log.c.number, tables.log.c.hash)
            .where(tables.log.c.name == name)
            .order_by(tables.log.c.number.desc())
            .limit(1)
        ).one_or_none()
        facts = dict(facts or {})
        entry = {"name": name, "at": at, "actor": actor, "event": event, "facts": facts}
        row = chain.linked(entry, last)
        db.execute(insert(tables.log).values(row))
        return int(row["number"])

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Read a flag's log, oldest first."""
        with self.engine.connect() as db:
            rows = db.execute(
                select(tables.log).where(tables.log.c.name == name).order_by(tables.log.c.number)
            )
            return tuple(Entry(row.number, row.at, row.actor, row.event, row.facts) for row in rows)

    def broken_at(self, name: str) -> int | None:
        """Check a flag's chain; the first line that does not hold, or None."""
        rows = select(*_CHAINED).where(tables.log.c.name == name).order_by(tables.log.c.number)
        with self.engine.connect() as db:
            return chain.broken_at(row._asdict() for row in db.execute(rows))

    def add_paper(self, name: str, kind: str, envelope: bytes, now: float) -> None:
        """Keep an envelope that somebody handed over; twice is once."""
        row = {"digest": digest(envelope), "name": name, "kind": kind}
        known = [getattr(tables.papers.c, key) == value for key, value in row.items()]
        with self.engine.begin() as db:
            if db.execute(select(tables.papers.c.digest).where(*known)).first() is None:
                db.execute(insert(tables.papers).values(**row, envelope=envelope, added=now))

    def papers(self, name: str, kind: str) -> tuple[bytes, ...]:
        """Read the envelopes of a kind that were handed over with a flag, newest first."""
        mine = (tables.papers.c.name == name, tables.papers.c.kind == kind)
        with self.engine.connect() as db:
            rows = db.execute(
                select(tables.papers.c.envelope).where(*mine).order_by(tables.papers.c.added.desc())
            )
            return tuple(bytes(row.envelope) for row in rows)

    def mark(self, name: str) -> int:
        """Say how far somebody else's log was read."""
        with self.engine.connect() as db:
            found = db.scalar(select(tables.marks.c.number).where(tables.marks.c.name == name))
        return int(found or 0)

    def set_mark(self, db: Connection, name: str, number: int) -> None:
        """Note how far somebody else's log was read."""
        where = tables.marks.c.name == name
        if not db.execute(update(tables.marks).where(where).values(number=number)).rowcount:
            db.execute(insert(tables.marks).values(name=name, number=number))

    def hold(self, name: str, holder: str, now: float, lease: float) -> bool:
        """Take a lock, or keep it; False while another holds it.

        Its time is counted by the clocks of those who hold it, which may differ by less than
        ``lease``.
        """
        table = tables.locks
        with self.engine.begin() as db:
            row = db.execute(
                select(table.c.holder, table.c.until).where(table.c.name == name).with_for_update()
            ).one_or_none()
            if row is None:
                return _first(db, {"name": name, "holder": holder, "until": now + lease})
            if row.holder != holder and row.until > now:
                return False
            mine = update(table).where(table.c.name == name)
            db.execute(mine.values(holder=holder, until=now + lease))
            return True

    def holder(self, name: str) -> tuple[str, float] | None:
        """Say who holds a lock, or held it last, and until when; None if nobody does."""
        table = tables.locks
        with self.engine.connect() as db:
            row = db.execute(
                select(table.c.holder, table.c.until).where(table.c.name == name)
            ).one_or_none()
        return None if row is None else (row.holder, row.until)

    def let_go(self, name: str, holder: str) -> None:
        """Give a lock back, so that the one that stands by need not wait."""
        table = tables.locks
        with self.engine.begin() as db:
            db.execute(delete(table).where(table.c.name == name, table.c.holder == holder))


def _first(db: Connection, row: Mapping[str, Any]) -> bool:
    """Take a lock that nobody ever held; of two at once, one does."""
    from sqlalchemy.dialects import postgresql, sqlite  # noqa: PLC0415 - for this statement only

    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    new = dialect.insert(tables.locks).values(**row).on_conflict_do_nothing()
    return bool(db.execute(new).rowcount)


def _document(protection: Protection) -> dict[str, Any]:
    return {**asdict(protection), "ramp": protection.ramp.model_dump(mode="json")}


def _protection(document: Mapping[str, Any]) -> Protection:
    emergency = document["emergency"]
    return Protection(
        **{
            **document,
            "ramp": Ramp.model_validate(document["ramp"]),
            "progress": Progress(**document["progress"]),
            "emergency": Emergency(**emergency) if emergency else None,
        }
    )
