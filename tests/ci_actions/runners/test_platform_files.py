"""Files that platforms read agree: two actions, their pins, the component, the lock."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from lending import ROOT

from ci_actions.settings import Settings, variable
from fairgate import __version__

ACTIONS = ("action.yml", "ci_actions/action.yml")
PIN = re.compile(r"uses: ([\w./-]+)@([0-9a-f]{40}) +# (v\S+)")
USES = re.compile(r"^ *(?:- )?uses: ([\w./-]+)@(\S+)", re.MULTILINE)
LISTED = re.compile(r"^([\w.-]+)==([^ ;\\]+)[^\n]*((?:\n    --hash=\S+[^\n]*)+)", re.MULTILINE)
LISTS = {"requirements.txt": {"ci"}, "requirements-models.txt": {"ci", "models", "sandbox"}}


def action(name: str) -> dict[str, Any]:
    """Read an action."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def workflows() -> list[Path]:
    """Every file in which an action is used."""
    folders = (".github", "examples", "fairgate/starter/jobs", "docs")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    files = [path for path in found if path.suffix in (".yml", ".md") and path.is_file()]
    return [*files, *(ROOT / name for name in ACTIONS), ROOT / "ci_actions/report/action.yml"]


def test_both_actions_are_one() -> None:
    """They differ in the path of the script alone."""
    root, inner = map(action, ACTIONS)
    step, other = root["runs"]["steps"][0], inner["runs"]["steps"][0]
    assert step.pop("run") == '"$GITHUB_ACTION_PATH/ci_actions/run.sh"'
    assert other.pop("run") == '"$GITHUB_ACTION_PATH/run.sh"'
    assert root == inner


def test_no_input_stands_in_a_shell() -> None:
    """All of them come through the environment, so that none can end a string."""
    for name in (*ACTIONS, "ci_actions/report/action.yml"):
        scripts = [step.get("run", "") for step in action(name)["runs"]["steps"]]
        assert not [script for script in scripts if "${{" in script], name


def test_every_setting_has_an_input_and_every_input_is_passed_on() -> None:
    """FAIRGATE_OUT is the action's own."""
    inputs = set(action("action.yml")["inputs"])
    step = action("action.yml")["runs"]["steps"][0]
    settings = {name.replace("_", "-") for name in Settings.model_fields} - {"out"}
    assert settings <= inputs
    passed = set(re.findall(r"inputs\.([a-z-]+)", " ".join(step["env"].values())))
    assert inputs - passed == {"artifact"}
    for name in settings:
        assert step["env"][variable(name.replace("-", "_"))] == f"${{{{ inputs.{name} }}}}"


def test_an_input_that_nobody_gives_is_what_nobody_sets() -> None:
    """The defaults of the action and of the settings are the same."""
    inputs = action("action.yml")["inputs"]
    names = set(Settings.model_fields) - {"out"}
    given = {variable(name): inputs[name.replace("_", "-")]["default"] for name in names}
    assert Settings.from_environment(given) == Settings.from_environment({})


def test_the_component_has_every_setting_but_secrets() -> None:
    """A secret is a masked variable of the project, never an input."""
    text = (ROOT / "templates/fairness-gate/template.yml").read_text(encoding="utf-8")
    header, job = yaml.safe_load_all(text)
    (task,) = job.values()
    secrets = {"sign_key", "server_token"}
    for name in set(Settings.model_fields) - secrets - {"out", "sarif"}:
        assert task["variables"][variable(name)] == f"$[[ inputs.{name.replace('_', '-')} ]]"
        assert name.replace("_", "-") in header["spec"]["inputs"]
    assert not [
        name for name in header["spec"]["inputs"] if "key" in name and "trusted" not in name
    ]
    assert header["spec"]["inputs"]["version"]["default"] == __version__


def test_every_action_of_others_is_pinned_to_one_commit() -> None:
    """The same one wherever it is used, with its release beside it."""
    pins: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path in workflows():
        text = path.read_text(encoding="utf-8")
        for name, commit, release in PIN.findall(text):
            pins[name].add((commit, release))
        loose = [name for name, ref in USES.findall(text) if not re.fullmatch("[0-9a-f]{40}", ref)]
        assert not [name for name in loose if not name.startswith("fairgate/")], path
    assert {"actions/checkout", "actions/upload-artifact"} <= set(pins)
    assert not {name: found for name, found in pins.items() if len(found) > 1}


@pytest.mark.parametrize("name", LISTS)
def test_what_the_action_installs_is_what_is_locked(name: str) -> None:
    """The closure of the extras, version by version and hash by hash: else run make pins."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    hashes = {(package["name"], package["version"]): _hashes(package) for package in lock}
    text = (ROOT / "ci_actions" / name).read_text(encoding="utf-8")
    listed = re.findall(
        r"^([\w.-]+)==([^ ;\\]+)[^\n]*((?:\n    --hash=\S+[^\n]*)+)", text, re.MULTILINE
    )
    assert {package for package, _, _ in listed} == _closure(lock, LISTS[name])
    for package, version, block in listed:
        assert set(re.findall(r"--hash=(\S+)", block)) == hashes[package, version], package


def _hashes(package: dict[str, Any]) -> set[str]:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return {file["hash"] for file in files if "hash" in file}


def _closure(lock: list[dict[str, Any]], extras: set[str]) -> set[str]:
    """Follow dependencies from the project, those of its extras included."""
    by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for package in lock:
        by_name[package["name"]].append(package)
    (project,) = by_name["fairgate"]
    chosen = [project["optional-dependencies"][extra] for extra in extras]
    waiting = [*project["dependencies"], *(each for several in chosen for each in several)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()["name"]
        if name not in found:
            found.add(name)
            waiting += [each for one in by_name[name] for each in one.get("dependencies", [])]
    return found


JOBS = (ROOT / "examples/lending/.github/workflows", ROOT / "fairgate/starter/jobs")


@pytest.mark.parametrize("folder", JOBS, ids=["example", "starter"])
def test_what_judges_a_stranger_may_write_nothing_and_holds_no_secret(folder: Path) -> None:
    """And what comments runs nothing of the change: it does not even check it out."""
    judging = (folder / "fairness.yml").read_text(encoding="utf-8")
    assert "permissions: {}" in judging
    assert not re.search(r"secrets\.|: write|pull_request_target|workflow_run", judging)
    reporting = (folder / "fairness-report.yml").read_text(encoding="utf-8")
    assert not re.search(r"secrets\.|actions/checkout|\brun:", reporting)
    assert re.findall(r"([a-z-]+): write", reporting) == ["pull-requests"]


@pytest.mark.parametrize("folder", JOBS, ids=["example", "starter"])
def test_two_runs_of_one_change_do_not_overtake_each_other(folder: Path) -> None:
    """Else an older verdict could be the one that stays."""
    for path in sorted(folder.glob("fairness*.yml")):
        assert "\nconcurrency:\n" in path.read_text(encoding="utf-8"), path
