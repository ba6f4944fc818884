"""Features: the types pandas gives, the rows' order, and no more than is bearable."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairgate.engine.features import Bounds, read_features
from fairgate.errors import UserError
from fairgate.scoring.child.tables import batches

ODD = {
    "whole": ["1", "2", "3"],
    "zeros": ["007", "1", "+2"],
    "gaps": ["1", "", "3"],
    "fractions": ["1.5", "1e3", "-.5"],
    "infinite": ["inf", "1", "nan"],
    "truth": ["True", "False", "TRUE"],
    "half_truth": ["True", "", "False"],
    "mixed": ["1", "two", "NA"],
    "underscores": ["1_000", "2_000", "3"],
    "words": ["a b", "ü", 'quo"te'],
    "empty": ["", "", ""],
    "large": ["9223372036854775808", "1", "2"],
    "spaces": [" 1", "2 ", "3"],
}


def frame(folder: Path) -> pd.DataFrame:
    """All batches as the model sees them."""
    return pd.concat([table.frame() for table in batches(folder)], ignore_index=True)


def test_csv_is_read_as_pandas_reads_it(tmp_path: Path) -> None:
    """Types, gaps and words, whatever stands there."""
    path = tmp_path / "d.csv"
    pd.DataFrame(ODD).to_csv(path, index=False)
    names = [name for name in ODD if name != "large"]
    read_features(str(path), names, tmp_path / "rows")
    expected = pd.read_csv(path)[names]
    pd.testing.assert_frame_equal(frame(tmp_path / "rows"), expected)


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    """Small ones too; gaps in whole numbers make fractions, as in pandas."""
    table = pa.table(
        {
            "small": pa.array([1, 2, 3], pa.int8()),
            "float": pa.array([0.5, None, float("nan")], pa.float32()),
            "gaps": pa.array([1, None, 3], pa.int64()),
            "truth": pa.array([True, False, True]),
            "words": pa.array(["a", None, "c"]),
            "money": pa.array([Decimal("1.50"), Decimal(2), None], pa.decimal128(9, 2)),
        }
    )
    pq.write_table(table, tmp_path / "d.parquet")
    read_features(str(tmp_path / "d.parquet"), table.column_names, tmp_path / "rows")
    found = frame(tmp_path / "rows")
    expected = pd.read_parquet(tmp_path / "d.parquet").astype({"money": float})
    pd.testing.assert_frame_equal(found, expected, check_dtype=True)


def test_a_column_has_one_type_in_every_batch(tmp_path: Path) -> None:
    """Gaps in one batch show in the type of all, as they would in one table."""
    rows = 70_000
    data = pd.DataFrame({"truth": ["True"] * rows, "n": ["1"] * rows})
    data.loc[rows - 1] = ""
    data.to_csv(tmp_path / "d.csv", index=False)
    read_features(str(tmp_path / "d.csv"), ["truth", "n"], tmp_path / "rows")
    first, second = batches(tmp_path / "rows")
    assert first.frame().dtypes.tolist() == second.frame().dtypes.tolist()
    assert (first.columns["truth"].dtype, first.columns["n"].dtype) == (object, float)


def test_rows_keep_their_order_over_many_batches(tmp_path: Path) -> None:
    """Scores are put beside rows by position."""
    rows = 200_001
    path = tmp_path / "d.csv"
    pd.DataFrame({"n": np.arange(rows), "more": ["x" * (i % 40) for i in range(rows)]}).to_csv(path)
    found = read_features(str(path), ["n"], tmp_path / "rows")
    tables = list(batches(tmp_path / "rows"))
    assert (found.rows, len(tables)) == (rows, 4)
    assert np.array_equal(np.concatenate([t.columns["n"] for t in tables]), np.arange(rows))


def test_names_that_differ_in_case_or_need_quotes_stay_two_columns(tmp_path: Path) -> None:
    """Names never become part of a query."""
    names = ["Age", "age", 'a "b"; DROP', "x.y"]
    pd.DataFrame([[1, 2, 3, 4]], columns=names).to_parquet(tmp_path / "d.parquet")
    read_features(str(tmp_path / "d.parquet"), names, tmp_path / "rows")
    assert frame(tmp_path / "rows").iloc[0].to_dict() == dict(zip(names, range(1, 5), strict=True))
    read_features(str(tmp_path / "d.parquet"), names, tmp_path / "csv", as_csv=True)
    header = (tmp_path / "csv" / "features.csv").read_text().splitlines()[0]
    assert header == 'Age,age,"a ""b""; DROP",x.y'


SMALL = Bounds(rows=1000, columns=2, size=100_000, text=1000)


def refused(path: Path, *names: str, bounds: Bounds = SMALL) -> str:
    """Why features are not read; nothing was written but an empty folder."""
    rows = path.parent / "rows"
    with pytest.raises(UserError) as caught:
        read_features(str(path), names, rows, bounds=bounds)
    assert not rows.exists() or not list(rows.iterdir())
    assert caught.value.cure
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("a,b\n", "a", "there are no rows to score"),
        ("a,b\n" + "1,2\n" * 1001, "a", "more than 1,000 rows, at most 1,000 rows"),
        ("a,b\n" + "1,2\n" * 50_000, "a", "200,004 bytes, at most 100,000 bytes"),
        ("a,b\n" + "x" * 1001 + ",2\n", "a", "column a: a text of 1,001 bytes is no feature"),
        ("a,b,c\n1,2,3\n", "abc", "3 features, at most 2 can be scored"),
        ("a,b\n1,2\n", "c", "column c: there is no such column, wanted as a feature"),
        ("a,b\n1,2,3\n", "a", "this line has 3 fields, the header has 2"),
    ],
)
def test_too_much_and_too_little_are_refused(
    tmp_path: Path, text: str, names: str, said: str
) -> None:
    """Before anything large is held or written."""
    path = tmp_path / "d.csv"
    path.write_text(text)
    assert said in refused(path, *names)


def test_a_parquet_bomb_is_refused_by_what_it_says_of_itself(tmp_path: Path) -> None:
    """A few kilobytes that would be millions of rows."""
    path = tmp_path / "d.parquet"
    pq.write_table(pa.table({"a": pa.array(np.zeros(5_000_000))}), path, compression="zstd")
    assert path.stat().st_size < 100_000
    assert "5,000,000 rows, at most 1,000 rows are scored" in refused(path, "a")


def test_a_parquet_bomb_of_long_texts_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """One text said a thousand times is stored once, and would be a thousand texts."""
    path = tmp_path / "d.parquet"
    words = pa.array(["x" * 900] * 900).dictionary_encode()
    pq.write_table(pa.table({"a": words}), path)
    assert path.stat().st_size < 10_000
    assert "810,000 bytes of text, at most 100,000 bytes" in refused(path, "a")


def test_a_very_large_file_is_refused_by_its_size(tmp_path: Path) -> None:
    """Ten gigabytes, none of them read."""
    path = tmp_path / "d.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(10 * 1024**3)
    assert "10,737,418,240 bytes" in refused(path, "a", bounds=Bounds())


def test_lists_are_no_features(tmp_path: Path) -> None:
    """Nor structs."""
    pq.write_table(pa.table({"a": pa.array([[1], [2]])}), tmp_path / "d.parquet")
    assert "is no feature" in refused(tmp_path / "d.parquet", "a")
