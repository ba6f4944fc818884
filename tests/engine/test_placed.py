"""Scores beside rows: by position, with every value as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairgate.engine.placed import check_names, place
from fairgate.errors import UserError


def test_order_holds_over_a_large_file(tmp_path: Path) -> None:
    """Lines of different length, read in parallel."""
    rows = 300_000
    data = pd.DataFrame({"n": np.arange(rows), "s": ["x" * (i % 50) for i in range(rows)]})
    data.to_csv(tmp_path / "d.csv", index=False)
    placed = place(str(tmp_path / "d.csv"), ["n"], {"p": np.arange(rows) / rows}, tmp_path)
    found = pd.read_csv(placed)
    assert np.array_equal(found.n, np.arange(rows))
    assert np.array_equal(found.p, np.arange(rows) / rows)
    assert np.array_equal(found["fairgate row"], np.arange(rows) + 1)


def test_csv_values_stay_as_they_were_written(tmp_path: Path) -> None:
    """Delimiters, quotes, line ends and gaps."""
    text = 'sex;"a, ""b"""\n"x;y";"two\nlines"\n;" "\n"";0\n'
    (tmp_path / "d.csv").write_text(text)
    placed = place(str(tmp_path / "d.csv"), ["sex", 'a, "b"'], {"p": np.zeros(3)}, tmp_path)
    was = pd.read_csv(tmp_path / "d.csv", sep=";", dtype=str, keep_default_na=False)
    found = pd.read_csv(placed, dtype=str, keep_default_na=False)
    assert found.iloc[:, :2].to_numpy().tolist() == was.to_numpy().tolist()


def test_parquet_values_keep_their_types(tmp_path: Path) -> None:
    """So that bins and labels mean what they meant."""
    table = pa.table({"age": pa.array([1, None], pa.int16()), "day": pa.array([0, 1], pa.date32())})
    pq.write_table(table, tmp_path / "d.parquet")
    placed = place(str(tmp_path / "d.parquet"), ["age", "day"], {"p": np.zeros(2)}, tmp_path)
    assert pq.read_table(placed).select(["age", "day"]).equals(table)


@pytest.mark.parametrize("name", ["p", "fairgate row"])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, name: str) -> None:
    """Whichever of the two would be shown, somebody would expect the other."""
    (tmp_path / "d.csv").write_text(f"sex,{name}\nf,1\n")
    with pytest.raises(UserError, match=f"column {name}: the data has a column of this name"):
        check_names(str(tmp_path / "d.csv"), ["sex"], ["p"])


def test_names_that_differ_in_case_only_are_refused(tmp_path: Path) -> None:
    """The file that is written could not hold both."""
    (tmp_path / "d.csv").write_text("sex,Sex\nf,1\n")
    with pytest.raises(UserError, match="column Sex: it differs from sex in the case"):
        check_names(str(tmp_path / "d.csv"), ["sex", "Sex"], ["p"])
