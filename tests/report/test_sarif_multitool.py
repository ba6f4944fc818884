"""SARIF and JUnit before judges of their own: Sarif.Multitool, the OASIS schema, junitparser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from report.samples import NASTY, POLICY_FILE, empty, sample
from report.test_any_names import verdict as named

from fairgate.report import render
from fairgate.verdict import Comparison, Outcome, Verdict

ROOT = Path(__file__).parents[2]
HOME = ROOT / "build/tools/sarif/node_modules/@microsoft/sarif-multitool-linux"
TOOL = HOME / "Sarif.Multitool"
VERDICTS = {
    "sample": sample(),
    "empty": empty(),
    "hostile": named(f"[x](javascript:1) {NASTY[1]}", NASTY[0], [NASTY[2], NASTY[3], "](1) {0}"]),
    "passing": Verdict("p", Outcome.PASS, 9, 0.95, 5, Comparison("none", 0), (), ()),
    "dots": named("../{0}", "a](1)[", [NASTY[4], NASTY[5], "\u202e\u200b"]),
}

needs_tool = pytest.mark.skipif(
    not os.access(TOOL, os.X_OK), reason=f"no {TOOL.name}: run tests/servers/sarif.sh"
)


def written(name: str, format_: str, folder: Path) -> Path:
    """Write a report to a file."""
    path = folder / f"{name}.{format_}"
    text = render(VERDICTS[name], format_, policy_file=POLICY_FILE, predictions="p.csv")
    path.write_text(text, "utf-8")
    return path


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool that wants neither a locale nor a colour."""
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    return subprocess.run(
        list(map(str, command)), env=environment, capture_output=True, text=True, check=False
    )


@needs_tool
def test_the_validator_of_sarif_finds_nothing(tmp_path):
    """Neither by the standard's rules nor by those of GitHub's code scanning.

    It exits with 0 whatever it finds, so what it prints is what counts.
    """
    paths = [written(name, "sarif", tmp_path) for name in VERDICTS]
    said = run(TOOL, "validate", *paths, "--rule-kind", "Sarif;Ghas").stdout
    assert f"{len(paths)} files scanned" in said
    assert "Analysis completed successfully" in said
    assert [line for line in said.splitlines() if " error " in line or " warning " in line] == []


@needs_tool
def test_sarif_keeps_to_the_schema_of_the_standard(tmp_path):
    """The schema of OASIS, as the validator brings it along."""
    checker = Path(sys.executable).with_name("check-jsonschema")
    paths = [written(name, "sarif", tmp_path) for name in VERDICTS]
    result = run(checker, "--schemafile", HOME / "sarif-2.1.0.json", *paths)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("name", VERDICTS)
def test_a_second_reader_takes_the_junit_file(name, tmp_path):
    """``junitparser verify`` exits with 1 exactly where a test case failed."""
    reader = Path(sys.executable).with_name("junitparser")
    result = run(reader, "verify", written(name, "junit", tmp_path))
    assert (result.returncode, result.stderr) == (1 if VERDICTS[name].blocks else 0, "")
