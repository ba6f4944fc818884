"""A file as the policy sees it: one SELECT with small codes in place of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairgate.engine.axis import Axis
from fairgate.engine.codes import double, is_numeric, label_code, prediction_code
from fairgate.engine.columns import Family, SourceColumn
from fairgate.engine.grouping import Positions
from fairgate.engine.source import Source
from fairgate.errors import UserError
from fairgate.table import Attribute, PredictionTable


@dataclass(frozen=True)
class CodedTable:
    """A table bound to the columns of its file.

    Attributes
    ----------
    table : PredictionTable
        What the columns mean.
    source : Source
        Where they are.
    label, prediction : SourceColumn
        Their columns.
    score, row_id : SourceColumn or None
        Likewise, if the policy names them.
    axes : tuple of Axis
        The attributes that are asked for.
    """

    table: PredictionTable
    source: Source
    label: SourceColumn
    prediction: SourceColumn
    score: SourceColumn | None
    row_id: SourceColumn | None
    axes: tuple[Axis, ...]

    @classmethod
    def bind(
        cls, table: PredictionTable, source: Source, groupings: Sequence[Sequence[str]]
    ) -> CodedTable:
        """Find every column the policy names, also those that are not asked for now."""
        asked = {name for grouping in groupings for name in grouping}
        axes = [
            Axis(attribute, _attribute_column(source, attribute)) for attribute in table.attributes
        ]
        prediction = source.column(table.prediction.column, "prediction")
        if table.prediction.threshold is not None:
            _need_numbers(
                source, prediction, "a threshold needs", "leave the threshold out for 0/1"
            )
        score = source.column(table.score, "score") if table.score else None
        if score is not None:
            _need_numbers(source, score, "a score needs", "name a column of numbers")
        return cls(
            table,
            source,
            source.column(table.label.column, "label"),
            prediction,
            score,
            source.column(table.row_id, "row_id") if table.row_id else None,
            tuple(axis for axis in axes if axis.attribute.name in asked),
        )

    @property
    def may_hold_nan(self) -> bool:
        """Whether NaN may hide in a column that rows are counted by."""
        columns = (self.label, self.prediction, *(axis.column for axis in self.axes))
        return any(column.family is Family.FLOAT for column in columns)

    @property
    def code(self) -> str:
        """Label and prediction in one small number: four times the one plus the other."""
        label = label_code(self.label, self.table.label)
        prediction = prediction_code(self.prediction, self.table.prediction)
        return f"(4 * {label} + {prediction})::TINYINT"

    @property
    def values(self) -> list[str]:
        """Columns ``a0``, ``a1``...: the attributes that are asked for."""
        return [f"{axis.sql} AS a{i}" for i, axis in enumerate(self.axes)]

    def select(self, *columns: str) -> str:
        """SELECT these expressions from every row."""
        return f"SELECT {', '.join(columns)} FROM {self.source.relation}"

    @property
    def score_value(self) -> str:
        """The score as a double."""
        assert self.score is not None
        return double(self.score)

    def positions(self, grouping: Sequence[str]) -> Positions:
        """Which axes make a grouping."""
        names = [axis.attribute.name for axis in self.axes]
        return tuple(names.index(name) for name in grouping)


def _attribute_column(source: Source, attribute: Attribute) -> SourceColumn:
    column = source.column(attribute.column, f"attribute {attribute.name}")
    if column.family is Family.NESTED:
        raise UserError(
            f"a column of type {column.type} makes no groups",
            "name a column with one plain value a row",
            file=source.path,
            place=f"column {column.name}",
        )
    if attribute.bins is not None:
        _need_numbers(source, column, f"bins of {attribute.name} need", "leave the bins out")
    return column


def _need_numbers(source: Source, column: SourceColumn, what: str, cure: str) -> None:
    if not is_numeric(column):
        raise UserError(
            f"{what} numbers, this column is {column.type}",
            cure,
            file=source.path,
            place=f"column {column.name}",
        )
