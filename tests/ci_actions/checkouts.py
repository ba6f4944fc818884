"""Real repositories for tests: a base branch with a policy and a model's predictions, and a change.

What a change does to them is written as a function; the gate then judges it as a CI run would.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cli.rows import FAIR, POLICY, UNFAIR, write_rows

from ci_actions.change import Change
from ci_actions.gate import judge_change
from ci_actions.git import Repository
from ci_actions.outcome import Judged
from ci_actions.settings import Settings

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
REGRESSION = f"""{POLICY}\
  - id: no-step-back
    metric: false_negative_rate
    regression: {{at_most: 0.02, must_detect: 0.3}}
"""
LOOSE = POLICY.replace("at_least: 0.8, must_detect: 0.6", "at_least: 0.1, must_detect: 0.05")
__all__ = ["FAIR", "LOOSE", "NOW", "POLICY", "REGRESSION", "UNFAIR", "Checkout", "write_rows"]

_AUTHOR = {
    "GIT_AUTHOR_NAME": "A. Person",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A. Person",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


@dataclass(frozen=True)
class Checkout:
    """A repository with a work tree."""

    root: Path

    @classmethod
    def new(cls, root: Path) -> Checkout:
        """Make an empty one, on the branch main."""
        root.mkdir(parents=True, exist_ok=True)
        checkout = cls(root)
        checkout.git("init", "--quiet", "--initial-branch=main")
        return checkout

    @classmethod
    def with_model(cls, root: Path, policy: str | None = REGRESSION) -> Checkout:
        """Make one whose main branch has fair predictions and, as a rule, a policy."""
        checkout = cls.new(root)
        write_rows(root / "p.csv", FAIR)
        if policy is not None:
            (root / "fairgate.yaml").write_text(policy)
        checkout.commit("the model in use")
        return checkout

    def git(self, *words: str) -> str:
        """Run git and return what it says."""
        return subprocess.run(
            ["git", "-C", str(self.root), *words],
            env={"PATH": os.environ["PATH"], "HOME": str(self.root), **_AUTHOR},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def commit(self, message: str) -> str:
        """Commit everything and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    @property
    def repository(self) -> Repository:
        """As the gate sees it."""
        return Repository(self.root, {"PATH": os.environ["PATH"], "HOME": str(self.root)})

    def request(self, message: str = "LOAN-1: a better model", branch: str = "better") -> Change:
        """Commit the work tree on a branch of its own; return it as a request to main."""
        self.git("switch", "--quiet", "--create", branch)
        head, base = self.commit(message), self.git("rev-parse", "main")
        return Change(
            "github", "request", "acme/loans", 7, base_branch="main", base=base, head=head
        )

    def push(self, message: str = "merge", *, protected: bool = True) -> Change:
        """Commit the work tree on main; return it as a push."""
        head = self.commit(message)
        return Change(
            "github", "push", "acme/loans", base_branch="main", head=head, protected=protected
        )

    def judge(self, change: Change, **settings: str) -> Judged:
        """Judge a change as a run in this work tree would; settings as ``sign_key="..."``."""
        return judge(self.root, change, **settings)


def judge(
    root: Path, change: Change, settings: Mapping[str, str] | None = None, **more: str
) -> Judged:
    """Judge a change from a directory of the checkout."""
    given = {**(settings or {}), **more}
    named = {f"FAIRGATE_{name.upper()}": text for name, text in given.items()}
    with contextlib.chdir(root):
        environment = {"PATH": os.environ["PATH"], "HOME": str(root)}
        repository = Repository.around(Path.cwd(), environment)
        return judge_change(Settings.from_environment(named), change, repository, now=NOW)


def texts(judged: Judged, level: str) -> str:
    """All notes of a level, a line each, those about the policy's differences included."""
    notes = (*judged.notes, *judged.policy.differences)
    return "\n".join(note.text for note in notes if note.level == level)


def as_queue(change: Change) -> Change:
    """The same change in GitHub's merge queue."""
    return replace(change, kind="queue", number=None, branch="gh-readonly-queue/main/pr-7")
