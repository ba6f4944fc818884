"""``fairgate rank``: files, options, and every way they can be wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli.running import Run

ROWS = """\
who,points,age,sex,a=b
ann,9,41,f,1
bob,8,29,m,2
cyd,7,,f,3
dan,7,55,m,4
eve,5,23,f,5
fay,4,37,,6
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Write six people."""
    path = tmp_path / "people.csv"
    path.write_text(ROWS)
    return path


def test_a_weighted_sum_is_ranked_and_described(fairgate: Run, people: Path) -> None:
    """The label describes; its exit code is 0 whatever it finds."""
    result = fairgate("rank people.csv --score points=2 --sensitive sex=f --format json")
    assert (people.exists(), result.code, result.err) == (True, 0, "")
    found = json.loads(result.out)
    assert (found["n"], found["k"], found["top"]) == (6, 3, 6)
    assert found["recipe"][0]["weight"] == 2
    assert {m["group"] for m in found["measures"]} == {"sex=f"}


@pytest.mark.usefixtures("people")
def test_without_a_score_the_order_of_the_file_is_ranked(fairgate: Run) -> None:
    """There is no slope then."""
    found = json.loads(fairgate("rank people.csv --sensitive sex --k 2 --format json").out)
    assert found["stability"]["top_k_slope"] is None
    assert found["diversity"]["top_k"] == {"sex": {"f": 1, "m": 1}}


@pytest.mark.usefixtures("people")
def test_ascending_turns_the_ranking_round(fairgate: Run) -> None:
    """The smallest score is the best."""
    words = "rank people.csv --score points --ascending --name who --format json"
    found = json.loads(fairgate(words).out)
    assert [one["name"] for one in found["leaders"]] == ["fay", "eve", "cyd", "dan", "bob", "ann"]


@pytest.mark.usefixtures("people")
def test_a_column_with_an_equals_sign_is_found(fairgate: Run) -> None:
    """With and without a weight behind it."""
    for words in ("--score a=b", "--score a=b=3"):
        result = fairgate(f"rank people.csv {words} --format json")
        assert json.loads(result.out)["recipe"][0]["name"] == "a=b"


def test_the_label_is_written_as_a_page(fairgate: Run, people: Path) -> None:
    """And nothing is printed then, unless a format is asked for."""
    result = fairgate("rank people.csv --score points --sensitive sex --label label.html")
    assert (result.code, result.out) == (0, "")
    assert "<h1>people.csv</h1>" in people.with_name("label.html").read_text()


def test_formats_and_files_come_in_pairs(fairgate: Run, people: Path) -> None:
    """As with other commands."""
    result = fairgate("rank people.csv --score points --sensitive sex --out a.md --format json")
    assert result.code == 0
    found = fairgate("rank people.csv --score points --format json --format markdown --out b.md")
    assert found.out.startswith("{")
    assert people.with_name("b.md").read_text().startswith("# Ranking of people.csv")


def test_parquet_is_read_as_well(fairgate: Run, tmp_path: Path) -> None:
    """With types of its own."""
    table = pa.table({"points": [3.0, 2.0, 1.0], "group": ["a", "b", "a"], "seen": [1, 2, 3]})
    pq.write_table(table, tmp_path / "r.parquet")
    result = fairgate("rank r.parquet --score points --sensitive group --format json")
    assert json.loads(result.out)["ingredients"][-1]["known"] == 3


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--score pionts", "column pionts: there is no such column"),
        ("--score pionts", "did you mean points?"),
        ("--score who", "column who: a score is a finite number, row 1 holds 'ann'"),
        ("--score age", "column age: a score is a finite number, row 3 holds nothing"),
        ("--score points=much", "column points: expected a number as the weight, got 'much'"),
        ("--score points=nan", "expected a number as the weight, got 'nan'"),
        ("--score points --score points=2", "column points: this column is weighed twice"),
        ("--score points=0", "all weights are 0, which ranks nothing"),
        ("--sensitive sx", "column sx: there is no such column"),
        ("--sensitive sex=x", "column sex: no row holds 'x', so there is no such group"),
        ("--score points --sensitive sex --k 7", "--k is 7, and the file has 6 rows"),
        ("--score points --label people.csv", "this file is read, so nothing is written over it"),
        ("--diverse none", "column none: there is no such column"),
    ],
)
def test_a_wrong_request_is_refused_with_place_and_value(
    fairgate: Run, words: str, said: str
) -> None:
    """Exit code 2, nothing on standard output, never a traceback."""
    result = fairgate(f"rank people.csv {words}")
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("rows", "words", "said"),
    [
        ("x,g\n1,a\nnan,b\n", "--score x", "row 2 holds 'nan'"),
        ("x,g\n1,a\ninf,b\n", "--score x", "row 2 holds 'inf'"),
        ("x,g\n1,a\n'2',b\n,a\n", "--score x", "row 2 holds \"'2'\" and 1 more are none either"),
        ("x,g\n1,a\n2,a\n", "--sensitive g", "every row holds 'a': there is nobody to compare"),
        ("x,g\n1,\n2,\n", "--sensitive g", "column g: every row is empty"),
        ("x,g\n", "--score x", "this file has a header and no rows"),
        ("x,g\n1,a\n1,b\n", "--score x --normalise minmax-z", "x is the same for all items"),
        ("x,g\n1e308,a\n1,b\n", "--score x=10", "a score is too large to be a number"),
    ],
)
def test_a_file_that_cannot_be_ranked_is_refused(
    fairgate: Run, tmp_path: Path, rows: str, words: str, said: str
) -> None:
    """With file, place and value, and what to do about it."""
    (tmp_path / "r.csv").write_text(rows)
    result = fairgate(f"rank r.csv {words}")
    assert (result.code, result.out) == (2, "")
    assert "r.csv: " in result.err
    assert said in result.err


def test_a_column_of_names_is_not_judged_in_turn(fairgate: Run, tmp_path: Path) -> None:
    """Sixty groups of one are no groups."""
    rows = "".join(f"{at},n{at}\n" for at in range(60))
    (tmp_path / "r.csv").write_text(f"x,name\n{rows}")
    result = fairgate("rank r.csv --score x --sensitive name")
    assert result.code == 2
    assert "60 values are too many to judge in turn" in result.err


@pytest.mark.usefixtures("people")
def test_small_counts_can_be_hidden(fairgate: Run) -> None:
    """For rankings of people."""
    found = json.loads(fairgate("rank people.csv --sensitive sex --min-cell 5 --format json").out)
    assert found["diversity"]["overall"]["sex"] == {"f": "<5", "m": "<5"}


@pytest.mark.usefixtures("people")
def test_a_verdict_format_is_no_label(fairgate: Run) -> None:
    """SARIF lists findings, and a label has none."""
    assert fairgate("rank people.csv --score points --out a.sarif").code == 2
