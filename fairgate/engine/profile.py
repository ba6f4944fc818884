"""A file at a glance, for the starter policy: types, ranges, distinct and frequent values.

One pass estimates how many distinct values each column has; a second one lists the values
of the columns that have few, and a third looks closer at those that may be row ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from fairgate.engine.axis import Axis, Raw
from fairgate.engine.base import Column, Profile
from fairgate.engine.codes import double, is_missing
from fairgate.engine.columns import Family, SourceColumn
from fairgate.engine.session import Session, reading
from fairgate.engine.source import Source
from fairgate.table import Attribute

_FEW, _TOP, _BATCH = 1_000, 20, 32
_NEARLY_UNIQUE = 0.9
_EXACT_ROWS = 1_000_000

Frequent = dict[str, list[tuple[Raw, int]]]
"""For a column's SQL name, its values and their rows, the most frequent first."""


@dataclass(frozen=True)
class _Summary:
    column: SourceColumn
    known: int
    distinct: int
    numbers: int
    whole: int
    low: float | None
    high: float | None

    @property
    def type(self) -> str:
        """The type in the file, or for CSV the narrowest one that every value fits."""
        if not self.column.untyped or not self.known or self.numbers < self.known:
            return self.column.type
        return "BIGINT" if self.whole == self.known else "DOUBLE"


def profile(session: Session, source: Source) -> Profile:
    """Profile every column; distinct values above 1,000 are estimated, those of ids closely."""
    with reading(source.path):
        rows, summaries = _summarise(session, source)
        few = [s.column for s in summaries if s.distinct <= _FEW and s.known]
        few = [column for column in few if column.family is not Family.NESTED]
        frequent = _frequent(session, source, few)
        ids = _count_ids(session, source, rows, [s for s in summaries if _may_be_id(s)])
    return Profile(rows, tuple(_column(rows, summary, frequent, ids) for summary in summaries))


def _summarise(session: Session, source: Source) -> tuple[int, list[_Summary]]:
    measures = [measure for column in source.columns for measure in _measures(column)]
    query = f"SELECT {', '.join(['count(*)', *measures])} FROM {source.relation}"
    rows, *found = session.rows(query)[0]
    width = len(found) // len(source.columns)
    return rows, [
        _Summary(column, *found[i * width : (i + 1) * width])
        for i, column in enumerate(source.columns)
    ]


def _measures(column: SourceColumn) -> list[str]:
    """Expressions for a summary: known, distinct, numbers, whole numbers, lowest, highest."""
    name, value = column.sql, double(column)
    distinct = f"approx_count_distinct({name})"
    if column.family in (Family.WHOLE, Family.DECIMAL):
        ends = [f"min({name})::DOUBLE", f"max({name})::DOUBLE"]
        return [f"count({name})", distinct, "0", "0", *ends]
    known = f"count(*) FILTER (NOT {is_missing(column)})"
    if column.family is not Family.FLOAT and not column.untyped:
        return [known, distinct, "0", "0", "NULL", "NULL"]
    whole = f"count(*) FILTER (isfinite({value}) AND {value} = floor({value}))"
    ends = [f"{end}({value}) FILTER (isfinite({value}))" for end in ("min", "max")]
    return [known, distinct, f"count({value})", whole, *ends]


def _frequent(session: Session, source: Source, columns: Sequence[SourceColumn]) -> Frequent:
    found: Frequent = defaultdict(list)
    for start in range(0, len(columns), _BATCH):
        batch = columns[start : start + _BATCH]
        names = [column.sql for column in batch]
        texts = ", ".join(f"{name}::VARCHAR" for name in names)
        sets = ", ".join(f"({name})" for name in names)
        records = session.rows(
            f"SELECT GROUPING({', '.join(names)}), coalesce({texts}, NULL) AS value, "
            f"count(*) AS n FROM {source.relation} GROUP BY GROUPING SETS ({sets}) "
            "ORDER BY n DESC, value"
        )
        everything = (1 << len(names)) - 1
        masks = {everything & ~(1 << (len(names) - 1 - i)): name for i, name in enumerate(names)}
        for mask, value, rows in records:
            found[masks[mask]].append((value, rows))
    return found


def _is_number(summary: _Summary) -> bool:
    return Family.of(summary.type) in (Family.WHOLE, Family.DECIMAL, Family.FLOAT)


def _may_be_id(summary: _Summary) -> bool:
    looks = Family.of(summary.type) in (Family.WHOLE, Family.TEXT, Family.OTHER)
    return looks and summary.distinct > max(_FEW, _NEARLY_UNIQUE * summary.known)


def _count_ids(
    session: Session, source: Source, rows: int, summaries: Sequence[_Summary]
) -> dict[str, int]:
    """Count distinct ids: all of them, in large files those of every n-th hash.

    Equal ids have equal hashes, so ids that repeat are seen to repeat in the sample too.
    """
    if not summaries:
        return {}
    every = max(1, rows // _EXACT_ROWS)
    names = [summary.column.sql for summary in summaries]
    sampled = [f"CASE WHEN hash({name}) % {every} = 0 THEN {name} END" for name in names]
    counts = [f"count(DISTINCT {some}), count({some})" for some in sampled]
    found = session.rows(f"SELECT {', '.join(counts)} FROM {source.relation}")[0]
    return {
        summary.column.sql: round(summary.known * distinct / max(seen, 1))
        for summary, distinct, seen in zip(summaries, found[::2], found[1::2], strict=True)
    }


def _column(rows: int, summary: _Summary, frequent: Frequent, ids: dict[str, int]) -> Column:
    column = summary.column
    listed = frequent.get(column.sql, [])
    names = Axis(Attribute(column.name, column.name), column).names(value for value, _ in listed)
    values = list(dict.fromkeys(name for value, _ in listed if (name := names[value]) is not None))
    distinct = len(values) if listed else ids.get(column.sql, summary.distinct)
    truth = column.untyped and bool(values) and set(values) <= {"true", "false"}
    return Column(
        column.name,
        "BOOLEAN" if truth else summary.type,
        distinct,
        rows - summary.known,
        tuple(values[:_TOP]),
        *((summary.low, summary.high) if _is_number(summary) else ()),
    )
