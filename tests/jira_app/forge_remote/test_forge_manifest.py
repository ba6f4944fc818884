"""The manifest: as Forge wants it, as the app has it, and nothing that nobody checks."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import inside_jira
import pytest
import yaml
from flask import Flask
from manifest_checks import complaints, of_expression

from fairgate.triage import RiskFlag
from jira_app.display.sight import Sight
from jira_app.display.value import PROPERTY, value_of
from jira_app.forge_remote.paths import STARTS
from jira_app.projects import Project
from jira_app.settings import names
from jira_app.standing import Decision, Standing
from jira_app.workflow import expressions

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = ROOT / "jira_app" / "forge" / "manifest.yml"
CHECKER = ROOT / "tests" / "servers" / "manifest.cjs"


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Read the manifest."""
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


@pytest.fixture
def routes(app: Flask) -> set[str]:
    """Give the paths that can be posted to, as they look in a manifest."""
    found = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    return found | {"/forge/events/issues", "/forge/events/lifecycle"}


SLIPS = {
    "Invalid 'scopes' permission": ("- read:jira-work ", "- read:jira-wrok "),
    "requires 'read:jira-work' scope": ("- read:jira-work ", "- read:jira-user "),
    "undefined endpoint module with key 'tock'": ("endpoint: tick", "endpoint: tock"),
    "'shelf'": ("resource: shell", "resource: shelf"),
    "nodejs20.x runtime is deprecated": ("nodejs22.x", "nodejs20.x"),
    "'elsewhere'": ("remote: fairgate", "remote: elsewhere"),
}
"""What Atlassian's checker has to say, if this is replaced by that."""


