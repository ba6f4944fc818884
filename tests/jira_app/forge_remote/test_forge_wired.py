"""The whole app inside Jira: its own pages, its own form, saved as it is filled."""

from __future__ import annotations

import base64
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from forge_side import bearer, on_page

from fairgate.training import find_module
from jira_app.training.lessons import exercise_zip
from jira_app.twin import JiraTwin, seed


@pytest.fixture
def ask(whole: Flask, twin: JiraTwin) -> Any:
    """Ask as Ann, who looks at ED-1."""

    def ask(path: str, **body: Any) -> Any:
        headers = bearer(on_page("ann", url=twin.url), user=seed.ANN.token)
        answer = whole.test_client().post("/forge/ui", json={"path": path, **body}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json

    return ask


def test_an_assessment_is_begun_and_saved_as_it_is_filled(ask: Any) -> None:
    """The form's own address, its revision, and JSON for the script."""
    shown = ask("/")
    assert (shown["status"], shown["location"]) == (200, "/issues/ED-1/assessment")
    [address] = re.findall(r'data-save="([^"]+)"', shown["html"])
    [revision] = set(re.findall(r'name="revision" value="(\d*)"', shown["html"]))
    form = [["revision", revision]]
    saved = ask(address, method="POST", form=form, accept="application/json")
    assert (saved["status"], saved["html"], saved["file"]) == (200, "", None)
    assert saved["body"]["progress"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/issues/ED-1", 200),
        ("/issues/ED-1/evidence", 200),
        ("/issues/ED-1/history", 200),
        ("/board", 200),
        ("/register", 200),
        ("/issues/ED-2", 404),
        ("/issues/ED-2/assessment", 404),
        ("/board/ED-2", 404),
        ("/admin", 403),
        ("/api/issues/ED-1", 404),
        ("/openapi.json", 404),
        ("/metrics", 404),
        ("/sign-in", 404),
        ("/webhooks/jira", 404),
    ],
)
def test_pages_are_there_and_nothing_else(ask: Any, path: str, status: int) -> None:
    """Of this issue, and of no other."""
    assert ask(path)["status"] == status


def test_the_exercise_arrives_as_the_bytes_that_the_app_packed(ask: Any) -> None:
    """A learner inside Jira could not open what they got: it had been read as text."""
    shown = ask("/training/02/exercise.zip")
    file = shown["file"]
    assert (shown["status"], file["name"]) == (200, "02-pre-flight-assessment.zip")
    assert (file["type"], "text" in file) == ("application/zip", False)
    packed = base64.b64decode(file["base64"], validate=True)
    assert packed == exercise_zip(find_module("02"))
    with zipfile.ZipFile(BytesIO(packed)) as opened:
        assert "02-pre-flight-assessment/TASK.md" in opened.namelist()
