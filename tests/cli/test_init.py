"""``fairgate init``: a policy that the data can answer, or a clear question back."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from cli.rows import FAIR, FEW, UNFAIR, write_rows
from cli.running import Run
from pyarrow import parquet

from fairgate.policyfile import read_policy

HEAD = "id,sex,race,y_true,y_pred\n"


@pytest.mark.parametrize(("table", "code"), [(FAIR, 0), (UNFAIR, 3), (FEW, 0)])
def test_the_check_of_a_starter_is_never_unknown(
    fairgate: Run, tmp_path: Path, table: dict[str, tuple[int, int, int, int]], code: int
) -> None:
    """Nor is it a mistake."""
    write_rows(tmp_path / "p.csv", table)
    made = fairgate("init --data p.csv --label repaid")
    assert (made.code, made.out.splitlines()[0]) == (0, "Wrote fairgate.yaml.")
    assert fairgate("check --policy fairgate.yaml").code == code


def test_guesses_are_said_with_their_reasons(fairgate: Run, tmp_path: Path) -> None:
    """So that a wrong one is seen."""
    write_rows(tmp_path / "p.csv", FAIR)
    said = fairgate("init --data p.csv").err
    assert "row_id      id                   by its name; every value once" in said
    assert "sensitive   sex                  by its name; 2 values" in said
    assert "prediction  approved             by its name; 0 or 1" in said
    assert "  -  " not in said


def test_what_cannot_be_guessed_is_asked_for_with_the_columns_listed(
    fairgate: Run, tmp_path: Path
) -> None:
    """Label, prediction and attributes at once; nothing is written."""
    (tmp_path / "p.csv").write_text("a,b,c\n0,1,x\n1,0,y\n1,1,x\n")
    result = fairgate("init --data p.csv")
    assert result.code == 2
    assert "  -           c                    VARCHAR, 2 values: x, y" in result.err
    assert result.err.endswith(
        "error: p.csv: no column tells what was true (say --label COLUMN, or --label "
        "COLUMN=VALUE)\n"
        "error: p.csv: no column tells what was decided (say --prediction COLUMN, or SCORE=0.5 "
        "to cut one)\n"
        "error: p.csv: no column tells whom to compare (say --sensitive COLUMN)\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["p.csv"]


def test_options_say_it_for_sure(fairgate: Run, tmp_path: Path) -> None:
    """A score that is cut, a word that counts as 1, ages in bins."""
    rows = [f"{0.2 + i % 7 / 10},{'good' if i % 3 else 'bad'},{18 + i % 60},{'xy'[i % 2]}"
            for i in range(600)]  # fmt: skip
    (tmp_path / "p.csv").write_text("s,result,years,g\n" + "\n".join(rows) + "\n")
    words = "--label result=good --prediction s=0.5 --sensitive years,g --score s"
    assert fairgate(f"init --data p.csv {words} --out policy.yaml").code == 0
    columns = read_policy(tmp_path / "policy.yaml").policy.columns
    assert getattr(columns.label, "positive", None) == "good"
    assert getattr(columns.prediction, "threshold", None) == 0.5
    assert set(columns.sensitive) == {"years_band", "g"}
    assert fairgate("check --policy policy.yaml").code in (0, 3)


def test_a_wrong_option_is_a_mistake_like_any_other(fairgate: Run, tmp_path: Path) -> None:
    """With the nearest column."""
    write_rows(tmp_path / "p.csv", FAIR)
    result = fairgate("init --data p.csv --label repayd")
    assert (result.code, result.err) == (
        2, "error: p.csv: --label: there is no column 'repayd' (did you mean repaid?)\n",
    )  # fmt: skip


def test_the_policy_names_the_data_from_where_it_stands(fairgate: Run, tmp_path: Path) -> None:
    """Not from where the command was run."""
    (tmp_path / "data").mkdir()
    (tmp_path / "policies").mkdir()
    write_rows(tmp_path / "data" / "p.csv", FAIR)
    assert fairgate("init --data data/p.csv --out policies/fair.yaml").code == 0
    file = read_policy(tmp_path / "policies" / "fair.yaml")
    assert file.policy.predictions == "../data/p.csv"
    assert fairgate("check --policy policies/fair.yaml").code == 0


def test_a_file_that_is_there_is_not_overwritten(fairgate: Run, tmp_path: Path) -> None:
    """But with ``--force``."""
    write_rows(tmp_path / "p.csv", FAIR)
    (tmp_path / "fairgate.yaml").write_text("mine")
    result = fairgate("init --data p.csv")
    assert result.code == 2
    assert result.err.startswith("error: fairgate.yaml: this file is there already (say --force")
    assert (tmp_path / "fairgate.yaml").read_text() == "mine"
    assert fairgate("init --data p.csv --force").code == 0


def test_missing_values_and_parquet_are_fine(fairgate: Run, tmp_path: Path) -> None:
    """People who gave no answer are reported apart."""
    n = 400
    table = pa.table({
        "id": list(range(n)),
        "gender": [("f", "m", None)[i % 3] for i in range(n)],
        "label": [i % 2 == 0 for i in range(n)],
        "prediction": [i % 5 < 3 for i in range(n)],
    })  # fmt: skip
    parquet.write_table(table, tmp_path / "p.parquet")
    assert fairgate("init --data p.parquet").code == 0
    assert fairgate("check --policy fairgate.yaml").code in (0, 3)


def test_one_group_only_warns_in_words(fairgate: Run, tmp_path: Path) -> None:
    """Two attributes, one of which compares nobody."""
    rows = [f"{i},f,{'ab'[i % 2]},{i % 2},{i % 3 % 2}" for i in range(600)]
    (tmp_path / "p.csv").write_text(HEAD + "\n".join(rows) + "\n")
    result = fairgate("init --data p.csv --sensitive sex --sensitive race")
    assert result.code == 0
    assert "There is only one group, sex=f" in result.out
    assert fairgate("check --policy fairgate.yaml").code in (0, 3)


@pytest.mark.parametrize(
    ("platform", "path"),
    [
        ("github", ".github/workflows/fairness.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("jenkins", "Jenkinsfile"),
    ],
)
def test_the_ci_job_is_written_where_the_platform_looks(
    fairgate: Run, tmp_path: Path, platform: str, path: str
) -> None:
    """Together with the policy."""
    write_rows(tmp_path / "p.csv", FAIR)
    result = fairgate(f"init --data p.csv --ci {platform}")
    assert f"Wrote {path}.\n" in result.out
    assert "fairgate.yaml" in (tmp_path / path).read_text()


def test_a_ci_file_of_the_teams_own_is_left_alone(fairgate: Run, tmp_path: Path) -> None:
    """Ours goes beside it, and how to include it is said."""
    write_rows(tmp_path / "p.csv", FAIR)
    (tmp_path / ".gitlab-ci.yml").write_text("mine")
    result = fairgate("init --data p.csv --ci gitlab")
    assert "Add to .gitlab-ci.yml: include: {local: fairness.gitlab-ci.yml}" in result.out
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "mine"
    assert (tmp_path / "fairness.gitlab-ci.yml").exists()


@pytest.mark.parametrize("data", ["nowhere.csv", ".", "empty.csv"])
def test_data_that_cannot_be_read_are_a_mistake(fairgate: Run, tmp_path: Path, data: str) -> None:
    """Not a crash, and nothing is written."""
    (tmp_path / "empty.csv").write_bytes(b"")
    result = fairgate(f"init --data {data}")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")
    assert not (tmp_path / "fairgate.yaml").exists()
