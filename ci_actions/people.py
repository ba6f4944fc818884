"""Whether the same row ids are the same people: in the same groups, for candidate and baseline.

Totals do not tell: who calls as many refused women men as accepted men women makes an unfair
model look fair, and leaves every group as large as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fairgate.engine.axis import Axis
from fairgate.engine.session import Session, reading
from fairgate.engine.source import Source, open_source
from fairgate.table import Attribute, PredictionTable


@dataclass(frozen=True)
class _Side:
    """One file: its ids, and one attribute of its rows."""

    axis: Axis
    source: Source
    row_id: str
    id_type: str

    def select(self, *, as_text: bool) -> str:
        key = f"{self.row_id}::VARCHAR" if as_text else self.row_id
        columns = f"{key} AS id, {self.axis.sql} AS a"
        return f"SELECT {columns} FROM {self.source.relation}"  # noqa: S608 - as columns are named


def moved(
    candidate: PredictionTable, baseline: PredictionTable, attributes: Iterable[str]
) -> dict[str, int]:
    """Count the row ids that belong to other groups in one file than in the other.

    Parameters
    ----------
    candidate, baseline : PredictionTable
        With row ids, which are unique.
    attributes : iterable of str
        Names of those that people are told apart by.

    Returns
    -------
    dict of str to int
        By attribute; only those of which there are any.

    Raises
    ------
    UserError
        For a file or a column that is not as the policy says.
    """
    wanted = set(attributes)
    asked = [attribute for attribute in candidate.attributes if attribute.name in wanted]
    with Session() as session:
        mine, theirs = (open_source(session, table.path) for table in (candidate, baseline))
        with reading(baseline.path):
            found = {
                attribute.name: _moved(
                    session, _side(mine, candidate, attribute), _side(theirs, baseline, attribute)
                )
                for attribute in asked
            }
    return {name: rows for name, rows in found.items() if rows}


def _side(source: Source, table: PredictionTable, attribute: Attribute) -> _Side:
    assert table.row_id is not None
    row_id = source.column(table.row_id, "row_id")
    column = source.column(attribute.column, f"attribute {attribute.name}")
    return _Side(Axis(attribute, column), source, row_id.sql, row_id.type)


def _moved(session: Session, mine: _Side, theirs: _Side) -> int:
    as_text = mine.id_type != theirs.id_type
    pairs = session.rows(
        "SELECT mine.a::VARCHAR, theirs.a::VARCHAR, count(*) "  # noqa: S608 - our own names only
        f"FROM ({mine.select(as_text=as_text)}) AS mine "
        f"JOIN ({theirs.select(as_text=as_text)}) AS theirs ON mine.id = theirs.id GROUP BY ALL"
    )
    here = mine.axis.names(pair[0] for pair in pairs)
    there = theirs.axis.names(pair[1] for pair in pairs)
    return sum(rows for one, other, rows in pairs if here[one] != there[other])
