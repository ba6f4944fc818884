"""Whether candidate and baseline were judged on the same people.

Leaving out the rows that a model gets wrong would make any model fair, so rows that the base
has and the candidate has not block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ci_actions.outcome import Note
from fairgate.cells import FN, FP, TN, TP, Cells, Group, Tally

_MEND = (
    "Judge the same rows; if the evaluation data are meant to change, let the base branch judge "
    "its own model on the new rows first."
)


def row_notes(tally: Tally, *, moved: Mapping[str, int] | None) -> tuple[Note, ...]:
    """Say how the rows of a candidate and of its baseline differ.

    Parameters
    ----------
    tally : Tally
        Of both.
    moved : mapping of str to int, or None
        By attribute, how many row ids belong to other groups; None where rows have no ids.

    Examples
    --------
    >>> from fairgate.cells import Cells
    >>> cells = {("sex",): Cells.of(("sex",), {("f",): (1, 1, 1, 1)})}
    >>> tally = Tally(4, cells, baseline=cells, baseline_rows=6, paired_rows=4)
    >>> [(note.level, note.text[:44]) for note in row_notes(tally, moved={})]
    [('error', '2 of the 6 rows that the base was judged on ')]
    """
    return tuple(_by_number(tally) if moved is None else _by_id(tally, moved))


def _by_id(tally: Tally, moved: Mapping[str, int]) -> Iterator[Note]:
    missing = tally.baseline_rows - tally.paired_rows
    added = tally.rows - tally.paired_rows
    if missing > 0:
        yield Note(
            "error",
            f"{missing:,} of the {tally.baseline_rows:,} rows that the base was judged on are "
            f"missing from this change's predictions. {_MEND}",
        )
    if added > 0:
        yield Note(
            "warning",
            f"{added:,} rows are new: the base was not judged on them, and rows that a model gets "
            "right make it look fairer. Look at where they come from.",
        )
    if moved:
        counted = ", ".join(f"{name} ({rows:,} rows)" for name, rows in moved.items())
        yield Note(
            "error",
            f"The same row ids belong to other groups than at the base, by {counted}. {_MEND}",
        )


def _other_people(tally: Tally) -> tuple[str, ...] | None:
    """First grouping whose groups have other numbers of people, by label, than at the base."""
    for grouping, cells in tally.cells.items():
        before = tally.baseline.get(grouping)
        if before is not None and _people(before) != _people(cells):
            return grouping
    return None


def _people(cells: Cells) -> dict[Group, tuple[int, int]]:
    """Number of people with label 1 and label 0 in every group that has anybody."""
    n = cells.counts
    ones, zeroes = n[:, TP] + n[:, FN], n[:, FP] + n[:, TN]
    counted = zip(cells.groups, ones.tolist(), zeroes.tolist(), strict=True)
    return {group: (one, zero) for group, one, zero in counted if one + zero}


def _by_number(tally: Tally) -> Iterator[Note]:
    grouping = _other_people(tally)
    if tally.rows != tally.baseline_rows:
        other = f"on {tally.rows:,} rows and the base on {tally.baseline_rows:,}"
    elif grouping:
        other = f"on other people than the base, by {','.join(grouping)}"
    else:
        return
    yield Note(
        "warning",
        f"This change is judged {other}; without row ids nobody can tell which rows are left "
        "out, new or altered. Add columns.row_id to the policy.",
    )
