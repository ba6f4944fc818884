"""What people did in training, as it is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, Table, delete, select

from jira_app.store.engine import reading
from jira_app.store.training import completions, exercise_reports, quiz_attempts, reading_marks
from jira_app.store.upsert import insert

LARGEST: Final = 2**63 - 1
"""Number up to which databases count."""


_SENT: Final = ("module", "digest", "answers")
"""What a form says; the rest of an attempt follows from it, or from when it came."""


@dataclass(frozen=True)
class Attempt:
    """A quiz, taken once.

    Attributes
    ----------
    person, module, version, digest : str
        Who took which quiz, in which version of the module.
    at : float
        Seconds since 1970.
    answers : mapping of str to sequence of str, or None
        Ids of the chosen options by id of the question; None: kept long enough, and deleted.
    right, total : int
        Questions answered rightly, and all.
    passed : bool
        Whether it was a pass.
    """

    person: str
    module: str
    version: str
    digest: str
    at: float
    answers: Mapping[str, Any] | None
    right: int
    total: int
    passed: bool


@dataclass(frozen=True)
class Completion:
    """The first pass of a module.

    Attributes
    ----------
    id : str
        Number of the certificate.
    person, module, version, digest : str
        Who passed which version of which module.
    at : float
        Seconds since 1970.
    right, total : int
        Questions answered rightly, and all.
    envelope : str or None
        The certificate, signed; None: no key was set up.
    """

    id: str
    person: str
    module: str
    version: str
    digest: str
    at: float
    right: int
    total: int
    envelope: str | None


class SentBefore(Exception):  # noqa: N818 - what happened
    """The form was sent before, about another quiz or with other answers."""


def keep_attempt(db: Connection, attempt: Attempt, nonce: str) -> tuple[int, bool]:
    """Store an attempt, unless the same form was sent before: its number, and whether it is new.

    Raises
    ------
    SentBefore
        If what was sent then is not what is sent now; nothing is stored.
    """
    new = insert(db, quiz_attempts).values(**asdict(attempt), nonce=nonce)
    once = new.on_conflict_do_nothing(index_elements=["person", "nonce"])
    number = db.execute(once.returning(quiz_attempts.c.id)).scalar()
    if number is not None:
        return int(number), True
    here = (quiz_attempts.c.person == attempt.person) & (quiz_attempts.c.nonce == nonce)
    row = db.execute(select(quiz_attempts).where(here)).one()
    before = _attempt(row)
    if any(getattr(before, name) != getattr(attempt, name) for name in _SENT):
        raise SentBefore
    return int(row.id), False


def find_attempt(db: Connection, person: str, number: int) -> Attempt | None:
    """Find an attempt of a person."""
    if number > LARGEST:
        return None
    here = (quiz_attempts.c.id == number) & (quiz_attempts.c.person == person)
    row = db.execute(select(quiz_attempts).where(here)).one_or_none()
    return None if row is None else _attempt(row)


def attempts_of(db: Connection, person: str, module: str | None = None) -> tuple[Attempt, ...]:
    """List a person's attempts, oldest first; of one module, or of all."""
    mine = select(quiz_attempts).where(quiz_attempts.c.person == person)
    if module is not None:
        mine = mine.where(quiz_attempts.c.module == module)
    return tuple(map(_attempt, db.execute(mine.order_by(quiz_attempts.c.id))))


def complete(db: Connection, completion: Completion) -> None:
    """Store a completion, unless the person has one of this module already."""
    new = insert(db, completions).values(asdict(completion))
    db.execute(new.on_conflict_do_nothing(index_elements=["person", "module"]))


def find_completion(db: Connection, number: str) -> Completion | None:
    """Find a completion by the number of its certificate."""
    row = db.execute(select(completions).where(completions.c.id == number)).one_or_none()
    return None if row is None else Completion(*row)


def completions_of(db: Connection, person: str) -> dict[str, Completion]:
    """Give a person's completions by module."""
    rows = db.execute(select(completions).where(completions.c.person == person))
    return {row.module: Completion(*row) for row in rows}


def passed_by(engine: Engine) -> Callable[[str], frozenset[str]]:
    """Make what gives the modules that a person, named by id, has passed."""

    def passed(person: str) -> frozenset[str]:
        with reading(engine).connect() as db:
            mine = select(completions.c.module).where(completions.c.person == person)
            return frozenset(db.scalars(mine))

    return passed


def mark(db: Connection, person: str, module: str, section: str, at: float) -> None:
    """Note where somebody stopped reading."""
    _put(db, reading_marks, person, module, {"section": section, "at": at})


def marks_of(db: Connection, person: str) -> dict[str, tuple[str, float]]:
    """Give where a person stopped reading, and when, by module."""
    rows = db.execute(select(reading_marks).where(reading_marks.c.person == person))
    return {row.module: (row.section, row.at) for row in rows}


def report_exercise(db: Connection, person: str, module: str, at: float | None) -> None:
    """Note a learner's word that an exercise is done; None takes it back."""
    if at is None:
        mine = (exercise_reports.c.person == person) & (exercise_reports.c.module == module)
        db.execute(delete(exercise_reports).where(mine))
    else:
        _put(db, exercise_reports, person, module, {"at": at})


def exercises_of(db: Connection, person: str) -> dict[str, float]:
    """Give when a person said that exercises were done, by module."""
    rows = db.execute(select(exercise_reports).where(exercise_reports.c.person == person))
    return {row.module: row.at for row in rows}


def _put(db: Connection, table: Table, person: str, module: str, row: Mapping[str, Any]) -> None:
    new = insert(db, table).values(person=person, module=module, **row)
    db.execute(new.on_conflict_do_update(index_elements=["person", "module"], set_=dict(row)))


def _attempt(row: Row[Any]) -> Attempt:
    known = row._mapping  # noqa: SLF001 - documented by SQLAlchemy under this name
    return Attempt(**{name: known[name] for name in Attempt.__dataclass_fields__})
