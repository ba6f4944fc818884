"""``python -m ci_actions``: environment in, exit code out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from checkouts import UNFAIR, Checkout, write_rows


@pytest.fixture
def work(tmp_path: Path) -> Checkout:
    """A request with an unfair model."""
    work = Checkout.with_model(tmp_path / "work")
    write_rows(work.root / "p.csv", UNFAIR)
    work.request()
    return work


def run(work: Checkout, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the module in the work tree with nothing but this environment."""
    return subprocess.run(
        [sys.executable, "-m", "ci_actions", *arguments],
        cwd=work.root,
        env={"PATH": os.environ["PATH"], "HOME": str(work.root), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_any_ci_judges_by_two_variables(work: Checkout) -> None:
    """The report is printed, the files are there, the code is the verdict's."""
    result = run(work, FAIRGATE_BASE="main", FAIRGATE_HEAD="HEAD")
    assert (result.returncode, result.stderr) == (3, "")
    assert "sex=f: 30 % get a yes" in result.stdout
    assert json.loads((work.root / "build/fairgate/verdict.json").read_text())["outcome"] == "fail"


def test_github_gets_annotations_and_outputs(work: Checkout, tmp_path: Path) -> None:
    """From the event file, without a token."""
    base, head = work.git("rev-parse", "main"), work.git("rev-parse", "HEAD")
    repository = {"full_name": "acme/loans"}
    event = {
        "number": 7,
        "pull_request": {
            "base": {"ref": "main", "sha": base, "repo": repository},
            "head": {"ref": "better", "sha": head, "repo": repository},
        },
    }
    (tmp_path / "event.json").write_text(json.dumps(event))
    result = run(
        work,
        GITHUB_ACTIONS="true",
        GITHUB_EVENT_NAME="pull_request",
        GITHUB_EVENT_PATH=str(tmp_path / "event.json"),
        GITHUB_OUTPUT=str(tmp_path / "output"),
        FAIRGATE_COMMENT="false",
    )
    assert result.returncode == 3, result.stderr
    assert "::error file=fairgate.yaml,line=" in result.stdout
    assert "fail" in (tmp_path / "output").read_text()


def test_wrong_settings_are_code_two_all_at_once(work: Checkout) -> None:
    """No traceback, no report."""
    result = run(work, FAIRGATE_COMMENT="ja", FAIRGATE_FAIL_ON="often")
    assert result.returncode == 2
    assert [line.split(":")[1].strip() for line in result.stderr.splitlines()] == [
        "FAIRGATE_COMMENT",
        "FAIRGATE_FAIL_ON",
    ]
    assert not (work.root / "build").exists()


def test_a_complaint_can_not_give_orders_to_the_runner(work: Checkout) -> None:
    """File names come from the change."""
    result = run(work, FAIRGATE_BASE="main", FAIRGATE_POLICY="x ::set-output name=a::b.yaml")
    assert result.returncode == 2
    assert "::set-output" not in result.stdout + result.stderr


def test_a_run_that_could_not_judge_says_so_on_its_page(work: Checkout, tmp_path: Path) -> None:
    """Beside the line, and where a reader of the red cross looks first."""
    (work.root / "fairgate.yaml").write_text("version: 1\nname: <b>@team\nrulez: []\n")
    base = work.commit("a broken policy")
    repository = {"full_name": "acme/loans"}
    event = {
        "number": 7,
        "pull_request": {
            "title": "::add-mask::a",
            "base": {"ref": "main", "sha": base, "repo": repository},
            "head": {"ref": "::add-mask::b", "sha": base, "repo": repository},
        },
    }
    (tmp_path / "event.json").write_text(json.dumps(event))
    result = run(
        work,
        GITHUB_ACTIONS="true",
        GITHUB_EVENT_NAME="pull_request",
        GITHUB_EVENT_PATH=str(tmp_path / "event.json"),
        GITHUB_STEP_SUMMARY=str(tmp_path / "summary"),
    )
    assert result.returncode == 2
    assert "rulez" in result.stdout
    assert "add-mask" not in result.stdout + result.stderr
    page = (tmp_path / "summary").read_text()
    assert page.startswith("## Fairness gate: no verdict\n\n**Nothing was judged")
    assert "rulez" in page
    assert "<b>" not in page


def test_other_words_are_refused(work: Checkout) -> None:
    """With the usage."""
    result = run(work, "judge")
    assert (result.returncode, result.stderr[:28]) == (2, "usage: python -m ci_actions ")


def test_a_predictions_file_needs_the_base_extra_only(work: Checkout) -> None:
    """What it loads decides how long an installation takes."""
    program = (
        "import os, sys\n"
        "from ci_actions.__main__ import main\n"
        "code = main([], dict(os.environ))\n"
        "heavy = {'pandas', 'sklearn', 'urllib3', 'onnxruntime', 'skops', 'fairlearn'}\n"
        "sys.exit(f'{code} {sorted(heavy & set(sys.modules))}')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=work.root,
        env={"PATH": os.environ["PATH"], "HOME": str(work.root), "FAIRGATE_BASE": "main"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr.strip() == "3 []"
