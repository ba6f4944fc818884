"""The example project as a git repository: a main branch, and branches that change its model.

Training takes seconds and is tested with the example, so here ``train.py`` copies what the
real one wrote (tests/cases/lending).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "lending"
TRAINED = ROOT / "tests" / "cases" / "lending"
IN_USE, FAIR, UNFAIR = "in-use", "fuller", "stricter"

_TRAIN = """\
import shutil
shutil.copy("models/{model}.parquet", "build/predictions.parquet")
"""
_ALONE = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "A Person",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A Person",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
}


@dataclass(frozen=True)
class Project:
    """A clone in which somebody works.

    Attributes
    ----------
    folder : Path
        Its working tree.
    """

    folder: Path

    def git(self, *words: str) -> str:
        """Run git, by nobody's settings."""
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=_ALONE, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, message: str, files: Mapping[str, str] | None = None) -> str:
        """Write files, and commit whatever has changed."""
        for name, text in (files or {}).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, message: str, files: Mapping[str, str]) -> str:
        """Commit changes on a branch from main, and stay there."""
        self.git("switch", "--quiet", "--create", name, "main")
        return self.commit(message, files)


def project(folder: Path, *, remote: str = "git@github.com:acme/lending.git") -> Project:
    """Make a repository of the example whose main branch has the model in use."""
    ignored = shutil.ignore_patterns("build", "__pycache__", "*.parquet")
    shutil.copytree(EXAMPLE, folder, ignore=ignored)
    shutil.copytree(TRAINED, folder / "models", ignore=shutil.ignore_patterns("*.md"))
    (folder / "build").mkdir()
    shutil.copy(TRAINED / f"{IN_USE}.parquet", folder / "build" / "predictions.parquet")
    made = Project(folder)
    made.git("init", "--quiet", "--initial-branch", "main")
    made.git("remote", "add", "origin", remote)
    made.commit("The model in use", training(IN_USE))
    return made


def training(model: str) -> dict[str, str]:
    """Train another model: what most pull requests come to."""
    return {"train.py": _TRAIN.format(model=model)}
