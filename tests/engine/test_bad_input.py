"""What a person reads whose file cannot be counted: file, place, value, cure; no traceback."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairgate.cells import Tally
from fairgate.engine.duckdb import DuckDBEngine
from fairgate.errors import UserError
from fairgate.question import Question
from fairgate.table import Attribute, Label, Prediction, PredictionTable

SEX = (Attribute("sex", "sex"),)
AGE = (Attribute("age", "age", (25, 40)),)
NAN, INF = float("nan"), float("inf")
SHORT = "sex,y,p\nf,1,1\n"


def parquet(**columns: Any) -> bytes:
    """Write a Parquet file into memory."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue())


FINE = parquet(sex=["f", "m"], y=[1, 0], p=[1, 0])


def tally(path: Path | str, baseline: Path | str | None = None, **changes: Any) -> Tally:
    """Count a file of sex, y and p; ``groupings`` and ``scored`` go into the question."""
    fields: dict[str, Any] = {"label": Label("y"), "prediction": Prediction("p"), **changes}
    attributes = fields.setdefault("attributes", SEX)
    groupings = fields.pop("groupings", tuple((a.name,) for a in attributes))
    question = Question(groupings, groupings if fields.pop("scored", False) else ())
    tables = [PredictionTable(str(p), **fields) for p in (path, baseline) if p is not None]
    return DuckDBEngine().tally(tables[0], question, *tables[1:])


@pytest.fixture
def complaint(tmp_path: Path) -> Callable[..., str]:
    """Count a file with these bytes and return what the person reads, without the directory."""

    def count(name: str, content: bytes | str, baseline: str | None = None, **changes: Any) -> str:
        path, other = tmp_path / name, tmp_path / f"base_{name}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        if baseline is not None:
            other.write_text(baseline, encoding="utf-8")
        with pytest.raises(UserError) as error:
            tally(path, other if baseline is not None else None, **changes)
        return str(error.value).replace(f"{tmp_path}{os.sep}", "")

    return count


