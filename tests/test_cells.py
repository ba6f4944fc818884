"""Cells: per group the four counts, and their names."""

from __future__ import annotations

import numpy as np
import pytest
from tables import before_and_after, cells

from fairgate.cells import FN, FP, TN, TP, Cells, group_name


def test_a_group_is_named_by_attribute_and_value() -> None:
    """As findings and waivers write it."""
    assert group_name(("race", "sex"), ("black", "f")) == "race=black,sex=f"


def test_a_value_that_was_not_given_is_no_word() -> None:
    """Someone might be called None, or unknown."""
    assert group_name(("race", "sex"), (None, "f")) == "race is missing,sex=f"
    assert group_name(("race",), ("None",)) == "race=None"


def test_a_name_needs_a_value_for_every_attribute() -> None:
    """Half a group has no name."""
    with pytest.raises(ValueError, match="zip"):
        group_name(("race", "sex"), ("black",))


def test_cells_know_their_rows() -> None:
    """The four counts add up; columns are in the order of the constants."""
    table = cells("""
        sex tp fp fn tn
        f    1  2  3  4
        m    5  6  7  8
    """)
    assert table.rows.tolist() == [10, 26]
    assert table.counts[0, [TP, FP, FN, TN]].tolist() == [1, 2, 3, 4]
    assert table.names == ("sex=f", "sex=m")


def test_no_groups_are_a_table_too() -> None:
    """An empty file has cells of shape (0, 4)."""
    nobody = Cells.of(("sex",), {})
    assert nobody.counts.shape == (0, 4)
    assert nobody.rows.tolist() == []
    assert nobody.complete.tolist() == []


def test_groups_are_kept_with_their_counts() -> None:
    """Leaving some out leaves the others as they are."""
    table = cells("""
        race  sex yes no
        black f     1  2
        -     f     3  4
        white -     5  6
    """)
    assert table.complete.tolist() == [True, False, False]
    known = table.keep(table.complete)
    assert known.groups == (("black", "f"),)
    assert known.counts.tolist() == [[1, 0, 2, 0]]
    assert table.keep(np.zeros(3, dtype=bool)).groups == ()


def test_paired_cells_add_up_to_both_models() -> None:
    """Label, old and new prediction: each model's own four counts are margins."""
    paired = before_and_after("""
        sex label old new rows
        f   1     1   1    1
        f   1     1   0    2
        f   1     0   1    4
        f   1     0   0    8
        f   0     1   1   16
        f   0     1   0   32
        f   0     0   1   64
        f   0     0   0  128
    """)
    assert paired.baseline.counts.tolist() == [[1 + 2, 16 + 32, 4 + 8, 64 + 128]]
    assert paired.candidate.counts.tolist() == [[1 + 4, 16 + 64, 2 + 8, 32 + 128]]
    assert paired.baseline.names == ("sex=f",)
