"""CI jobs: read-only, judged by the target branch's policy, and valid for their platform."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from fairgate.starter.ci import PLATFORMS, job, job_paths


def written(platform: str, policy: str = "fairgate.yaml") -> str:
    """A job for a policy."""
    return job(platform, policy, predictions="build/p.csv", version="1.2.3")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_job_installs_this_release_and_checks(platform: str) -> None:
    """And names the data that a step of the team's own has to make."""
    text = written(platform)
    assert "fairgate==1.2.3" in text
    assert 'fairgate check --policy ".base.fairgate.yaml"' in text
    assert "build/p.csv" in text


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_judge_comes_from_the_target_branch(platform: str) -> None:
    """Beside the policy, so that relative paths in it stay right."""
    text = written(platform, "ml/fairgate.yaml")
    assert ':ml/fairgate.yaml" > "ml/.base.fairgate.yaml"' in text


def test_the_github_job_can_only_read() -> None:
    """And runs for pull requests and merge queues."""
    workflow = yaml.safe_load(written("github"))
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow[True]) == {"pull_request", "merge_group"}  # YAML 1.1 reads on as true
    steps = workflow["jobs"]["fairness"]["steps"]
    actions = [step["uses"] for step in steps if "uses" in step]
    assert all(len(action.partition("@")[2]) == 40 for action in actions)
    scripts = [step["run"] for step in steps if "run" in step]
    assert not any("${{" in script for script in scripts)


def test_the_gitlab_job_runs_for_merge_requests() -> None:
    """And keeps its report."""
    task = yaml.safe_load(written("gitlab"))["fairness"]
    assert task["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert task["artifacts"]["reports"]["junit"] == "fairness.xml"


def test_the_jenkins_file_has_balanced_braces() -> None:
    """Templates with doubled braces go wrong easily."""
    text = written("jenkins")
    assert text.count("{") == text.count("}") > 5
    assert "\\\\\n" in text


def git(folder: Path, *words: str) -> str:
    """Run git with a name."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    return subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize("known", [True, False])
def test_the_github_step_takes_the_targets_policy_if_there_is_one(
    tmp_path: Path, *, known: bool
) -> None:
    """The very lines that the runner would run."""
    git(tmp_path, "init", "-q")
    (tmp_path / "other").write_text("")
    if known:
        (tmp_path / "fairgate.yaml").write_text("old")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "a")
    base = git(tmp_path, "rev-parse", "HEAD")
    (tmp_path / "fairgate.yaml").write_text("new")
    steps = yaml.safe_load(written("github"))["jobs"]["fairness"]["steps"]
    script = next(step["run"] for step in steps if "git show" in step.get("run", ""))
    result = subprocess.run(
        ["bash", "-e", "-c", script], cwd=tmp_path, env={"BASE": base, "PATH": "/usr/bin:/bin"},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert (tmp_path / ".base.fairgate.yaml").read_text() == ("old" if known else "new")
    assert ("::warning::" in result.stdout) is not known


def test_there_is_a_second_name_where_a_file_is_the_teams_own() -> None:
    """A workflow of GitHub's is ours alone; the others are shared."""
    assert [len(job_paths(platform)) for platform in PLATFORMS] == [1, 2, 2]
