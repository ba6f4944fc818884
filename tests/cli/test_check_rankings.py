"""``fairgate check`` on rankings: files in, codes and reports out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

POLICY = """\
version: 1
name: search
predictions: rankings.csv
ranking: {score: s, query_id: q, sensitive: {sex: sex}}
groups: [sex]
rules:
  - {id: top-ten, metric: skew_at_k, k: 10, protected: "sex=f", value: {at_least: -0.22}}
  - {id: no-step-back, metric: pairwise_gap, regression: {at_most: 0.05}}
"""


def write(path: Path, shift: float, queries: int = 150) -> None:
    """Write rankings of 20 people each, women moved down by ``shift``."""
    rng = np.random.default_rng(2)
    lines = ["q,s,sex"]
    for query in range(queries):
        for at in range(20):
            woman = at % 2 == 0
            lines.append(f"q{query},{rng.normal() - shift * woman:.6f},{'f' if woman else 'm'}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> None:
    """A policy, and rankings of three rankers."""
    (tmp_path / "p.yaml").write_text(POLICY, encoding="utf-8")
    write(tmp_path / "rankings.csv", 0.0)
    write(tmp_path / "unfair.csv", 1.0)
    write(tmp_path / "few.csv", 0.0, 3)


def test_rankings_pass_fail_and_cannot_be_judged(fairgate) -> None:
    """With the exit codes of all other rules."""
    policy = "check --policy p.yaml"
    assert fairgate(policy, "--first-model").code == 0
    failed = fairgate(policy, "--predictions unfair.csv --baseline rankings.csv")
    assert failed.code == 3
    assert "FAIL    top-ten on sex" in failed.out
    assert "FAIL    no-step-back on sex" in failed.out
    assert "compared row by row with a baseline (3,000 rows in both)" in " ".join(
        failed.out.split()
    )
    unknown = fairgate(policy, "--predictions few.csv --first-model")
    assert unknown.code == 4
    assert "more queries like these would be needed" in " ".join(unknown.out.split())


def test_every_format_can_hold_a_verdict_on_rankings(fairgate, tmp_path) -> None:
    """JSON is that of the contract."""
    for name in ("json", "markdown", "sarif", "junit", "html"):
        words = f"--predictions unfair.csv --first-model --format {name} --out o.{name}"
        assert fairgate("check --policy p.yaml", words).code == 3
        assert "skew_at_k" in (tmp_path / f"o.{name}").read_text(encoding="utf-8")
    found = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert (found["schema"], found["outcome"]) == ("fairgate/verdict/v1", "fail")
    assert [finding["outcome"] for finding in found["findings"]] == ["fail", "pass"]
    assert found["findings"][0]["worst"] == ["sex=f"]
    assert {group["group"]["sex"] for group in found["by_group"]} == {"f", "m"}


def test_an_order_column_ranks_as_a_score_does(fairgate, tmp_path) -> None:
    """1 is best; and a file in order needs neither."""
    (tmp_path / "order.csv").write_text(
        "place,sex\n" + "".join(f"{at},{'m' if at <= 40 else 'f'}\n" for at in range(80, 0, -1)),
        encoding="utf-8",
    )
    rule = "[{id: r, metric: pairwise_gap, value: {at_most: 0.2}}]"
    text = "version: 1\nname: x\nranking: {KEY, sensitive: {sex: sex}}\ngroups: [sex]\n"
    for key, worst in (("order: place", ["sex=f", "sex=m"]), ("score: place", ["sex=m", "sex=f"])):
        (tmp_path / "o.yaml").write_text(text.replace("KEY", key) + f"rules: {rule}\n")
        result = fairgate("check --policy o.yaml --predictions order.csv --format json")
        assert result.code == 3
        assert json.loads(result.out)["findings"][0]["worst"] == worst


def test_evidence_of_rankings_is_written_signed_and_verified(fairgate) -> None:
    """With the commit and the issues of the change; verify ends as the verdict does."""
    assert fairgate("keygen --out keys").code == 0
    words = "--evidence e.json --sign keys/fairgate.key --commit c0ffee --issue SEARCH-1"
    judged = fairgate("check --policy p.yaml", words)
    verified = fairgate("verify e.json --key keys/fairgate.pub --subject rankings.csv")
    assert judged.code == verified.code
    assert "authentic, and its verdict follows from its counts" in verified.out
    assert "declared: the predictions were handed in" in verified.out
    assert "SEARCH-1" in verified.out
    assert "rankings.csv is the data it is about" in verified.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--baseline-model m.onnx", "rankings are judged as they are, so no model is scored"),
        ("--evidence rankings.csv", "this file is read, so nothing is written over it"),
        ("--evidence e.json --subject ranker.bin", "ranker.bin: could not read it"),
        ("--evidence e.json --sign nowhere.key", "nowhere.key: there is no such file"),
        ("--out rankings.csv", "this file is read, so nothing is written over it"),
        ("--predictions nowhere.csv", "nowhere.csv: there is no such file"),
        ("--predictions bad.csv", "column s: a score is a finite number, row 2 holds 'high'"),
        ("--predictions lost.csv", "column q: row 2 belongs to no query"),
        ("--predictions thin.csv", "column sex: there is no such column"),
    ],
)
def test_a_wrong_request_about_rankings_ends_with_2(fairgate, tmp_path, words, said) -> None:
    """File, place, value and cure; nothing is written."""
    (tmp_path / "bad.csv").write_text("q,s,sex\na,1,f\na,high,m\n", encoding="utf-8")
    (tmp_path / "lost.csv").write_text("q,s,sex\na,1,f\n,2,m\n", encoding="utf-8")
    (tmp_path / "thin.csv").write_text("q,s\na,1\n", encoding="utf-8")
    result = fairgate("check --policy p.yaml", words)
    assert result.code == 2
    assert said in result.err
    assert not (tmp_path / "e.json").exists()


def test_a_policy_without_rankings_asks_for_some(fairgate, tmp_path) -> None:
    """And says where to name them."""
    (tmp_path / "p.yaml").write_text(POLICY.replace("predictions: rankings.csv\n", ""))
    result = fairgate("check --policy p.yaml")
    assert result.code == 2
    assert "no rankings to judge (give --predictions FILE" in result.err
