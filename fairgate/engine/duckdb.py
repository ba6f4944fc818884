"""The default engine: DuckDB, straight from the file, out of core."""

from __future__ import annotations

from collections.abc import Sequence

from fairgate.cells import Cells, Tally
from fairgate.engine.base import Profile, Progress
from fairgate.engine.coded import CodedTable
from fairgate.engine.count import count
from fairgate.engine.counted import Counted
from fairgate.engine.pair import pair
from fairgate.engine.profile import profile
from fairgate.engine.scores import finest, histograms
from fairgate.engine.session import Session
from fairgate.engine.source import open_source
from fairgate.errors import UserError
from fairgate.question import Question
from fairgate.table import PredictionTable


class DuckDBEngine:
    r"""Counts rows with DuckDB; implements :class:`fairgate.engine.base.Engine`.

    Labels and predictions take one pass over a file, scores a second one, and a
    baseline with row ids a join. Files larger than memory spill to a temporary
    directory (``TMPDIR``).

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from fairgate.question import Question
    >>> from fairgate.table import Attribute, Label, Prediction
    >>> with TemporaryDirectory() as directory:
    ...     path = Path(directory, "p.csv")
    ...     _ = path.write_text("sex,repaid,granted\nf,1,0\nf,1,1\nm,0,1\n")
    ...     table = PredictionTable(str(path), Label("repaid"), Prediction("granted"),
    ...                             attributes=(Attribute("sex", "sex"),))
    ...     tally = DuckDBEngine().tally(table, Question((("sex",),)))
    >>> tally.cells[("sex",)].names, tally.cells[("sex",)].counts.tolist()
    (('sex=f', 'sex=m'), [[1, 0, 1, 0], [0, 1, 0, 0]])
    """

    def tally(
        self,
        table: PredictionTable,
        question: Question,
        baseline: PredictionTable | None = None,
        progress: Progress | None = None,
    ) -> Tally:
        """Count the table, and check its invariants on the way.

        Parameters
        ----------
        table : PredictionTable
            The candidate.
        question : Question
            Groupings, and which of them need histograms of scores.
        baseline : PredictionTable, optional
            Paired with the candidate where ``row_id`` is set.
        progress : callable, optional
            Called from another thread with the share of the work that is done.

        Raises
        ------
        UserError
            For a file or column that cannot be counted as the policy says.
        """
        if question.scored and table.score is None:
            raise UserError(
                "the policy judges scores, but names no column of scores",
                "add it under columns: score: COLUMN",
                file=table.path,
            )
        paired = baseline is not None and table.row_id is not None
        phases = 1 + len(finest(question.scored)) + (baseline is not None) + paired
        with Session(progress, phases) as session:
            found = _count(session, table, question, "candidate", scored=bool(question.scored))
            scores = histograms(session, found, question.scored, question.score_bins)
            tally = Tally(found.rows, _only(found, question), histograms=scores)
            if baseline is None:
                return tally
            other = _count(session, baseline, question, "baseline")
            matched, cells = pair(session, found, other, question.groupings) if paired else (0, {})
        return Tally(
            tally.rows,
            tally.cells,
            cells,
            _only(other, question),
            scores,
            other.rows,
            matched,
        )

    def profile(self, path: str) -> Profile:
        """Look at every column of a file."""
        with Session() as session:
            return profile(session, open_source(session, path))

    def columns(self, path: str) -> Sequence[str]:
        """Names of the columns, in file order."""
        with Session() as session:
            return tuple(column.name for column in open_source(session, path).columns)


def _count(
    session: Session,
    table: PredictionTable,
    question: Question,
    name: str,
    *,
    scored: bool = False,
) -> Counted:
    groupings = tuple(dict.fromkeys((*question.groupings, *question.scored)))
    coded = CodedTable.bind(table, open_source(session, table.path), groupings)
    return count(session, coded, groupings, table=name, scored=scored)


def _only(counted: Counted, question: Question) -> dict[tuple[str, ...], Cells]:
    return {grouping: counted.cells(grouping) for grouping in question.groupings}
