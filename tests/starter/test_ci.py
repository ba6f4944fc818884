"""CI jobs: those of the example, read-only, and valid for their platform whatever the paths."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from fairgate import __version__
from fairgate.starter.ci import PLATFORMS, job_paths, jobs

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "lending"
IN_THE_HOUSE = {
    "github": [
        EXAMPLE / ".github" / "workflows" / "fairness.yml",
        EXAMPLE / ".github" / "workflows" / "fairness-report.yml",
    ],
    "gitlab": [EXAMPLE / ".gitlab-ci.yml"],
    "jenkins": [ROOT / "ci_actions" / "Jenkinsfile"],
}
ODD = ["ml/the policy.yaml", "it's.yaml", 'say "hi".yaml', "no", "a: b", "x #y", "é.yaml", "a,b]"]
SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}
LINTERS = [["jactionlint"], ["zizmor", "--offline", "--quiet", "."]]


def written(platform: str, policy: str = "fairgate.yaml", data: str = "build/p.csv") -> list[str]:
    """The files for a policy."""
    return list(jobs(platform, policy, predictions=data, version="1.2.3"))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_jobs_are_those_that_the_house_carries(platform: str) -> None:
    """The example, which the tests of the runners run, and the Jenkinsfile of the documentation."""
    texts = jobs(
        platform, "fairgate.yaml", predictions="build/predictions.parquet", version=__version__
    )
    assert list(texts) == [path.read_text(encoding="utf-8") for path in IN_THE_HOUSE[platform]]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_first_job_names_release_policy_and_data(platform: str) -> None:
    """Paths count from the root of the repository, though the policy's count from its folder."""
    text = written(platform, "ml/fairgate.yaml")[0]
    assert "1.2.3" in text
    assert "ml/fairgate.yaml" in text
    assert "ml/build/p.csv" in text


def test_the_gating_workflow_can_only_read() -> None:
    """It runs for pull requests and merge queues, even if predicting failed."""
    workflow = yaml.safe_load(written("github")[0])
    assert workflow["permissions"] == {}
    assert set(workflow[True]) == {"pull_request", "merge_group"}  # YAML 1.1 reads on as true
    assert workflow["jobs"]["fairness"]["if"] == "always()"
    for task in workflow["jobs"].values():
        assert task["permissions"] == {"contents": "read"}


def test_no_workflow_puts_foreign_text_into_a_shell() -> None:
    """Expressions stand in inputs and conditions only."""
    for text in written("github"):
        for task in yaml.safe_load(text)["jobs"].values():
            assert not [step for step in task["steps"] if "${{" in step.get("run", "")]


def test_the_reporting_workflow_runs_nothing_of_the_change() -> None:
    """It may write comments, so it checks nothing out and has no shell of its own."""
    (task,) = yaml.safe_load(written("github")[1])["jobs"].values()
    actions = [step["uses"].partition("@")[0] for step in task["steps"]]
    assert actions == ["actions/setup-python", "fairgate/fairgate/ci_actions/report"]
    assert not [step for step in task["steps"] if "run" in step]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("platform", ["github", "gitlab"])
def test_paths_of_any_name_are_read_back(platform: str, odd: str) -> None:
    """Quoted where YAML would misread them."""
    document = yaml.safe_load(written(platform, odd, odd)[0])
    if platform == "gitlab":
        (component,) = document["include"]
        assert component["inputs"]["policy"] == odd
        assert len(document["predict"]["artifacts"]["paths"]) == 1
    else:
        *_, gate = document["jobs"]["fairness"]["steps"]
        assert gate["with"]["policy"] == odd


@pytest.mark.parametrize("odd", ODD)
def test_paths_of_any_name_end_no_groovy_string(odd: str) -> None:
    """A quote in a path is escaped, and braces balance."""
    text = written("jenkins", odd)[0]
    (line,) = [line for line in text.splitlines() if "FAIRGATE_POLICY" in line]
    assert line.strip() == "FAIRGATE_POLICY = '" + odd.replace("'", "\\'") + "'"
    assert text.count("{") == text.count("}") > 5


@pytest.mark.parametrize("platform", PLATFORMS)
def test_there_is_a_second_name_where_a_file_is_the_teams_own(platform: str) -> None:
    """Workflows of GitHub's are ours alone; the others are shared."""
    assert {len(paths) for paths in job_paths(platform)} == {1 if platform == "github" else 2}


@pytest.mark.parametrize("linter", LINTERS, ids=lambda words: words[0])
def test_linters_find_nothing_in_the_workflows(linter: list[str], tmp_path: Path) -> None:
    """In a repository that has nothing else."""
    for paths, text in zip(job_paths("github"), written("github"), strict=True):
        (tmp_path / paths[0]).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / paths[0]).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    checked(linter, tmp_path)


@pytest.mark.parametrize("platform", SCHEMAS)
def test_the_schema_of_the_platform_holds(platform: str, tmp_path: Path) -> None:
    """As the platform publishes it."""
    names = [f"{at}.yml" for at, _ in enumerate(job_paths(platform))]
    for name, text in zip(names, written(platform), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    checked(["check-jsonschema", "--builtin-schema", SCHEMAS[platform], *names], tmp_path)


def checked(command: list[str], folder: Path) -> None:
    """Run a linter of this environment."""
    tool = Path(sys.executable).with_name(command[0])
    if not tool.exists():
        pytest.skip(f"no {command[0]} beside this Python")
    done = subprocess.run(
        [tool, *command[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
