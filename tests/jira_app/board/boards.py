"""What tests of the board share: a client, and how to read its answers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import seeded
from flask.testing import FlaskClient
from sqlalchemy import Engine
from town import NOON

from jira_app.board import board

Get = Callable[..., Any]


def client_of(engine: Engine, wake: Callable[[], None] = lambda: None, **parts: Any) -> FlaskClient:
    """Make a client of a board."""
    routes = board(engine=engine, library=seeded.library(), clock=lambda: NOON, wake=wake)
    return seeded.app(routes, **parts).test_client()


def listed(answer: Any) -> list[str]:
    """Give the issues in the table of a board, in order."""
    return re.findall(r'<th scope="row"><a href="/board/([A-Z]+-\d+)"', answer.text)


def rows(answer: Any) -> list[dict[str, str]]:
    """Read a spreadsheet as a spreadsheet program does."""
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def stats(answer: Any) -> list[int]:
    """Give the counts in the head of a board: all, high, overdue, ending, closed."""
    return [int(found) for found in re.findall(r'stat"><strong>(\d+)', answer.text)]


def cells(answer: Any) -> dict[tuple[int, int], int]:
    """Give the counts of the matrix by likelihood and severity, where there are any."""
    pattern = r'likelihood=(\d)&amp;severity=(\d)#issues"[^>]*>(\d+)<span'
    return {(int(x), int(y)): int(n) for x, y, n in re.findall(pattern, answer.text)}


def plain(answer: Any, *names: str) -> str:
    """Give an answer without what is random in it, and without what was asked for."""
    text = re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", answer.text)
    for name in names:
        text = text.replace(name, "...")
    return text
