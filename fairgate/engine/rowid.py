"""Row ids: what pairs a candidate with a baseline, and what must hold of them."""

from __future__ import annotations

from fairgate.engine.coded import CodedTable
from fairgate.engine.columns import Family, SourceColumn
from fairgate.engine.session import Session, reading
from fairgate.errors import UserError

_UNPAIRED = "leave columns.row_id out to compare unpaired"


def join_sql(candidate: CodedTable, baseline: CodedTable, kind: str) -> str:
    """Join two files on their row ids: ``mine`` has attributes and code x, ``theirs`` code y."""
    left, right = _keys(candidate, baseline)
    mine = candidate.select(*candidate.values, f"{left} AS id", f"{candidate.code} AS x")
    theirs = baseline.select(f"{right} AS id", f"{baseline.code} AS y")
    return f"({mine}) AS mine {kind} JOIN ({theirs}) AS theirs ON mine.id = theirs.id"


def check_ids(session: Session, coded: CodedTable) -> None:
    """Refuse row ids that are missing or not unique."""
    column = _id(coded)
    ids = coded.select(f"{column.sql} AS id")
    with reading(coded.source.path):
        missing = session.rows(coded.select(f"count(*) - count({column.sql})"))[0][0]
        repeated = session.rows(
            f"SELECT id::VARCHAR, count(*) FROM ({ids}) "
            "GROUP BY id HAVING count(id) > 1 ORDER BY id LIMIT 1"
        )
    if missing:
        problem = f"{missing:,} {'row has' if missing == 1 else 'rows have'} no row id"
        raise _error(coded, problem, f"give every row an id, or {_UNPAIRED}")
    for value, times in repeated:
        problem = f"row id {value} occurs {times:,} times, it must be unique"
        raise _error(coded, problem, f"name another column in columns.row_id, or {_UNPAIRED}")


def _keys(candidate: CodedTable, baseline: CodedTable) -> tuple[str, str]:
    """Ids as they are where both files type them alike, else as text."""
    left, right = _id(candidate), _id(baseline)
    if left.type == right.type or left.family is right.family is Family.WHOLE:
        return left.sql, right.sql
    return f"{left.sql}::VARCHAR", f"{right.sql}::VARCHAR"


def _id(coded: CodedTable) -> SourceColumn:
    assert coded.row_id is not None
    return coded.row_id


def _error(coded: CodedTable, problem: str, cure: str) -> UserError:
    return UserError(problem, cure, file=coded.source.path, place=f"column {_id(coded).name}")
