"""Read the board: what one person may see, in as many statements for 5,000 issues as for five.

Who may see what is asked first, of all keys in one call, and no connection is held meanwhile:
Jira may be slow, and SQLite has one. Everything afterwards is made from permitted lines alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, case, func, or_, select

from jira_app.assessments.case import State
from jira_app.assessments.shelf import is_assessment
from jira_app.board import line, verdicts
from jira_app.board.line import Line
from jira_app.evidence.shelf import JUDGED
from jira_app.projects import Project, read_projects
from jira_app.standing import decide
from jira_app.store.engine import reading
from jira_app.store.records import acceptances, assessments, evidence, issues, people

Allowed = Callable[[list[str]], frozenset[str]]
"""Of some keys those that the person who asks may see, in one call."""

SEVERITY: Final = ("pass", "warn", "unknown", "fail")
"""Outcomes of a verdict, the worst last."""


@dataclass(frozen=True)
class _Read:
    """Rows about permitted issues, by issue."""

    assessments: Mapping[str, Row[Any]]
    evidence: Mapping[str, tuple[Row[Any], ...]]
    acceptances: Mapping[str, Row[Any]]
    projects: Mapping[str, Project]
    names: Mapping[str, str]


def read_lines(engine: Engine, allowed: Allowed, now: float) -> tuple[Line, ...]:
    """Read the issues that a person may see, by key.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    allowed : callable
        :func:`jira_app.access.allowed`; asked once.
    now : float
        Seconds since 1970.

    Examples
    --------
    >>> import tempfile
    >>> from jira_app.store.engine import database_url, open_engine
    >>> from jira_app.store.tables import metadata
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     engine = open_engine(database_url(f"sqlite:///{folder}/fairgate.db"))
    ...     metadata.create_all(engine)
    ...     found = read_lines(engine, frozenset, 0.0)
    ...     engine.dispose()
    >>> found
    ()
    """
    with reading(engine).connect() as db:
        projects = {project.key: project for project in read_projects(db)}
        off = [key for key, project in projects.items() if not project.enabled]
        shown = select(issues).where(~issues.c.gone, issues.c.project.not_in(off))
        rows = db.execute(shown.order_by(issues.c.key)).all()
    seen = allowed([row.key for row in rows])
    rows = [row for row in rows if row.key in seen]
    if not rows:
        return ()
    with reading(engine).connect() as db:
        read = _read(db, {row.project for row in rows}, projects)
    return tuple(_line(row, read, now) for row in rows)


def read_line(db: Connection, issue: str, now: float) -> Line | None:
    """Read one issue; None if it is not on the board. Ask first whether it may be seen."""
    shown = select(issues).where(issues.c.key == issue, ~issues.c.gone)
    row = db.execute(shown).one_or_none()
    if row is None:
        return None
    projects = {project.key: project for project in read_projects(db)}
    if not projects.get(row.project, Project(row.project)).enabled:
        return None
    return _line(row, _read(db, {row.project}, projects, issue), now)


def names_of(db: Connection, ids: Collection[str]) -> dict[str, str]:
    """Give the names of people by their ids; those who were erased have none."""
    wanted = select(people.c.id, people.c.name).where(people.c.id.in_(sorted(ids)))
    return {row.id: row.name for row in db.execute(wanted.where(people.c.erased.is_(None)))}


def _read(
    db: Connection, within: Collection[str], projects: Mapping[str, Project], issue: str = ""
) -> _Read:
    return _Read(
        assessments={row.issue: row for row in _assessments(db, within, issue)},
        evidence=_grouped(_evidence(db, within, projects, issue)),
        acceptances={row.issue: row for row in _acceptances(db, within, issue)},
        projects=projects,
        names={row.account: row.name for row in db.execute(_NAMES)},
    )


_NAMES = select(people.c.account, people.c.name).where(
    people.c.account != "", people.c.erased.is_(None)
)


def _assessments(db: Connection, within: Collection[str], issue: str) -> Iterable[Row[Any]]:
    """Read assessments without what is large; of each issue the last is the one it stands on.

    That is the order of :func:`jira_app.assessments.shelf.current`, turned round.
    """
    short = [column for column in assessments.c if column.name not in verdicts.LARGE]
    approved = case((assessments.c.state == State.APPROVED.value, 1), else_=0)
    found = select(*short).where(is_assessment(), *_where(assessments, within, issue))
    order = (approved.desc(), assessments.c.created, assessments.c.id.desc())
    return db.execute(found.order_by(*order))


def _evidence(
    db: Connection, within: Collection[str], projects: Mapping[str, Project], issue: str
) -> Iterable[Row[Any]]:
    """Read what counts: trusted, accepted by the project, judged last of its policy."""
    order = func.row_number().over(
        partition_by=(evidence.c.issue, evidence.c.policy),
        order_by=(JUDGED.desc(), evidence.c.id.desc()),
    )
    short = [column for column in evidence.c if column.name not in {"envelope", "report"}]
    found = (
        select(*short, JUDGED.label("judged"), order.label("place"))
        .where(evidence.c.trusted, *_where(evidence, within, issue), *_accepted(within, projects))
        .subquery()
    )
    kept = [column for column in found.c if column.name != "place"]
    return db.execute(select(*kept).where(found.c.place == 1).order_by(found.c.policy))


def _accepted(
    within: Collection[str], projects: Mapping[str, Project]
) -> Iterable[ColumnElement[bool]]:
    """Leave out, of projects that name their policies, evidence of any other."""
    for key in sorted(within):
        policies = projects[key].policies if key in projects else ()
        if policies:
            yield or_(evidence.c.project != key, evidence.c.policy_digest.in_(policies))


def _acceptances(db: Connection, within: Collection[str], issue: str) -> Iterable[Row[Any]]:
    where = _where(issues, within, issue, key=issues.c.key)
    joined = select(acceptances).join(issues, issues.c.key == acceptances.c.issue)
    return db.execute(joined.where(*where))


def _where(
    table: Table, within: Collection[str], issue: str, key: ColumnElement[str] | None = None
) -> tuple[ColumnElement[bool], ...]:
    if issue:
        return ((table.c.issue if key is None else key) == issue,)
    return (table.c.project.in_(sorted(within)),)


def _grouped(rows: Iterable[Row[Any]]) -> Mapping[str, tuple[Row[Any], ...]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.issue].append(row)
    return {issue: tuple(each) for issue, each in found.items()}


def _line(row: Row[Any], read: _Read, now: float) -> Line:
    form = read.assessments.get(row.key)
    proofs = read.evidence.get(row.key, ())
    accepted = read.acceptances.get(row.key)
    found = State(form.state) if form else None
    until = form.until if form else None
    state = line.state_of(found, until, needed=row.needs_assessment, now=now)
    assessed = bool(form and form.level and found is not State.DRAFT)
    project = read.projects.get(row.project, Project(row.project))
    decision = decide(verdicts.standing(row, form, proofs, accepted, project), now)
    return Line(
        key=row.key,
        project=row.project,
        squad=row.squad,
        owner=read.names.get(row.owner, row.owner),
        summary=row.summary,
        status=row.status,
        risk=row.risk,
        level=form.level if form and assessed else row.risk,
        assessed=assessed,
        state=state,
        inherent=form.inherent if form else None,
        residual=form.residual if form else None,
        likelihood=line.cell(form.likelihood if form else None),
        severity=line.cell(form.severity if form else None),
        evidence=max((each.outcome for each in proofs), key=SEVERITY.index, default=""),
        is_open=decision.open,
        reasons=decision.reasons,
        first_seen=row.first_seen,
        due=line.due(state, row.first_seen, until, needed=row.needs_assessment, now=now),
        accepted_until=accepted.until if accepted and accepted.until > now else None,
        template=form.template if form else "",
    )
