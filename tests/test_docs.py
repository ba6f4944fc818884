"""The documentation says what is so: the tutorial runs, options exist, policies are valid."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from typed import Shell, typed

from fairgate.cli.main import cli
from fairgate.policyfile import parse_policy
from fairgate.ranking.gate.policyfile import parse_ranking_policy

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
EXIT = re.compile(r"# exit code (\d)")


def page(name: str) -> str:
    """Read a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Take the code blocks of one language out of a page, without their indentation."""
    fence = re.compile(rf"^( *)```{language}[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
    return [
        re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)
        for indent, text in fence.findall(page(name))
    ]


def commands(name: str) -> list[str]:
    """List what a reader would type, from the console blocks of a page."""
    lines = "".join(blocks(name, "console")).splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def test_the_tutorial_runs_as_written(shell: Shell, tmp_path: Path) -> None:
    """Every command ends with 0, or the code beside it, and prints what the page quotes."""
    for name, language in (("score.py", "python"), ("mortgages.yaml", "yaml")):
        (text,) = blocks("tutorial.md", language)
        (tmp_path / name).write_text(text, encoding="utf-8")
    printed = ""
    for command in [line for line in commands("tutorial.md") if not line.startswith("pip")]:
        said = EXIT.search(command)
        result = typed(command, shell, tmp_path)
        expected = int(said.group(1)) if said else 0
        assert result.returncode == expected, f"{command}\n{result.stdout}{result.stderr}"
        printed += result.stdout
    for quoted in blocks("tutorial.md", "text"):
        assert " ".join(quoted.split()) in " ".join(printed.split())


def uses() -> list[tuple[str, str]]:
    """Every command line of fairgate in the documentation, with its page."""
    return [
        (name, command.split("#")[0].strip())
        for name in PAGES
        for command in commands(name)
        if command.startswith("fairgate ")
    ]


@pytest.mark.parametrize(("name", "command"), uses())
def test_a_command_in_the_documentation_exists(name: str, command: str) -> None:
    """The command and every option of it are known."""
    _, *words = shlex.split(command)
    context = click.Context(cli)
    found: click.Command | None = cli
    while isinstance(found, click.Group) and not words[0].startswith("-"):
        found = found.get_command(context, words.pop(0))
    assert found is not None, f"{name}: {command}"
    known = {spelling for parameter in found.get_params(context) for spelling in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known, name


def test_the_policy_of_the_reference_is_valid() -> None:
    """The example can be copied as it is."""
    (example,) = blocks("reference/policy.md", "yaml")
    assert parse_policy(example.encode(), "fairgate.yaml").policy.name == "loan-approval"


def test_the_rules_of_the_guide_are_valid() -> None:
    """The pieces of the guide make a policy when put together."""
    columns = "  label: repaid\n  prediction: approved\n"
    rules, groups, _ = blocks("how-to/policy.md", "yaml")
    text = f"version: 1\nname: guide\n{groups}{rules}".replace("columns:\n", f"columns:\n{columns}")
    assert len(parse_policy(text.encode(), "fairgate.yaml").policy.rules) == 3


def test_python_without_rows_runs() -> None:
    """Berkeley's admissions by sex alone fail the four-fifths rule, as the page asserts."""
    _, example = blocks("how-to/python.md", "python")
    names: dict[str, Any] = {}
    exec(compile(example, "python.md", "exec"), names)  # noqa: S102 - the point of the test
    assert names["verdict"].findings[0].estimate == pytest.approx(557 / 1835 / (1198 / 2691))


def test_the_ranking_policy_of_the_reference_is_valid() -> None:
    """The example can be copied as it is."""
    (example,) = blocks("reference/ranking-rules.md", "yaml")
    found = parse_ranking_policy(example.encode(), "fairgate.yaml").policy
    assert [rule.metric for rule in found.rules] == ["skew_at_k", "exposure_ratio", "pairwise_gap"]
