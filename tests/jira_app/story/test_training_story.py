"""A reviewer who lacks a module: refused, learns it in the app, approves; with real sign-in."""

from __future__ import annotations

import re
import time

import pytest
from browsing import MakeProfile
from playwright.sync_api import Page, expect
from seeded import add_case
from story_stage import RITA, Stage
from test_jira_story import DESCRIPTION, SUMMARY, enter

from fairgate.training import find_module
from jira_app.assessments.case import State
from jira_app.projects import Project, write_project


@pytest.fixture
def key(scene: Stage) -> str:
    """Let an assessment wait in a project that asks its approvers for module 02."""
    made = scene.twin.create_issue("LOAN", SUMMARY, description=DESCRIPTION).key
    scene.catch_up()
    with scene.engine.begin() as db:
        write_project(db, Project("LOAN", approver_requires=("02",)), time.time())
        add_case(db, made, time.time() - 86_400 * 7, upto=State.SUBMITTED)
    return made


def pass_quiz(page: Page) -> None:
    """Answer all questions rightly."""
    for item in find_module("02").quiz.items:
        for name in item.right:
            page.locator(f"[name='q-{item.id}'][value='{name}']").check()
    page.get_by_role("button", name="See how you did").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Passed: 9 of 9 right")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_reviewer_is_refused_learns_and_approves(
    scene: Stage, profile: MakeProfile, key: str, *, script: bool
) -> None:
    """From the button that says why not, to the lesson, the quiz, and back to the button."""
    rita = profile(java_script_enabled=script).new_page()
    enter(scene, rita, RITA, "reviewer")
    rita.goto(f"{scene.url}/issues/{key}/assessment")
    expect(rita.get_by_role("button", name="Approve")).to_be_disabled()
    rita.get_by_role("link", name=re.compile("^02 Running")).click()
    rita.wait_for_url("**/training/02")
    if script:
        with rita.expect_response("**/02/mark") as told:
            rita.locator("#red-lines").scroll_into_view_if_needed()
        assert told.value.status == 204
    rita.get_by_role("button", name="I have read it").click()
    rita.wait_for_url("**/exercise")
    rita.get_by_role("link", name="Quiz", exact=True).click()
    pass_quiz(rita)
    rita.get_by_role("link", name="Your certificate").click()
    expect(rita.get_by_role("article")).to_contain_text("Rita Reviewer")
    expect(rita.get_by_role("main")).to_contain_text("fairgate train verify")
    rita.goto(f"{scene.url}/issues/{key}/assessment")
    rita.locator("summary", has_text="Approve").click()
    rita.get_by_role("button", name="Approve").click()
    expect(rita.get_by_role("status").first).to_contain_text("Approved and signed")
