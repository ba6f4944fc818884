"""``fairgate check``: codes, outputs in pairs, evidence, and what is refused."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.rows import CODES, FAIR, POLICY, UNFAIR, write_case, write_rows
from cli.running import Run

Shell = Callable[..., subprocess.CompletedProcess[str]]
CHECK = "check --policy fairgate.yaml"
REGRESSION = f"""{POLICY}\
  - id: no-step-back
    metric: false_negative_rate
    regression: {{at_most: 0.02, must_detect: 0.3}}
"""


@pytest.mark.parametrize(("outcome", "code"), CODES.items())
def test_every_outcome_has_its_code_and_its_word(
    shell: Shell, tmp_path: Path, outcome: str, code: int
) -> None:
    """0, 3 and 4; the report begins with the word."""
    write_case(tmp_path, outcome)
    result = shell(f"fairgate {CHECK}")
    assert (result.returncode, result.stderr) == (code, "")
    assert result.stdout.startswith(outcome.upper())
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_on_unknown_warn_is_code_zero(fairgate: Run, tmp_path: Path) -> None:
    """The team said so, and the report says that it did."""
    write_case(tmp_path, "unknown", POLICY + "    on_unknown: warn\n")
    result = fairgate(CHECK)
    assert result.code == 0
    assert "on_unknown: warn" in result.out


def test_the_report_names_the_line_of_the_rule(fairgate: Run, tmp_path: Path) -> None:
    """So that code scanning can point to it."""
    write_case(tmp_path, "fail")
    (run,) = json.loads(fairgate(f"{CHECK} --format sarif").out)["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("fairgate.yaml")
    assert place["region"]["startLine"] == 1 + POLICY.splitlines().index("  - id: four-fifths")


def test_predictions_of_the_policy_are_beside_it_and_given_ones_where_you_are(
    fairgate: Run, tmp_path: Path
) -> None:
    """As CONTRACT and common sense have it."""
    folder = tmp_path / "policies"
    folder.mkdir()
    write_case(folder, "pass")
    write_rows(tmp_path / "p.csv", UNFAIR)
    check = "check --policy policies/fairgate.yaml"
    assert fairgate(check).code == 0
    assert fairgate(f"{check} --predictions p.csv").code == 3


def test_formats_and_files_go_in_pairs(fairgate: Run, tmp_path: Path) -> None:
    """One format without a file is printed."""
    write_case(tmp_path, "fail")
    files = "--format html --out r.html --format json --format junit --out r.xml"
    result = fairgate(f"{CHECK} {files}")
    assert result.code == 3
    assert json.loads(result.out)["outcome"] == "fail"
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    assert "<testsuite" in (tmp_path / "r.xml").read_text()


def test_a_file_has_no_colour_and_nothing_is_printed(fairgate: Run, tmp_path: Path) -> None:
    """Reports in files are for machines and editors."""
    write_case(tmp_path)
    assert fairgate(f"{CHECK} --format text --out r.txt").out == ""
    assert "\x1b" not in (tmp_path / "r.txt").read_text()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("--format json --format text", "Two reports would go to standard output."),
        ("--format json --out a --format text --out a", "Two reports would go to a."),
        ("--sign k", "--sign signs evidence: say --evidence FILE as well."),
        ("--first-model --baseline p.csv", "--first-model says that there is no --baseline."),
        ("--format pdf", "Invalid value for '--format'"),
        ("--commit ''", "expected a word, got ''"),
        ("--predictions nowhere.csv", "nowhere.csv: there is no such file"),
        ("--out p.csv", "p.csv: this file is read, so nothing is written over it"),
        ("--evidence fairgate.yaml", "fairgate.yaml: this file is read"),
        ("--out missing/r.txt", "missing/r.txt: could not write it: no such file or directory"),
        ("--evidence e.json --subject model", "model: "),
        ("--subject p.csv", "say --evidence FILE as well"),
        ("--baseline-model p.csv", "only beside a candidate that is scored as well"),
        ("--baseline-model p.csv --baseline p.csv", "only one can be compared with"),
        ("--evidence e.json --commit 'a\tb'", "expected a word, got"),
        ("--evidence e.json --sign fairgate.yaml", "fairgate.yaml: is no private key"),
    ],
)
def test_a_wrong_request_is_code_two_and_writes_nothing(
    fairgate: Run, tmp_path: Path, change: str, complaint: str
) -> None:
    """Whatever else was asked for."""
    write_case(tmp_path, "fail")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    result = fairgate(f"{CHECK} --format json --out other.json {change}")
    assert (result.code, result.out, "Traceback" in result.err) == (2, "", False)
    assert complaint in result.err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_without_predictions_there_is_nothing_to_judge(fairgate: Run, tmp_path: Path) -> None:
    """Nor a model to score."""
    write_case(tmp_path, policy=POLICY.replace("predictions: p.csv\n", ""))
    result = fairgate(CHECK)
    assert result.code == 2
    assert result.err == (
        "error: fairgate.yaml: predictions: no predictions to judge (give --predictions FILE, or "
        "write predictions: or model: in the policy)\n"
    )


def test_a_baseline_is_paired_by_row_id(fairgate: Run, tmp_path: Path) -> None:
    """And its regression rule decides."""
    write_case(tmp_path, "fail", REGRESSION)
    write_rows(tmp_path / "old.csv", FAIR)
    verdict = json.loads(fairgate(f"{CHECK} --format json --baseline old.csv").out)
    assert verdict["compared_with"] == {"kind": "paired", "rows": 1000}
    outcomes = {finding["rule"]: finding["outcome"] for finding in verdict["findings"]}
    assert outcomes["no-step-back"] == "fail"


def test_the_first_model_has_nothing_to_step_back_from(fairgate: Run, tmp_path: Path) -> None:
    """Without ``--first-model`` a missing baseline is unknown, and blocks."""
    write_case(tmp_path, "pass", REGRESSION)
    assert fairgate(CHECK).code == 4
    assert fairgate(f"{CHECK} --first-model").code == 0


def test_a_waiver_ends_with_its_day(fairgate: Run, tmp_path: Path) -> None:
    """The last day still counts."""
    waiver = "waivers:\n  - {rule: four-fifths, groups: sex=f, until: 2027-01-31, owner: a, why: b}"
    write_case(tmp_path, "fail", POLICY + waiver)
    assert fairgate(f"{CHECK} --today 2027-01-31").code != 3
    assert fairgate(f"{CHECK} --today 2027-02-01").code == 3


def test_evidence_is_signed_verified_and_judged_again(fairgate: Run, tmp_path: Path) -> None:
    """The same code comes out of ``fairgate verify``."""
    write_case(tmp_path, "fail")
    (tmp_path / "model.onnx").write_bytes(b"a model")
    fairgate("keygen --out keys")
    made = fairgate(
        f"{CHECK} --evidence e.json --sign keys/fairgate.key --subject model.onnx "
        "--commit abc123 --issue LOAN-1 --issue LOAN-2 --today 2026-07-01"
    )
    assert made.code == 3
    result = fairgate("verify e.json --key keys/fairgate.pub --subject model.onnx")
    assert result.code == 3
    assert "is authentic" in result.out
    for word in ("abc123", "LOAN-1, LOAN-2", "2026-07-01T"):
        assert word in result.out


def test_unsigned_evidence_is_written_and_not_authentic(fairgate: Run, tmp_path: Path) -> None:
    """A pull request has no key."""
    write_case(tmp_path)
    fairgate("keygen --out keys")
    assert fairgate(f"{CHECK} --evidence e.json").code == 0
    result = fairgate("verify e.json --key keys/fairgate.pub")
    assert (result.code, "is not signed" in result.err) == (2, True)


def test_a_reader_that_goes_away_does_not_change_the_verdict(shell: Shell, tmp_path: Path) -> None:
    """``fairgate check | true`` with pipefail is still 3."""
    write_case(tmp_path, "fail")
    result = shell(f"fairgate {CHECK} --format html | true")
    assert (result.returncode, result.stderr) == (3, "")


def test_a_full_disk_is_no_verdict(shell: Shell, tmp_path: Path) -> None:
    """Neither behind stdout nor behind a file."""
    write_case(tmp_path)
    for where in ("> /dev/full", "--format json --out /dev/full --format text --out r.txt"):
        result = shell(f"fairgate {CHECK} {where}")
        assert (result.returncode, "no space left" in result.stderr) == (2, True)
    assert not (tmp_path / "r.txt").exists()


def test_a_terminal_that_knows_no_unicode_is_no_crash(shell: Shell, tmp_path: Path) -> None:
    """What it cannot show becomes a question mark."""
    write_case(tmp_path, policy=POLICY.replace("name: loans", "name: Крédit"))
    result = shell(f"PYTHONIOENCODING=ascii fairgate {CHECK}")
    assert result.returncode == 0
    assert "PASS: ???dit" in result.stdout
