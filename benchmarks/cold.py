"""A cold run of the CI action, from nothing to a verdict, against installing a peer."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.tools.clock import Run, interleaved, process
from benchmarks.tools.figures import Claim, Section, Settings, Size
from benchmarks.tools.predictions import predictions

REACH = 1.0
SCRIPT = Path(__file__).resolve().parents[1] / "ci_actions" / "run.sh"
PEER = "fairlearn"

_POLICY = """\
version: 1
name: benchmark
predictions: predictions.parquet
columns: {label: y_true, prediction: y_pred, sensitive: {sex: sex, race: race}}
groups: [sex, race]
rules:
  - {id: four-fifths, metric: selection_rate, ratio: {at_least: 0.8}}
  - {id: missed, metric: false_negative_rate, difference: {at_most: 0.1}}
"""
_TEXT = f"""\
Whole processes, taking turns, every cache empty. The action's script makes an environment,
installs its pinned wheels from the package index, judges a change in a git repository by the
base's policy and writes all reports; the other makes an environment with pip's own tools and
installs {PEER} there, which judges nothing yet. Downloads count, so both depend on the network."""
_JUDGED = (0, 3, 4)
_ANYWHERE = ("env", "-u", "GITHUB_ACTIONS", "-u", "GITLAB_CI", "-u", "JENKINS_URL")
"""The change is named by variables, on whatever platform this is measured."""


def run(settings: Settings) -> Section:
    """Measure both; the smallest run installs nothing."""
    warm = settings.size is Size.SMALLEST
    with TemporaryDirectory() as directory:
        tree = _repository(Path(directory, "tree"), settings)
        contenders: Mapping[str, Callable[[], Run]] = {
            "the action, from nothing to a verdict": lambda: _action(tree, warm=warm),
            f"pip install {PEER}": lambda: _import() if warm else _install(),
        }
        runs = interleaved(contenders, settings.pick(1, 1, 3))
    ours, theirs = runs.values()
    what = "the whole action, cold, against installing the peer"
    return Section(
        "A cold start in CI",
        " ".join(_TEXT.split()),
        ("process", "seconds"),
        [(name, f"{one.seconds:.1f}") for name, one in runs.items()],
        [Claim(what, ours.seconds / theirs.seconds, settings.pick(100.0, REACH, REACH), "x")],
    )


def _repository(tree: Path, settings: Settings) -> Path:
    tree.mkdir()
    rows = settings.pick(1_000, 20_000, 20_000)
    shutil.copy(predictions(settings.directory, rows), tree / "predictions.parquet")
    (tree / "fairgate.yaml").write_text(_POLICY)
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "--quiet"], ["add", "."], [*who, "commit", "--quiet", "-m", "A model"]):
        subprocess.run(["git", *words], cwd=tree, check=True)
    return tree


def _action(tree: Path, *, warm: bool) -> Run:
    with TemporaryDirectory() as temp:
        variables = {
            **_empty_caches(temp),
            "RUNNER_TEMP": temp,
            "FAIRGATE_OUT": f"{temp}/out",
            "FAIRGATE_BASE": "HEAD",
            "FAIRGATE_PYTHON": sys.executable if warm else "",
        }
        there = ["bash", "-c", 'cd "$1" && exec "$2"', "_", str(tree), str(SCRIPT)]
        words = [f"{name}={value}" for name, value in variables.items()]
        return process([*_ANYWHERE, *words, *there], _JUDGED)


def _install() -> Run:
    with TemporaryDirectory() as temp:
        variables = [f"{name}={value}" for name, value in _empty_caches(temp).items()]
        script = '"$1" -m venv "$2" && "$2/bin/python" -m pip install --quiet "$3"'
        words = ["bash", "-c", script, "_", sys.executable, f"{temp}/venv", PEER]
        return process([*_ANYWHERE, *variables, *words])


def _import() -> Run:
    return process([sys.executable, "-c", f"import {PEER}.metrics"])


def _empty_caches(temp: str) -> Mapping[str, str]:
    """Point installers to caches that are not there."""
    return {"PIP_CACHE_DIR": f"{temp}/pip", "UV_CACHE_DIR": f"{temp}/uv"}
