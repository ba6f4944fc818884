"""The whole story, in a real browser, with real servers, from an idea to its release and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from browsing import MakeProfile, complaints, picture
from keyboard import WATCH, fill, press, tab_to
from playwright.sync_api import Page, expect
from story_stage import PAT, REFUSAL, RITA, Stage

from jira_app.twin import seed
from jira_app.twin.model import Account

CREDIT = Path(__file__).resolve().parents[2] / "cases" / "assessment" / "credit.yaml"
ANSWERS = yaml.safe_load(CREDIT.read_text(encoding="utf-8"))["answers"]
SUMMARY = "Score applicants for a loan by age and postcode"
DESCRIPTION = "An automatic decision on credit for each applicant, from age and nationality."


@pytest.fixture
def look(axe_source: str):
    """Look at the open page as axe-core and as people do."""

    def at(page: Page, name: str) -> None:
        picture(page, f"story-{name}")
        assert complaints(page, axe_source) == []

    return at


def enter(scene: Stage, page: Page, who: Account, *roles: str) -> None:
    """Sign in, by keyboard."""
    page.goto(f"{scene.url}/sign-in")
    page.get_by_label("Name").press_sequentially(who.name)
    page.get_by_label("E-mail address in Jira").press_sequentially(who.email)
    for role in roles:
        page.get_by_label(role, exact=True).press("Space")
    page.get_by_role("main").get_by_role("button", name="Sign in").press("Enter")
    page.wait_for_url(re.compile("/board"))


def test_from_an_idea_to_its_release_and_back(scene: Stage, profile: MakeProfile, look) -> None:
    """Flag, assessment by keyboard only, approval, release, failing evidence, refusal, board."""
    key = scene.twin.create_issue("LOAN", SUMMARY, description=DESCRIPTION).key
    scene.catch_up()
    shown = scene.property_of(key)
    assert (shown["risk"], shown["gate"]) == ("high", "closed")
    assert scene.twin.issue(key).values[seed.FLAGGED]
    assert REFUSAL in scene.release(key)

    ann = profile().new_page()
    ann.goto(f"{scene.url}/issues/{key}")
    expect(ann.get_by_role("heading", level=1)).to_have_text("Sign in first")
    enter(scene, ann, seed.ANN)
    ann.goto(f"{scene.url}/issues/{key}")
    expect(ann.get_by_role("heading", name="The gate is closed")).to_be_visible()
    look(ann, "1-issue")
    press(ann, "Begin the assessment", "A")
    ann.wait_for_url(re.compile("/assessment"))
    look(ann, "2-form-empty")
    ann.reload()
    ann.evaluate(WATCH)
    fill(ann, ANSWERS, "Save, and go on to submit")
    look(ann, "3-form-filled")
    tab_to(ann, "Save, and go on to submit", "BUTTON")
    ann.keyboard.press("Enter")
    ann.wait_for_url(re.compile("/submit"))
    look(ann, "4-submit")
    ann.reload()
    press(ann, "Submit", "BUTTON")
    expect(ann.get_by_role("status").first).to_contain_text("Submitted")
    expect(ann.get_by_role("button", name="Approve")).to_be_disabled()
    scene.catch_up()
    assert REFUSAL in scene.release(key)

    rita = profile().new_page()
    enter(scene, rita, RITA, "reviewer")
    rita.goto(f"{scene.url}/issues/{key}/assessment")
    look(rita, "5-reviewer")
    rita.reload()
    press(rita, "Approve", "SUMMARY")
    press(rita, "Approve", "BUTTON")
    expect(rita.get_by_role("status").first).to_contain_text("Approved and signed")
    look(rita, "6-approved")
    scene.catch_up()
    assert scene.property_of(key)["gate"] == "open"
    assert scene.release(key) == ""
    scene.twin.edit_issue(key, summary=SUMMARY)

    assert scene.send_evidence("fail", key)["trusted"] is True
    scene.catch_up()
    assert scene.property_of(key)["gate"] == "closed"
    assert REFUSAL in scene.release(key)
    ann.goto(f"{scene.url}/issues/{key}")
    expect(ann.get_by_role("main")).to_contain_text("the model fails the policy loan-approval")
    look(ann, "7-issue-failing")
    ann.goto(f"{scene.url}/issues/{key}/evidence")
    look(ann, "8-evidence")
    ann.goto(f"{scene.url}/issues/{key}/history")
    look(ann, "9-history")

    pat = profile().new_page()
    enter(scene, pat, PAT, "product manager")
    row = pat.get_by_role("row").filter(has_text=key)
    expect(row).to_contain_text("fail")
    expect(row).to_contain_text("closed")
    look(pat, "10-board")
