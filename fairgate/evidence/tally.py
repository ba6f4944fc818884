"""The tally as a document: exact, and checked when it is read back."""

from __future__ import annotations

from pydantic import model_validator

from fairgate.cells import Tally
from fairgate.evidence.canonical import canonical, digest
from fairgate.evidence.strict import Count
from fairgate.evidence.tables import CellsOf, HistogramOf, PairedCellsOf
from fairgate.strict import Strict


class Statistics(Strict):
    """All of :class:`fairgate.cells.Tally`: what a verdict is computed from."""

    rows: Count
    baseline_rows: Count
    paired_rows: Count
    cells: list[CellsOf]
    paired: list[PairedCellsOf]
    baseline: list[CellsOf]
    histograms: list[HistogramOf]

    @model_validator(mode="after")
    def _add_up(self) -> Statistics:
        for kind, tables, rows in (
            ("cells", self.cells, self.rows),
            ("paired", self.paired, self.paired_rows),
            ("baseline", self.baseline, self.baseline_rows),
            ("histograms", self.histograms, self.rows),
        ):
            names = [table.name for table in tables]
            if len(set(names)) != len(names):
                raise ValueError(f"{kind}: a grouping stands there twice")
            for table in tables:
                if table.total != rows:
                    words = ",".join(table.name)
                    raise ValueError(f"{kind} of {words} add up to {table.total}, not {rows} rows")
        return self

    @model_validator(mode="after")
    def _labels_agree(self) -> Statistics:
        """Refuse a histogram of other people, by label, than the cells of its grouping."""
        cells = {table.name: table for table in self.cells}
        for table in self.histograms:
            if table.name in cells and table.labels != cells[table.name].labels:
                raise ValueError(f"histograms and cells of {','.join(table.name)} disagree")
        return self

    @classmethod
    def of(cls, tally: Tally) -> Statistics:
        """Write a tally.

        Examples
        --------
        >>> from fairgate.cells import Cells
        >>> cells = Cells.of(("sex",), {("f",): (1, 0, 2, 0), (None,): (0, 1, 0, 0)})
        >>> Statistics.of(Tally(4, {("sex",): cells})).cells[0].groups
        [['f'], [None]]
        """
        return cls(
            rows=tally.rows,
            baseline_rows=tally.baseline_rows,
            paired_rows=tally.paired_rows,
            cells=[CellsOf.of(cells) for cells in tally.cells.values()],
            paired=[PairedCellsOf.of(cells) for cells in tally.paired.values()],
            baseline=[CellsOf.of(cells) for cells in tally.baseline.values()],
            histograms=[HistogramOf.of(h) for h in tally.histograms.values()],
        )

    def tally(self) -> Tally:
        """Read the tally back, exactly as it was."""
        return Tally(
            self.rows,
            {table.name: table.cells() for table in self.cells},
            {table.name: table.cells() for table in self.paired},
            {table.name: table.cells() for table in self.baseline},
            {table.name: table.histogram() for table in self.histograms},
            self.baseline_rows,
            self.paired_rows,
        )

    @property
    def seed(self) -> int:
        """The first 48 bits of the SHA-256 of the canonical statistics."""
        return int(digest(canonical(self.model_dump()))[:12], 16)
