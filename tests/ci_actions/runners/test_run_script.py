"""What run.sh installs, from where, and that nothing of the change runs while it does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from lending import FAIR, ROOT, Project, project, training

RUN = ROOT / "ci_actions" / "run.sh"

# A Python that writes down how it is called and makes a virtual environment of itself.
RECORDER = """\
#!/bin/sh
echo "$PWD|$0|$*" >> "{log}"
for word; do last=$word; done
case "$*" in
  *"-m venv"*) mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; cp "$0" "$last/bin/uv" ;;
  *get_path*) mkdir -p "{site}"; echo "{site}" ;;
  *fairgate-requirements.txt) cat "$last" > "{log}.requirements" ;;
esac
"""
SHADOWS = ("json.py", "venv.py", "pip.py", "ci_actions/__init__.py", "sitecustomize.py", "click.py")
SHADOW = "import pathlib; pathlib.Path(__file__).with_name('RAN').write_text('')\n"


@dataclass(frozen=True)
class Script:
    """The script with a Python that only writes down."""

    folder: Path

    @property
    def log(self) -> Path:
        """Where calls are written down."""
        return self.folder / "calls"

    def run(self, tree: Project, *words: str, **variables: str) -> list[tuple[Path, str]]:
        """Run it in a checkout; working directory and command of each call."""
        binaries, temp = self.folder / "bin", self.folder / "temp"
        for each in (binaries, temp):
            each.mkdir(parents=True, exist_ok=True)
        python = binaries / "python3"
        text = RECORDER.format(log=self.log, site=self.folder / "site")
        python.write_text(text, encoding="utf-8")
        python.chmod(0o755)
        environment = {
            "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(temp),
            **variables,
        }
        done = subprocess.run(
            [str(RUN), *words],
            cwd=tree.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        calls = [line.split("|", 1) for line in self.log.read_text("utf-8").splitlines()]
        return [(Path(where), command) for where, command in calls]


@pytest.fixture
def tree(tmp_path: Path) -> Project:
    """The example's repository."""
    return project(tmp_path / "lending")


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """The script with its own folders."""
    return Script(tmp_path / "script")


def lists(calls: list[tuple[Path, str]]) -> list[str]:
    """Name the lists of requirements that were installed."""
    return [Path(command.rpartition(" ")[2]).name for _, command in calls if " -r " in command]


def test_a_predictions_file_needs_the_base_only(tree: Project, script: Script) -> None:
    """No library for models is installed where none is scored."""
    assert lists(script.run(tree)) == ["requirements-uv.txt", "requirements.txt"]


def test_everything_is_pinned_by_hash_and_nothing_is_built(tree: Project, script: Script) -> None:
    """Both installers refuse what is not in the list, and source distributions."""
    commands = [command for _, command in script.run(tree) if " -r " in command]
    assert all("--require-hashes" in command for command in commands)
    assert all("--only-binary :all:" in c or "--no-build" in c for c in commands)


def test_installers_run_where_the_change_has_no_say(tree: Project, script: Script) -> None:
    """Neither its folder nor its settings are looked at: no pip.conf, uv.toml or module."""
    *installing, judging = script.run(tree)
    assert {where for where, command in installing if "import sys;" not in command} == {
        script.folder / "temp"
    }
    assert all("|-I " in command or "--no-config" in command for _, command in installing)
    assert judging[0] == tree.folder
    assert judging[1].endswith("|-I -m ci_actions")


@pytest.mark.parametrize("at", ["variable", "tree", "base"])
def test_a_model_brings_its_libraries(tree: Project, script: Script, at: str) -> None:
    """Whether the workflow names it, the change's policy or only the base's."""
    policy = tree.folder / "fairgate.yaml"
    before = policy.read_text(encoding="utf-8")
    scored = before.replace("predictions: build", "model: {artifact: m.onnx, data: d.csv}\n# build")
    base = tree.commit("A model", {"fairgate.yaml": scored if at == "base" else before})
    tree.branch("change", "Change", {"a": "b", "fairgate.yaml": scored if at == "tree" else before})
    variables = {"FAIRGATE_MODEL": "m.onnx"} if at == "variable" else {}
    calls = script.run(tree, FAIRGATE_BASE_SHA=base, **variables)
    assert lists(calls) == ["requirements-uv.txt", "requirements-models.txt"]


def test_the_list_of_a_models_libraries_is_the_base_branchs(tree: Project, script: Script) -> None:
    """Because installing runs code."""
    base = tree.commit("Libraries", {"model.txt": "lightgbm==4.6.0\n"})
    tree.branch("change", "Change", {"model.txt": "evil==1\n"})
    script.run(
        tree, FAIRGATE_BASE_SHA=base, FAIRGATE_MODEL="m.pkl", FAIRGATE_REQUIREMENTS="model.txt"
    )
    installed = script.log.with_name("calls.requirements").read_text(encoding="utf-8")
    assert installed == "lightgbm==4.6.0\n"


def test_a_list_that_the_base_has_not_is_refused_with_its_cure(
    tree: Project, script: Script
) -> None:
    """A change that brings its own list has to merge it first."""
    base = tree.git("rev-parse", "HEAD")
    tree.branch("change", "Change", {"model.txt": "evil==1\n"})
    with pytest.raises(AssertionError, match=r"has no file model\.txt: merge it first"):
        script.run(
            tree, FAIRGATE_BASE_SHA=base, FAIRGATE_MODEL="m", FAIRGATE_REQUIREMENTS="model.txt"
        )


def test_reporting_scores_no_model(tree: Project, script: Script) -> None:
    """Whatever the policy says."""
    calls = script.run(tree, "report", FAIRGATE_MODEL="m.onnx")
    assert lists(calls) == ["requirements-uv.txt", "requirements.txt"]
    assert calls[-1][1].endswith("|-I -m ci_actions report")


def test_no_module_of_the_change_is_imported(tree: Project, tmp_path: Path) -> None:
    """A json.py beside the policy is data: the gate judges as if it were not there."""
    names = dict.fromkeys(SHADOWS, SHADOW)
    head = tree.branch("change", "Change", {**training(FAIR), **names})
    out = tmp_path / "out"
    environment = {
        "PATH": os.environ["PATH"],
        "RUNNER_TEMP": str(tmp_path),
        "FAIRGATE_PYTHON": sys.executable,
        "FAIRGATE_OUT": str(out),
        "FAIRGATE_BASE": "main",
        "FAIRGATE_HEAD": head,
    }
    done = subprocess.run(
        [str(RUN)], cwd=tree.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((out / "verdict.json").read_text(encoding="utf-8"))["rows"] == 1989
    assert not list(tree.folder.rglob("RAN"))


def test_reports_that_lie_there_already_are_removed(tree: Project, tmp_path: Path) -> None:
    """A step before the gate cannot leave a verdict for the artifact."""
    out = tmp_path / "fairgate"
    out.mkdir()
    (out / "verdict.json").write_text("{}", encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "RUNNER_TEMP": str(tmp_path),
        "FAIRGATE_PYTHON": sys.executable,
        "FAIRGATE_OUT": str(out),
        "FAIRGATE_POLICY": "no-such.yaml",
    }
    done = subprocess.run(
        [str(RUN)], cwd=tree.folder, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert not out.exists()
