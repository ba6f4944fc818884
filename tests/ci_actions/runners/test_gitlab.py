"""The example's pipeline with the GitLab component, run by gitlab-ci-local."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from junitparser import JUnitXml
from lending import FAIR, UNFAIR, Project, project, training
from piping import need_gitlab_ci_local, pipe, with_component

BLACK_APPLICANTS = "race=black: 30 % of those who should get a yes are refused"


@pytest.fixture
def lending(tmp_path: Path) -> Project:
    """The example's repository, whose origin is a bare one beside it."""
    need_gitlab_ci_local()
    remote = "git@gitlab.com:acme/lending.git"
    made = project(tmp_path / "lending", remote=remote)
    with_component(made)
    made.git("clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git"))
    made.git("config", f"url.{tmp_path}/origin.git.insteadOf", remote)
    return made


def test_a_fair_candidate_merges(lending: Project, tmp_path: Path) -> None:
    """Its tests are shown on the merge request."""
    lending.branch("LOAN-1-fuller", "Ten more facts", training(FAIR))
    run = pipe(lending, tmp_path / "runner")
    assert run.jobs == {"predict": "PASS", "fairness": "PASS"}
    junit = run.reports / "fairness.xml"
    assert JUnitXml.fromfile(str(junit)).failures == 0


def test_an_unfair_candidate_is_blocked_and_the_sentence_says_for_whom(
    lending: Project, tmp_path: Path
) -> None:
    """In the log, among the tests, and as a finding on the policy's line."""
    lending.branch("LOAN-2-stricter", "Stricter", training(UNFAIR))
    run = pipe(lending, tmp_path / "runner")
    assert run.jobs == {"predict": "PASS", "fairness": "FAIL"}
    junit = run.reports / "fairness.xml"
    assert BLACK_APPLICANTS in junit.read_text(encoding="utf-8")
    quality = run.reports / "codequality.json"
    found = json.loads(quality.read_text(encoding="utf-8"))
    (refused,) = [issue for issue in found if "at most 10 points" in issue["description"]]
    assert refused["location"]["path"] == "fairgate.yaml"
    assert list(run.kept.rglob("report.html"))
    assert not list(run.kept.rglob("evidence*"))


def test_a_change_that_loosens_the_policy_is_judged_by_the_old_one(
    lending: Project, tmp_path: Path
) -> None:
    """And the loosening is said."""
    text = (lending.folder / "fairgate.yaml").read_text(encoding="utf-8")
    loose = text[: text.index("  # Of the people whom the bank accepted")]
    loose = loose.replace("at_least: 0.8, must_detect: 0.6", "at_least: 0.4")
    lending.branch("LOAN-3-loose", "Tidy up", {**training(UNFAIR), "fairgate.yaml": loose})
    run = pipe(lending, tmp_path / "runner")
    assert run.jobs["fairness"] == "FAIL"
    assert "wrongly-refused" in run.said
    assert "loosens" in run.said


def test_reports_that_a_change_brings_along_are_not_kept(lending: Project, tmp_path: Path) -> None:
    """A change that carries a verdict of its own and breaks the gate shows no verdict."""
    lending.branch(
        "LOAN-4-forged",
        "Forged",
        {**training(FAIR), "build/fairgate/verdict.json": "{}", "build/fairgate/fairness.xml": "<"},
    )
    run = pipe(lending, tmp_path / "runner", FAIRGATE_FAIL_ON="whatever")
    assert run.jobs["fairness"] == "FAIL"
    assert not list(run.kept.rglob("verdict.json"))