FILES = {
    "nothing.csv": (b"", "this file is empty (0 bytes) (write the predictions first; "),
    "nothing.parquet": (b"", "this file is empty (0 bytes) (write the predictions first; "),
    "blank.csv": ("\n\n", "the first line is empty (begin the file with a header)"),
    "late.csv": ("\nsex,y,p\nf,1,1\n", "the first line is empty (begin the file with a header)"),
    "half.parquet": (FINE[: len(FINE) // 2], "this Parquet file has no end (write it again, "),
    "end.parquet": (FINE[:-1], "this Parquet file has no end (write it again, "),
    "only.parquet": (b"PAR1PAR1", "this file cannot be read: "),
    "holes.parquet": (FINE[:4] + bytes(200) + FINE[204:], "this file cannot be read: "),
    "footer.parquet": (FINE[:-100] + b"x" * 92 + FINE[-8:], "this file cannot be read: "),
    "text.parquet": (SHORT, "this is not a Parquet file (write it again, or call it .csv "),
    "sheet.csv": (b"PK\x03\x04" + bytes(64), "this is a binary file, neither CSV nor Parquet "),
    "utf16.csv": (SHORT.encode("utf-16"), "this file is UTF-16 (save it as UTF-8, "),
    "latin.csv": ("sex,y,p\nf,1,1\nâge,0,0\n".encode("latin-1"), "byte 0xe2 (save it as UTF-8, "),
    "cut.csv.gz": (gzip.compress(b"sex,y,p\n" * 99)[:-9], "the gzip file cannot be unpacked: "),
    "twice.csv": (
        "sex,y,p,y\nf,1,1,0\n",
        "column y: 2 columns have this name (rename all but one)",
    ),
    "short.csv": (
        "sex,y,p\nf,1,1\nf,1\n",
        "short.csv:3: this line has 2 fields, the header has 3 ",
    ),
    "long.csv": ("sex,y,p\nf,1,1\nf,1,1,9\n", "long.csv:3: this line has 4 fields, the header "),
    "open.csv": ('sex,y,p\n"f,1,1\nm,0,0\n', "open.csv:2: a quote is not closed, or text follows "),
    "after.csv": ('sex,y,p\n"f"x,1,1\n', "after.csv:2: a quote is not closed, or text follows "),
    "header.csv": ('"sex,y,p\nf,1,1\n', "header.csv:1: the header cannot be read: unexpected end "),
    "ends.csv": ("sex,y,p\r\nf,1,1\nm,0,0\r\n", "the lines end in different ways, or a quote "),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_table_is_refused_with_a_cure(
    name: str, complaint: Callable[..., str]
) -> None:
    """Empty, cut short, overwritten, in another encoding, ragged."""
    content, expected = FILES[name]
    message = complaint(name, content)
    assert message.startswith(name)
    assert expected in message


def test_a_wrong_byte_is_found_however_late_it_comes(complaint: Callable[..., str]) -> None:
    """The head of a file does not speak for the rest."""
    late = SHORT.encode() + b"m,0,0\n" * 300_000 + "âge,0,0\n".encode("latin-1")
    assert complaint("late.csv", late).startswith("late.csv:300003: this line is not UTF-8 (save ")


REMOTE_OR_ODD = {
    "missing.csv": "there is no such file (check the path)",
    ".": "this is a directory (name one CSV or Parquet file)",
    os.devnull: "this is not a regular file (name a file on disk: it may be read more than once)",
}


@pytest.mark.parametrize("name", REMOTE_OR_ODD)
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    """A path may lead to nothing, to a directory, to a device."""
    with pytest.raises(UserError) as error:
        tally(tmp_path / name)
    assert str(error.value) == f"{tmp_path / name}: {REMOTE_OR_ODD[name]}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_the_right_to_read_it_is_refused(tmp_path: Path) -> None:
    """No traceback for a missing right."""
    path = tmp_path / "secret.csv"
    path.write_text(SHORT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UserError, match="cannot be opened: Permission denied"):
        tally(path)


def test_an_address_that_cannot_be_reached_is_refused() -> None:
    """Whether the extension or the server is missing, the address is named."""
    with pytest.raises(UserError) as error:
        tally("https://localhost:1/p.parquet")
    assert error.value.file == "https://localhost:1/p.parquet"
    assert error.value.cure


GOOD = {
    "bom.csv": b"\xef\xbb\xbfsex,y,p\nf,1,1\n",
    "crlf.csv": b"sex,y,p\r\nf,1,1\r\n",
    "cr.csv": b"sex,y,p\rf,1,1\r",
    "no_end.csv": b"sex,y,p\nf,1,1",
    "blank_lines.csv": b"sex,y,p\n\nf,1,1\n\n\n",
    "semicolons.csv": b"sex;y;p\nf;1;1\n",
    "tabs.tsv": b"sex\ty\tp\nf\t1\t1\n",
    "spaces.csv": b"sex, y, p\nf, 1, 1\n",
    "words.csv": b"sex,y,p\nf,True,TRUE\n",
    "floats.csv": b"sex,y,p\nf,1.0,1e0\n",
    "packed.csv.gz": gzip.compress(SHORT.encode()),
    "packed.csv": gzip.compress(SHORT.encode()),
    "not_packed.csv.gz": SHORT.encode(),
    "index.csv": b",sex,y,p\n0,f,1,1\n",
    "parquet.csv": parquet(sex=["f"], y=[1.0], p=[True]),
    "dictionary.parquet": parquet(sex=pa.array(["f"]).dictionary_encode(), y=[1], p=[1]),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_only_looks_odd_is_counted(name: str, tmp_path: Path) -> None:
    """What it holds decides, not what it is called."""
    path = tmp_path / name
    path.write_bytes(GOOD[name])
    assert tally(path).cells["sex",].counts.tolist() == [[1, 0, 0, 0]]


WORDS_WITHOUT_POSITIVE = (
    "a label is 0 or 1, row 1 holds 'repaid' (it holds 'repaid', 'default'; say which counts as 1: "
    'label: {column: y, positive: "repaid"})'
)
LABELS = {
    "words.csv": (
        "sex,y,p\nf,repaid,1\nf,repaid,1\nm,default,0\n",
        WORDS_WITHOUT_POSITIVE,
    ),
    "words.parquet": (
        parquet(sex=["f", "m"], y=['say "1"', "b"], p=[1, 0]),
        r"""positive: "b"})""",
    ),
    "numbers.csv": ("sex,y,p\nf,1,1\nm,2,0\n", "row 2 holds '2' (it holds '1', '2'; say which"),
    "dates.parquet": (
        parquet(sex=["f", "m"], y=[date(2026, 1, 1), date(2027, 1, 1)], p=[1, 0]),
        'say which counts as 1: label: {column: y, positive: "2026-01-01"})',
    ),
    "lists.parquet": (parquet(sex=["f"], y=[[1]], p=[1]), "row 1 holds [1] (write 0 or 1 in every"),
    "na.csv": ("sex,y,p\nf,1,1\nm,NA,0\n", "row 2 holds 'NA' (write 0 or 1 in every row, or "),
    "missing.csv": ("sex,y,p\nf,1,1\nm,,0\nm,,0\n", "2 rows have no usable label (null, NaN or "),
    "nan.csv": ("sex,y,p\nf,1,1\nm,nan,0\n", "1 row has no usable label (null, NaN or infinite), "),
    "nan.parquet": (
        parquet(sex=["f", "m"], y=[1.0, NAN], p=[1, 0]),
        "1 row has no usable label (null, NaN or infinite), the first is row 2 (fill it in, or ",
    ),
}


@pytest.mark.parametrize("name", LABELS)
def test_a_label_that_is_not_0_or_1_is_named_with_its_row(
    name: str, complaint: Callable[..., str]
) -> None:
    """Words without ``positive`` get the line to write; a missing label is never a no."""
    content, expected = LABELS[name]
    message = complaint(name, content)
    assert message.startswith(f"{name}: column y: ")
    assert expected in message


def test_a_positive_value_that_never_occurs_is_an_error(complaint: Callable[..., str]) -> None:
    """A typing error in ``positive`` would make everyone a 0."""
    message = complaint("t.csv", "sex,y,p\nf,repaid,1\nm,default,0\n", label=Label("y", "repayd"))
    assert message == (
        "t.csv: column y: no row holds 'repayd', the value that counts as 1 (did you mean repaid?)"
    )


@pytest.mark.parametrize(
    ("values", "positive"),
    [
        ([1, 2], 2),
        ([1.0, 2.0], 2),
        ([1, 2], "2"),
        ([False, True], True),
        (["no", "yes"], "yes"),
        (["1", "2"], 2),
        (["false", "True"], True),
        ([date(2026, 1, 1), date(2027, 1, 1)], "2027-01-01"),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_positive_value_is_found_however_it_is_typed(
    values: list[Any], positive: Any, suffix: str, tmp_path: Path
) -> None:
    """YAML and file need not agree on quotes, nor on 2 and 2.0."""
    path = tmp_path / f"t{suffix}"
    if suffix == ".csv":
        rows = "".join(f"f,{value},1\n" for value in values)
        path.write_text(f"sex,y,p\n{rows}", encoding="utf-8")
    else:
        path.write_bytes(parquet(sex=["f", "f"], y=values, p=[1, 1]))
    cells = tally(path, label=Label("y", positive)).cells["sex",]
    assert cells.counts.tolist() == [[1, 1, 0, 0]]


CUT = Prediction("p", 0.5)
PREDICTIONS: dict[str, tuple[Any, Prediction, str]] = {
    "probability.csv": (
        "sex,y,p\nf,1,1\nm,1,0.73\n",
        Prediction("p"),
        "row 2 holds '0.73' (cut a score: prediction: {column: p, threshold: 0.5})",
    ),
    "probability.parquet": (
        parquet(sex=["f"], y=[1], p=[0.2]),
        Prediction("p"),
        "row 1 holds 0.2 (cut a score: prediction: {column: p, threshold: 0.5})",
    ),
    "word.csv": (
        "sex,y,p\nf,1,yes\n",
        Prediction("p"),
        "a prediction is 0 or 1, row 1 holds 'yes' (write 1 for a yes and 0 for a no)",
    ),
    "null.parquet": (
        parquet(sex=["f", "m"], y=[1, 0], p=[1, None]),
        Prediction("p"),
        "1 row has no usable prediction (null, NaN or infinite), the first is row 2",
    ),
    "cut_null.csv": ("sex,y,p\nf,1,.7\nm,1,\n", CUT, "1 row has no usable prediction"),
    "cut_nan.parquet": (
        parquet(sex=["f", "m", "m"], y=[1, 0, 0], p=[0.7, NAN, 0.6]),
        CUT,
        "1 row has no usable prediction (null, NaN or infinite), the first is row 2",
    ),
    "cut_inf.parquet": (
        parquet(sex=["f", "m"], y=[1, 0], p=[INF, -INF]),
        CUT,
        "2 rows have no usable prediction (null, NaN or infinite), the first is row 1",
    ),
    "cut_word.csv": (
        "sex,y,p\nf,1,yes\n",
        CUT,
        "a threshold needs numbers, row 1 holds 'yes' (write numbers with a decimal point)",
    ),
    "cut_comma.csv": ("sex;y;p\nf;1;0,7\n", CUT, "a threshold needs numbers, row 1 holds '0,7'"),
    "cut_truth.parquet": (
        parquet(sex=["f"], y=[1], p=[True]),
        CUT,
        "a threshold needs numbers, this column is BOOLEAN (leave the threshold out for 0/1)",
    ),
}


@pytest.mark.parametrize("name", PREDICTIONS)
def test_a_prediction_that_is_no_decision_is_named_with_its_row(
    name: str, complaint: Callable[..., str]
) -> None:
    """Probabilities without a threshold get the line to write; NaN is above no threshold."""
    content, prediction, expected = PREDICTIONS[name]
    message = complaint(name, content, prediction=prediction)
    assert message.startswith(f"{name}: column p: ")
    assert expected in message


def test_a_threshold_is_compared_in_the_precision_of_the_column(tmp_path: Path) -> None:
    """A 32-bit .7 is .7, though it is a little less as a double."""
    path = tmp_path / "t.parquet"
    scores = pa.array([0.7, 0.69], pa.float32())
    path.write_bytes(parquet(sex=["f", "f"], y=[1, 1], p=scores))
    cells = tally(path, prediction=Prediction("p", 0.7)).cells["sex",]
    assert cells.counts.tolist() == [[1, 0, 1, 0]]


SCORES = {
    "null.csv": ("sex,y,p,s\nf,1,1,.5\nf,1,1,\n", "1 row has no usable score, the first is row 2"),
    "word.csv": ("sex,y,p,s\nf,1,1,high\n", "the first is row 1: 'high' (write a finite number "),
    "nan.parquet": (parquet(sex=["f"] * 2, y=[1, 0], p=[1, 1], s=[0.5, NAN]), "is row 2: nan"),
    "inf.parquet": (parquet(sex=["f"] * 2, y=[1, 0], p=[1, 1], s=[0.5, -INF]), "is row 2: -inf"),
    "huge.parquet": (parquet(sex=["f"] * 2, y=[1, 0], p=[1, 1], s=[1e300, 0.0]), "row 1: 1e+300"),
    "date.parquet": (
        parquet(sex=["f"], y=[1], p=[1], s=[date(2026, 1, 1)]),
        "a score needs numbers, this column is DATE (name a column of numbers)",
    ),
}


@pytest.mark.parametrize("name", SCORES)
def test_a_score_that_is_no_finite_number_is_named_with_its_row(
    name: str, complaint: Callable[..., str]
) -> None:
    """Nothing is left out of a histogram in silence."""
    content, expected = SCORES[name]
    message = complaint(name, content, score="s", scored=True)
    assert message.startswith(f"{name}: column s: ")
    assert expected in message


@pytest.mark.parametrize("scores", [[1e100, -5.0], [7.0, 7.0], [-3.0, 41.5], [1e-320, 0.0]])
def test_scores_of_any_finite_size_are_added_up(scores: list[float], tmp_path: Path) -> None:
    """Far outside [0, 1], all equal, or next to nothing."""
    path = tmp_path / "t.parquet"
    path.write_bytes(parquet(sex=["f", "f"], y=[0, 1], p=[1, 1], s=scores))
    found = tally(path, score="s", scored=True).histograms["sex",]
    largest = max(1, *map(abs, scores))
    assert found.sums[0] == pytest.approx(scores, abs=1e-15 * largest)
    assert found.squares[0] == pytest.approx([s**2 for s in scores], abs=1e-15 * largest**2)
    assert found.counts.sum() == 2


def test_a_policy_about_scores_without_a_column_of_scores_is_refused(
    complaint: Callable[..., str],
) -> None:
    """The policy is at fault; the file is named all the same."""
    assert complaint("t.csv", SHORT, scored=True) == (
        "t.csv: the policy judges scores, but names no column of scores "
        "(add it under columns: score: COLUMN)"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"label": Label("z")}, "column z: there is no such column, wanted as label (known: "),
        ({"label": Label("Y")}, "column Y: there is no such column, wanted as label (known: "),
        ({"prediction": Prediction("pp")}, "wanted as prediction (did you mean p?)"),
        ({"score": "sexx"}, "wanted as score (did you mean sex?)"),
        ({"row_id": "id"}, "column id: there is no such column, wanted as row_id (known: sex, "),
        ({"attributes": (Attribute("s", "sx"),)}, "wanted as attribute s (did you mean sex?)"),
    ],
)
def test_an_unknown_column_gets_a_suggestion(
    changes: dict[str, Any], expected: str, complaint: Callable[..., str]
) -> None:
    """Names are exact: case counts."""
    assert expected in complaint("t.csv", SHORT, **changes)


def test_two_columns_of_a_parquet_file_may_not_share_a_name(tmp_path: Path) -> None:
    """Which of them was meant is not for us to guess."""
    path = tmp_path / "t.parquet"
    columns = [pa.array(["f"]), pa.array([1]), pa.array([1]), pa.array([0])]
    pq.write_table(pa.Table.from_arrays(columns, names=["sex", "y", "p", "p"]), path)
    with pytest.raises(UserError, match="column p: 2 columns have this name"):
        tally(path)


def rows(values: list[str]) -> str:
    """Write a CSV file with one row for each value of sex."""
    return "sex,y,p\n" + "".join(f"{value},1,1\n" for value in values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([f"user-{i}" for i in range(1500)], "more than 1,000 different values: an id, a free "),
        ([f"{i}.5" for i in range(1500)], "cut numbers into bins: sex: {column: sex, bins: [25, "),
        (["a"] * 60_000 + [f"v{i}" for i in range(1001)], "more than 1,000 different values"),
        ([f"text {i % 101}" for i in range(1009)], "101 different values in 1,009 rows: an id, "),
    ],
)
def test_an_id_or_free_text_is_no_attribute(
    values: list[str], expected: str, complaint: Callable[..., str]
) -> None:
    """Groups of one or two people say nothing; the message says what to name instead."""
    message = complaint("t.csv", rows(values))
    assert message.startswith("t.csv: column sex: ")
    assert expected in message


@pytest.mark.parametrize("number", [100, 101])
def test_many_values_are_fine_where_each_has_enough_rows(number: int, tmp_path: Path) -> None:
    """100 values in any table, 101 in one of more than 1,010 rows."""
    path = tmp_path / "t.csv"
    count = 1010 if number == 101 else 100
    path.write_text(rows([f"text {i % number}" for i in range(count)]), encoding="utf-8")
    assert len(tally(path).cells["sex",].groups) == number


def test_an_intersection_of_more_than_1000_groups_is_refused(
    complaint: Callable[..., str],
) -> None:
    """61 and 59 values are fine by themselves; 3,599 groups are not."""
    content = "a,b,y,p\n" + "".join(f"{i % 61},{i % 59},1,1\n" for i in range(3599))
    both = (Attribute("a", "a"), Attribute("b", "b"))
    assert complaint("t.csv", content, attributes=both, groupings=(("a",), ("a", "b"))) == (
        "t.csv: groups [a, b]: this makes more than 1,000 groups "
        "(name fewer attributes, cut numbers into bins, or pool rare values)"
    )


@pytest.mark.parametrize(
    ("values", "kind"),
    [([[1, 2], [3]], "BIGINT[]"), ([{"a": 1}, {"a": 2}], "STRUCT"), ([b"a", b"b"], "BLOB")],
)
def test_lists_structs_and_bytes_make_no_groups(
    values: list[Any], kind: str, complaint: Callable[..., str]
) -> None:
    """One plain value a row."""
    message = complaint("t.parquet", parquet(sex=values, y=[1, 0], p=[1, 1]))
    assert f"column sex: a column of type {kind}" in message


def test_a_word_among_numbers_to_be_cut_into_bins_is_named(complaint: Callable[..., str]) -> None:
    """NA is a word; a missing number is an empty field."""
    content = "age,y,p\n30,1,1\n,1,1\nNA,1,1\n"
    assert complaint("t.csv", content, attributes=AGE) == (
        "t.csv: column age: bins of age need numbers, row 3 holds 'NA' "
        "(leave the field empty where the number is not known)"
    )
    truth = parquet(age=[True, False], y=[1, 0], p=[1, 1])
    assert "bins of age need numbers, this column is BOOLEAN" in complaint(
        "t.parquet", truth, attributes=AGE
    )


PAIRS = {
    "repeated": ("1,1,1\n1,1,1\n", "1,1,0\n2,1,0\n", "column id: row id 1 occurs 2 times, it must"),
    "base_repeated": (
        "1,1,1\n2,1,1\n",
        "1,1,0\n1,1,0\n",
        "base_t.csv: column id: row id 1 occurs ",
    ),
    "both_repeated": ("1,1,1\n1,1,1\n", "1,1,1\n1,1,1\n", "t.csv: column id: row id 1 occurs 2 "),
    "unmatched": ("1,1,1\n7,1,1\n7,1,1\n", "1,1,1\n", "t.csv: column id: row id 7 occurs 2 times"),
    "none_match": ("1,1,1\n1,1,1\n", "8,1,1\n9,1,1\n", "t.csv: column id: row id 1 occurs 2 times"),
    "missing": ("1,1,1\n,1,1\n", "1,1,0\n2,1,0\n", "t.csv: column id: 1 row has no row id (give "),
    "base_missing": (
        "1,1,1\n2,1,1\n",
        "1,1,0\n,1,0\n",
        "base_t.csv: column id: 1 row has no row id",
    ),
    "label": (
        "1,1,1\n2,1,1\n",
        "1,1,0\n2,0,0\n",
        "base_t.csv: column y: row id 2 has label 0 here and 1 in t.csv: these are not the same",
    ),
    "invalid": ("1,1,1\n", "1,5,1\n", "base_t.csv: column y: a label is 0 or 1, row 1 holds '5'"),
}


@pytest.mark.parametrize("case", PAIRS)
def test_a_baseline_that_cannot_be_paired_is_refused(
    case: str, complaint: Callable[..., str]
) -> None:
    """Ids repeated or missing in either file, or other labels: a pairing would be made up."""
    mine, theirs, expected = PAIRS[case]
    header = "id,y,p\n"
    message = complaint("t.csv", header + mine, header + theirs, row_id="id", attributes=())
    assert expected in message


def test_a_baseline_needs_the_columns_of_the_policy(complaint: Callable[..., str]) -> None:
    """A baseline without row ids is an error where the policy names them."""
    message = complaint("t.csv", "id,sex,y,p\n1,f,1,1\n", SHORT, row_id="id")
    assert message.startswith("base_t.csv: column id: there is no such column, wanted as row_id")


def test_repeated_ids_do_not_multiply_each_other(tmp_path: Path) -> None:
    """A constant id in two files of 100,000 rows would be 10,000,000,000 pairs."""
    path = tmp_path / "t.parquet"
    path.write_bytes(
        parquet(id=[1] * 100_000, sex=["f"] * 100_000, y=[1] * 100_000, p=[1] * 100_000)
    )
    with pytest.raises(UserError, match="row id 1 occurs 100,000 times, it must be unique"):
        tally(path, path, row_id="id")


def test_ids_of_different_types_are_compared_as_text(tmp_path: Path) -> None:
    """7 in Parquet and 7 in CSV are the same person."""
    path, other = tmp_path / "t.parquet", tmp_path / "b.csv"
    path.write_bytes(parquet(id=[7, 8], sex=["f", "m"], y=[1, 0], p=[1, 1]))
    other.write_text("id,sex,y,p\n8,m,0,0\n7,f,1,1\n", encoding="utf-8")
    found = tally(path, other, row_id="id")
    assert found.paired_rows == 2
    assert found.paired["sex",].baseline.counts.tolist() == [[1, 0, 0, 0], [0, 0, 0, 1]]
