"""The page of messages quotes what the gate says, word by word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "ci-troubleshooting.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)
SOURCES = sorted(
    path for package in ("ci_actions", "fairgate") for path in (ROOT / package).rglob("*.py")
)


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a module but docstrings, with a gap for what is filled in."""
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in documented:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
            yield "".join(map(str, parts))


@pytest.fixture(scope="module")
def said() -> str:
    """Everything that the code may say."""
    found = [
        text for path in SOURCES for text in texts(ast.parse(path.read_text(encoding="utf-8")))
    ]
    return "\n".join([*found, (ROOT / "ci_actions" / "run.sh").read_text(encoding="utf-8")])


@pytest.mark.parametrize("quoted", QUOTED)
def test_a_quoted_message_is_said_by_the_code(quoted: str, said: str) -> None:
    """In the words of the page: whoever searches for them must find them."""
    for part in re.split("[…()]", quoted):
        assert part.strip(" ,") in said, part


def test_the_page_has_the_usual_mistakes() -> None:
    """More than a handful, and none twice."""
    assert len(QUOTED) == len(set(QUOTED)) >= 20
