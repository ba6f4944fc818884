"""The same rows judged by two models: a join on the row id, and its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from fairgate.cells import Counts, Group, PairedCells
from fairgate.engine.axis import sort_groups
from fairgate.engine.coded import CodedTable
from fairgate.engine.counted import Counted, Grouping, RawGroup
from fairgate.engine.grouping import Positions, distinct_sets, grouping_mask, mask_sql, sets_sql
from fairgate.engine.rowid import check_ids, join_sql
from fairgate.engine.session import Session, reading
from fairgate.errors import UserError

Paired: TypeAlias = tuple[int, Mapping[Grouping, PairedCells]]
"""Rows that were matched, and their cells; no cells where nothing matched."""


class _Match(NamedTuple):
    """Rows of one grouping set with these codes in candidate and baseline; None: unmatched."""

    mask: int
    raw: RawGroup
    mine: int | None
    theirs: int | None
    rows: int

    @property
    def complete(self) -> bool:
        """Whether both files have these rows."""
        return None not in (self.mine, self.theirs)


def pair(
    session: Session, candidate: Counted, baseline: Counted, groupings: Sequence[Grouping]
) -> Paired:
    """Join two counted files; attributes and labels are the candidate's.

    Both row ids must be unique and never null, and rows with the same id must have the
    same label: otherwise the files are not about the same people.
    """
    session.trust_statistics(False)
    everyone = grouping_mask(len(candidate.coded.axes), ())
    with reading(candidate.coded.source.path), session.phase():
        matches = _match(session, candidate, baseline, groupings)
        pairs = [match for match in matches if match.complete]
        matched = sum(match.rows for match in pairs if match.mask == everyone)
        joined = sum(match.rows for match in matches if match.mask == everyone)
        # With nothing unmatched, repeated ids would have made more pairs than there are rows.
        if not joined == matched == candidate.rows == baseline.rows:
            check_ids(session, candidate.coded)
            check_ids(session, baseline.coded)
        if any(_label(match.mine) != _label(match.theirs) for match in pairs):
            raise _other_label(session, candidate.coded, baseline.coded)
    cells = {grouping: _cells(candidate, grouping, pairs) for grouping in groupings}
    return matched, cells if matched else {}


def _match(
    session: Session, candidate: Counted, baseline: Counted, groupings: Sequence[Grouping]
) -> list[_Match]:
    axes = len(candidate.coded.axes)
    sets = distinct_sets(candidate.coded.positions(grouping) for grouping in groupings)
    values = [f"a{i}" for i in range(axes)]
    texts = [f"a{i}::VARCHAR" for i in range(axes)]
    # Repeated ids multiply each other, so the join is cut off where unique ids must have ended.
    # A limit that may keep any rows, and not the first, is one that holds none in memory.
    joined = (
        f"SELECT {', '.join([*values, 'x', 'y'])} "
        f"FROM {join_sql(candidate.coded, baseline.coded, 'FULL')} "
        f"LIMIT {candidate.rows + baseline.rows + 1}"
    )
    session.rows("SET preserve_insertion_order = false")
    rows = session.rows(
        f"SELECT {', '.join([mask_sql(axes, 'x'), *texts, 'x', 'y', 'count(*)'])} "
        f"FROM ({joined}) GROUP BY {sets_sql(sets, 'x', 'y')}"
    )
    session.rows("SET preserve_insertion_order = true")
    return [_Match(row[0], row[1 : 1 + axes], *row[1 + axes :]) for row in rows]


def _label(code: int | None) -> int | None:
    return None if code is None else code // 4


def _other_label(session: Session, candidate: CodedTable, baseline: CodedTable) -> UserError:
    joined = join_sql(candidate, baseline, "INNER")
    row_id, mine, theirs = session.rows(
        f"SELECT mine.id::VARCHAR, x // 4, y // 4 FROM {joined} WHERE x // 4 <> y // 4 LIMIT 1"
    )[0]
    return UserError(
        f"row id {row_id} has label {theirs} here and {mine} in {candidate.source.path}: "
        "these are not the same data",
        "score both models on the same rows, or leave columns.row_id out to compare unpaired",
        file=baseline.source.path,
        place=f"column {baseline.label.name}",
    )


def _cells(counted: Counted, grouping: Grouping, pairs: Sequence[_Match]) -> PairedCells:
    positions: Positions = counted.coded.positions(grouping)
    mask = grouping_mask(len(counted.coded.axes), positions)
    table: dict[Group, Counts] = {}
    for match in pairs:
        if match.mask == mask and match.mine is not None and match.theirs is not None:
            group = counted.group(positions, match.raw)
            counts = table.setdefault(group, np.zeros((2, 2, 2), np.int64))
            counts[match.mine // 4, match.theirs % 4, match.mine % 4] += match.rows
    groups = tuple(sort_groups([counted.coded.axes[i] for i in positions], table))
    stacked = np.array([table[group] for group in groups], np.int64)
    return PairedCells(grouping, groups, stacked.reshape(len(groups), 2, 2, 2))