@pytest.fixture(scope="module")
def atlassian_says(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Ask Atlassian's own checker about the manifest, and about some with a slip, all at once."""
    modules = inside_jira.tools()
    right = MANIFEST.read_text(encoding="utf-8")
    texts = {"right": right, **{said: right.replace(*slip) for said, slip in SLIPS.items()}}
    folders = [tmp_path_factory.mktemp("manifest") for _ in texts]
    for folder, text in zip(folders, texts.values(), strict=True):
        (folder / "manifest.yml").write_text(text, encoding="utf-8")
        (folder / "ui" / "dist").mkdir(parents=True)
        for name in ("index.html", "icon.svg"):
            (folder / "ui" / "dist" / name).touch()
    command = ["node", str(CHECKER), str(modules), *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(zip(texts, json.loads(done.stdout), strict=True))


def test_atlassians_checker_is_content(atlassian_says: dict[str, list[str]]) -> None:
    """No error, and no warning of something deprecated."""
    assert atlassian_says["right"] == []


@pytest.mark.parametrize("said", SLIPS)
def test_atlassians_checker_finds_what_was_planted(
    atlassian_says: dict[str, list[str]], said: str
) -> None:
    """So that its silence means something."""
    assert SLIPS[said][0] in MANIFEST.read_text(encoding="utf-8")
    assert any(said in each for each in atlassian_says[said]), atlassian_says[said]


def test_nothing_that_it_misses_is_wrong(manifest: dict[str, Any], routes: set[str]) -> None:
    """Events, scopes of tokens, expressions, routes, keys."""
    assert list(complaints(manifest, routes)) == []


PLANTED = {
    "unknown event": lambda m: m["modules"]["trigger"][0]["events"].append("avi:jira:born:issue"),
    "answers its own changes": lambda m: m["modules"]["trigger"][0].pop("filter"),
    "needs read:app-system-token": lambda m: m["permissions"]["scopes"].pop(0),
    "needs read:app-user-token": lambda m: m["permissions"]["scopes"].pop(1),
    "which the app does not have": lambda m: m["modules"]["endpoint"][3].update(
        route={"path": "/forge/tock"}
    ),
    "brackets do not match": lambda m: m["modules"]["jira:workflowValidator"][0].update(
        expression="(issue.key == 'x'"
    ),
    "twice": lambda m: m["modules"]["trigger"][0].update(key="lifecycle"),
    "too long": lambda m: m["modules"]["endpoint"][0].update(key="x" * 24),
}


@pytest.mark.parametrize("said", PLANTED)
def test_our_own_checks_find_what_was_planted(
    manifest: dict[str, Any], routes: set[str], said: str
) -> None:
    """Each of them."""
    filled = yaml.safe_load(yaml.safe_dump(manifest))
    PLANTED[said](filled)
    assert any(said in each for each in complaints(filled, routes))


@pytest.mark.parametrize(
    "expression",
    [
        "isue.customfield_1 == 'open'", "issue.customfeld_1 == 'open'",
        "issue.properties['x'] == 1",
        "issue.key == 'open", "issue.key == 'x')", "issue[", "issue.key; 1", "fetch('x')",
        "issue.customfield_1 == “open”",
    ],
)  # fmt: skip
def test_an_expression_with_a_slip_is_found(expression: str) -> None:
    """The gate must not rest on the property, either, which any editor can change."""
    assert list(of_expression(expression))


def test_the_gate_is_what_the_app_says_it_is(manifest: dict[str, Any]) -> None:
    """The expression for a site, the words of the refusal, and the field that only the app sets."""
    modules = manifest["modules"]
    [validator] = modules["jira:workflowValidator"]
    [condition] = modules["jira:workflowCondition"]
    variable = f"${{{names.GATE_FIELD}}}"
    for rule in (validator, condition):
        written = rule["expression"].replace(variable, "customfield_10061")
        assert written == expressions.gate_is_open("customfield_10061")
        assert rule["projectTypes"] == ["company-managed", "team-managed"]
    assert validator["errorMessage"] == expressions.MESSAGE
    [field] = modules["jira:customField"]
    assert (field["key"], field["readOnly"], field["type"]) == (expressions.FIELD, True, "string")


def test_what_can_be_searched_for_is_written(manifest: dict[str, Any]) -> None:
    """Each path is at the top of the property, and a string, which is what its type says."""
    standing = Standing("ED-1", Project("ED"), risk="low")
    written = value_of({}, RiskFlag("ED-1", "low"), Sight(standing, Decision(open=True), 0.0), {})
    [found] = manifest["modules"]["jira:entityProperty"]
    assert (found["entityType"], found["propertyKey"]) == ("issue", PROPERTY)
    paths = [value["path"] for value in found["values"]]
    assert paths == ["risk", "assessment_state", "evidence_outcome", "gate"]
    assert all(isinstance(written[path], str) for path in paths)
    assert {value["type"] for value in found["values"]} == {"string"}


def test_each_page_of_jiras_has_a_beginning(manifest: dict[str, Any]) -> None:
    """And each comes with the visitor's own token, and no other."""
    modules = manifest["modules"]
    assert set(STARTS) <= set(modules)
    for module in (modules[name][0] for name in STARTS):
        assert (module["resource"], module["resolver"]) == ("shell", {"endpoint": "pages"})
    [pages] = [each for each in modules["endpoint"] if each["key"] == "pages"]
    assert pages["auth"] == {"appUserToken": {"enabled": True}}


def test_no_scope_is_asked_for_that_is_not_used(manifest: dict[str, Any]) -> None:
    """A new one has people consent again."""
    assert manifest["permissions"] == {
        "scopes": [
            "read:app-system-token",
            "read:app-user-token",
            "read:jira-work",
            "write:jira-work",
            "read:jira-user",
            "write:app-data:jira",
        ]
    }


def test_only_the_variables_of_this_app_are_read(manifest: dict[str, Any]) -> None:
    """Named as in the app's own settings."""
    named = {each["key"] for each in manifest["environment"]["variables"]}
    assert named == {names.URL, names.GATE_FIELD}
    assert {"${" + name + "}" for name in named} == {
        part
        for part in MANIFEST.read_text(encoding="utf-8").replace("'", " ").replace(".", " ").split()
        if part.startswith("${")
    }


def test_the_bundle_is_built_from_what_is_locked() -> None:
    """Versions are exact, and each file of the lock has its digest."""
    ui = MANIFEST.parent / "ui"
    package = json.loads((ui / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ui / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = package["dependencies"] | package["devDependencies"]
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all("integrity" in each for name, each in lock.items() if name and "link" not in each)
