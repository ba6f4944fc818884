"""The pages without JavaScript: what they are for works all the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from browsing import MakeProfile
from keyboard import wanted
from playwright.sync_api import Locator, Page, expect
from story_stage import RITA, Stage
from test_jira_story import DESCRIPTION, SUMMARY, enter

from jira_app.twin import seed

PUSH = Path(__file__).resolve().parents[2] / "cases" / "assessment" / "push.yaml"
ANSWERS = yaml.safe_load(PUSH.read_text(encoding="utf-8"))["answers"]
SET_ASIDE = {
    name: given["not_applicable"]
    for name, given in ANSWERS.items()
    if isinstance(given, dict) and "not_applicable" in given
}
SHOWN = """() => [...document.querySelectorAll("[name^='a:']")].map(each => ({
  name: each.name, value: each.value, type: each.type, tag: each.tagName,
  checked: !!each.checked, visible: each.getClientRects().length > 0}))"""


@pytest.fixture
def key(scene: Stage) -> str:
    """Make an issue of high risk."""
    made = scene.twin.create_issue("LOAN", SUMMARY, description=DESCRIPTION).key
    scene.catch_up()
    return made


def test_an_assessment_is_filled_in_submitted_and_approved(
    scene: Stage, profile: MakeProfile, key: str
) -> None:
    """Saving asks the next questions."""
    ann = profile(java_script_enabled=False).new_page()
    enter(scene, ann, seed.ANN)
    ann.goto(f"{scene.url}/issues/{key}/assessment")
    while answer_all(ann):
        ann.get_by_role("button", name="Save", exact=True).click()
        expect(ann.get_by_role("status").first).to_contain_text("Saved")
    ann.get_by_role("button", name="Save, and go on to submit").click()
    ann.wait_for_url(re.compile("/submit$"))
    ann.get_by_role("button", name="Submit").click()
    expect(ann.get_by_role("status").first).to_contain_text("Submitted")

    rita = profile(java_script_enabled=False).new_page()
    enter(scene, rita, RITA, "reviewer")
    rita.goto(f"{scene.url}/issues/{key}/assessment")
    rita.locator("summary", has_text="Approve").click()
    rita.get_by_role("button", name="Approve").click()
    expect(rita.get_by_role("status").first).to_contain_text("Approved and signed")
    scene.catch_up()
    assert scene.property_of(key)["gate"] == "open"


def answer_all(page: Page) -> bool:
    """Answer what is asked and has no answer yet; False if nothing was left."""
    aside = [set_aside(page, name, reason) for name, reason in SET_ASIDE.items()]
    fields = page.locator("[name^='a:']")
    given = [answer(fields.nth(at), shown) for at, shown in enumerate(page.evaluate(SHOWN))]
    return any(aside) or any(given)


def set_aside(page: Page, name: str, reason: str) -> bool:
    """Say that a question does not apply; False if it is not asked, or that was said already."""
    question = page.locator(f"[data-question='{name}']")
    if not question.is_visible():
        return False
    field = question.get_by_label("It does not apply, because")
    if field.input_value() == reason:
        return False
    question.locator("summary", has_text="Does not apply").click()
    field.fill(reason)
    return True


def answer(field: Locator, shown: dict[str, Any]) -> bool:
    """Give one answer; False if there is none to give, or it stands already."""
    value = wanted(ANSWERS, shown["name"])
    if value is None or not shown["visible"]:
        return False
    if shown["type"] in {"radio", "checkbox"}:
        if shown["value"] not in ([value] if isinstance(value, str) else value):
            return False
        if not shown["checked"]:
            field.check()
        return not shown["checked"]
    if shown["value"] == str(value):
        return False
    if shown["tag"] == "SELECT":
        field.select_option(str(value))
    else:
        field.fill(str(value))
    return True


def test_the_risk_is_set_by_hand(scene: Stage, profile: MakeProfile, key: str) -> None:
    """Jira shows it, and triage leaves it alone."""
    ann = profile(java_script_enabled=False).new_page()
    enter(scene, ann, seed.ANN)
    ann.goto(f"{scene.url}/issues/{key}")
    ann.get_by_text("Set the risk by hand").click()
    ann.get_by_role("radio", name="low").check()
    ann.get_by_role("button", name="Set the risk").click()
    expect(ann.get_by_label("Reason")).to_be_visible()  # the browser asks for the reason
    ann.get_by_label("Reason").fill("The words are from a test; nothing is decided.")
    ann.get_by_role("button", name="Set the risk").click()
    expect(ann.get_by_role("status")).to_contain_text("The risk is stored")
    scene.catch_up()
    scene.twin.edit_issue(key, summary=f"{SUMMARY}, and gender")
    scene.catch_up()
    shown = scene.property_of(key)
    assert (shown["risk"], shown["triaged"]) == ("low", "high")
    assert shown["override"]["name"] == "Ann Author"
    ann.reload()
    expect(ann.get_by_role("main")).to_contain_text("Set by Ann Author")
    ann.goto(f"{scene.url}/issues/{key}/history")
    expect(ann.get_by_text("The risk was set by hand")).to_have_count(1)


def test_the_board_is_filtered_and_a_checklist_ticked(
    scene: Stage, profile: MakeProfile, key: str
) -> None:
    """By forms."""
    ann = profile(java_script_enabled=False).new_page()
    enter(scene, ann, seed.ANN)
    ann.get_by_label("Words").fill("no such words")
    ann.get_by_role("button", name="Filter").click()
    expect(ann.get_by_role("main")).not_to_contain_text(SUMMARY)
    ann.goto(f"{scene.url}/issues/{key}/checklist/inclusive-design")
    ann.get_by_role("checkbox").first.check()
    ann.get_by_role("main").get_by_role("button", name=re.compile("Save|Keep")).first.click()
    expect(ann.get_by_role("checkbox").first).to_be_checked()


def test_one_who_may_see_nothing_sees_nothing(scene: Stage, profile: MakeProfile, key: str) -> None:
    """No page of the issue, and an empty board."""
    ned = profile(java_script_enabled=False).new_page()
    enter(scene, ned, seed.NED)
    expect(ned.get_by_role("main")).not_to_contain_text(key)
    for page in ("", "/history", "/assessment", "/evidence", "/checklist/inclusive-design"):
        answer_ = ned.goto(f"{scene.url}/issues/{key}{page}")
        assert answer_.status == 404
        expect(ned.get_by_role("heading", level=1)).to_have_text("There is no such page")
