"""Rows to cells: one GROUP BY over the file, all groupings at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fairgate.engine.coded import CodedTable
from fairgate.engine.counted import DEFAULT_SCALE, Counted, FixedPoint, Grouping, Record
from fairgate.engine.grouping import Positions, distinct_sets, mask_sql, sets_sql
from fairgate.engine.invariants import (
    MAX_GROUPS,
    check_codes,
    check_groups,
    check_head,
    check_scores,
    check_values,
)
from fairgate.engine.session import Session, reading

_CODES = 16


def count(
    session: Session,
    coded: CodedTable,
    groupings: Sequence[Grouping],
    *,
    table: str,
    scored: bool = False,
) -> Counted:
    """Count a file in one pass, then check its invariants on the small result.

    The counts by raw values stay in the session as the temporary table ``table``.
    """
    sets = distinct_sets(coded.positions(grouping) for grouping in groupings)
    most = len(sets) * MAX_GROUPS * _CODES
    scale = DEFAULT_SCALE if scored else None
    session.trust_statistics(not coded.may_hold_nan)
    with reading(coded.source.path), session.phase():
        check_head(session, coded)
        session.rows(_count_sql(coded, sets, table, most + 1, scale))
        counted = _fetch(session, coded, table, scale)
    raw = [{record.raw[i] for record in counted.records} for i in range(len(coded.axes))]
    check_values(coded, raw, counted.rows if len(counted.records) <= most else None)
    for grouping in groupings:
        groups = {record.raw for record in counted.of(coded.positions(grouping))}
        check_groups(coded, grouping, len(groups))
    everyone = counted.of(())
    totals = Counter({record.code: record.rows for record in everyone})
    with reading(coded.source.path):
        check_codes(session, coded, totals, raw)
        score_range = check_scores(session, coded, everyone) if scored else None
        if score_range and scale != (needed := FixedPoint.holding(*score_range)):
            session.rows(_count_sql(coded, sets, table, most + 1, needed))
            counted = _fetch(session, coded, table, needed)
    names = tuple(axis.names(values) for axis, values in zip(coded.axes, raw, strict=True))
    return Counted(coded, table, counted.records, names, score_range, counted.scale)


def _count_sql(
    coded: CodedTable,
    sets: Sequence[Positions],
    table: str,
    limit: int,
    scale: FixedPoint | None,
) -> str:
    axes = len(coded.axes)
    rows = [*coded.values, f"{coded.code} AS code"]
    columns = [f"{mask_sql(axes, 'code')} AS mask", *(f"a{i}" for i in range(axes)), "code"]
    columns.append("count(*) AS n")
    if scale:
        rows.append(f"{coded.score_value} AS s")
        columns += ["min(s) AS low", "max(s) AS high", "count(s) AS scores"]
        columns.append(f"{_sum('s', scale.sum_exponent)} AS total")
        columns.append(f"{_sum('s * s', scale.square_exponent)} AS squares")
    return (
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {', '.join(columns)} "
        f"FROM ({coded.select(*rows)}) GROUP BY {sets_sql(sets, 'code')} LIMIT {limit}"
    )


def _sum(value: str, exponent: int) -> str:
    """Sum in fixed point; what does not fit is found by the range of the scores."""
    return f"coalesce(sum(TRY_CAST({value} * {2.0**exponent!r}::DOUBLE AS BIGINT)), 0)"


def _fetch(session: Session, coded: CodedTable, table: str, scale: FixedPoint | None) -> Counted:
    axes = len(coded.axes)
    columns = ["mask", *(f"a{i}::VARCHAR" for i in range(axes)), "code", "n"]
    columns += ["low", "high", "scores", "total", "squares"] if scale else []
    rows = session.rows(f"SELECT {', '.join(columns)} FROM {table}")
    records = [Record(row[0], row[1 : 1 + axes], *row[1 + axes :]) for row in rows]
    return Counted(coded, table, records, (), scale=scale or DEFAULT_SCALE)
