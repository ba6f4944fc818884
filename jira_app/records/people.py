"""Everything that is held about one person: handed out, and forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, Text, cast, func, or_, select, update

from jira_app.projects import read_projects
from jira_app.records import history as chains
from jira_app.records import learning
from jira_app.store.records import acceptances, assessments, history, issues, people, words

PEOPLE: Final = "people"
"""The history that says who was erased stands under this instead of an issue."""

ERASED: Final = "person-erased"
OPERATOR: Final = "operator"
"""Actor of what is done on the command line."""

_PARTS: Final = ("author", "submitted_by", "decided_by")
_CASE: Final = ("issue", "template", "state", "level", "created", "updated", "submitted", "decided")
_TOLD: Final = ("issue", "number", "at", "actor", "event", "facts")


@dataclass(frozen=True)
class Erasure:
    """What was forgotten.

    Attributes
    ----------
    person : str
        Id, which stays.
    texts : int
        Texts that they had written.
    issues : int
        Issues that named them as owner.
    again : bool
        Whether they had been erased before; then nothing was done.
    """

    person: str
    texts: int = 0
    issues: int = 0
    again: bool = False


def find(db: Connection, who: str) -> tuple[str, ...]:
    """Find people by id, e-mail address or Jira account; somebody may have signed in two ways."""
    if not who:
        return ()
    known = or_(
        people.c.id == who,
        func.lower(people.c.email) == who.lower(),
        people.c.account == who,
    )
    found = select(people.c.id).where(known).order_by(people.c.created, people.c.id)
    return tuple(db.scalars(found))


def export(db: Connection, person: str) -> dict[str, Any]:
    """Give everything that is held about a person, as JSON.

    Parameters
    ----------
    person : str
        Id.

    Returns
    -------
    dict
        ``person`` (the row), ``history`` (entries by or about them), ``words`` (what they wrote),
        ``assessments`` (with answers, where they wrote any), ``acceptances`` (of risks),
        ``issues`` (that they own), ``reviewer_of`` (projects), ``training`` (what they learnt).
        Times are seconds since 1970.

    Raises
    ------
    LookupError
        If there is no such person.
    """
    row = _row(db, person)
    return {
        "person": dict(row),
        "history": _history(db, person),
        "words": _words(db, person),
        "assessments": [_part(case, person) for case in _assessments(db, person)],
        "acceptances": _acceptances(db, person),
        "issues": sorted(db.scalars(select(issues.c.key).where(_owns(row)))),
        "reviewer_of": [each.key for each in read_projects(db) if person in each.reviewers],
        "training": learning.export(db, person),
    }


def erase(db: Connection, person: str, *, by: str, at: float) -> Erasure:
    """Forget a person: name, e-mail, account, sign-in and all they wrote; sessions end.

    The id stays, so that the histories still hold, and a project they reviewed does not open to
    everybody. Answers of assessments stay: they are about a change, and others worked on them.
    All that they learnt goes; see :func:`jira_app.records.learning.erase`.

    Raises
    ------
    LookupError
        If there is no such person.
    """
    chains.one_at_a_time(db, PEOPLE)
    row = _row(db, person)
    if row["erased"] is not None:
        return Erasure(person, again=True)
    owned = db.execute(update(issues).where(_owns(row)).values(owner="")).rowcount
    nobody: Mapping[str, Any] = {
        "issuer": "",
        "subject": person,  # unique beside an issuer, and already known
        "account": "",
        "name": "",
        "email": "",
        "roles": [],
        "erased": at,
    }
    db.execute(update(people).where(people.c.id == person).values(nobody))
    texts = chains.forget(db, words.c.author == person)
    learning.erase(db, person, at)
    chains.append(db, PEOPLE, ERASED, actor=by, at=at, facts={"person": person})
    return Erasure(person, texts, owned)


def _row(db: Connection, person: str) -> RowMapping:
    row = db.execute(select(people).where(people.c.id == person)).mappings().one_or_none()
    if row is None:
        raise LookupError(person)
    return row


def _owns(row: RowMapping) -> Any:
    names = [name for name in (row["account"], row["name"], row["email"]) if name]
    return issues.c.owner.in_(names)


def _history(db: Connection, person: str) -> list[dict[str, Any]]:
    """Read entries by or about a person, with the words that came with them if they are theirs."""
    mine = (words.c.digest == history.c.words) & (words.c.author == person)
    about = cast(history.c.facts, Text).contains(person, autoescape=True)
    rows = _all(
        db,
        select(*(history.c[name] for name in _TOLD), words.c.text.label("words"))
        .outerjoin(words, mine)
        .where(or_(history.c.actor == person, about))
        .order_by(history.c.at, history.c.id),
    )
    return [row for row in rows if row["actor"] == person or _names(row["facts"], person)]


def _words(db: Connection, person: str) -> list[str]:
    written = select(words.c.text).where(words.c.author == person, words.c.text.is_not(None))
    return sorted(db.scalars(written))


def _names(value: Any, person: str) -> bool:
    """Whether a document names somebody, at any depth."""
    if isinstance(value, Mapping):
        return any(_names(each, person) for each in (*value, *value.values()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(_names(each, person) for each in value)
    return bool(value == person)


def _assessments(db: Connection, person: str) -> list[dict[str, Any]]:
    took_part = or_(*(assessments.c[name] == person for name in _PARTS))
    return _all(db, select(assessments).where(took_part).order_by(assessments.c.created))


def _part(case: Mapping[str, Any], person: str) -> dict[str, Any]:
    """Say what somebody did in an assessment; answers only if some may be theirs."""
    did = [name for name in _PARTS if case[name] == person]
    written = {"answers": case["answers"]} if {"author", "submitted_by"} & {*did} else {}
    signed = {"approval": case["envelope"]} if "decided_by" in did and case["envelope"] else {}
    return {"did": did, **{name: case[name] for name in _CASE}, **written, **signed}


def _acceptances(db: Connection, person: str) -> list[dict[str, Any]]:
    told = (acceptances.c.issue, acceptances.c.at, acceptances.c.until, words.c.text.label("words"))
    reasons = select(*told).outerjoin(words, words.c.digest == acceptances.c.words)
    return _all(db, reasons.where(acceptances.c.by == person).order_by(acceptances.c.at))


def _all(db: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(query).mappings()]
