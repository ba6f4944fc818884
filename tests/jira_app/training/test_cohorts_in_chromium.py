"""Pages of cohorts in a real browser: accessible, by keyboard, without a script, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsing import MakeProfile, complaints, picture, served
from cohort_room import ADA, ADMIN, BELA, LEARNERS, TRAINER, Room
from databases import new_store
from pagechecks import never_scrolls_sideways, sheets
from playwright.sync_api import Locator, Page, expect

from jira_app.access import Person

pytestmark = pytest.mark.browser

PAGES = {
    "list": ("cohorts", ADMIN),
    "new": ("cohorts/new", TRAINER),
    "people": ("cohorts/{full}", TRAINER),
    "empty": ("cohorts/{bare}", TRAINER),
    "attendance": ("cohorts/{full}/attendance", TRAINER),
    "sheet": ("cohorts/{full}/sheet", TRAINER),
    "questions": ("cohorts/{full}/questions", TRAINER),
    "feedback": ("cohorts/{full}/feedback", TRAINER),
    "change": ("cohorts/{full}/change", ADMIN),
    "groups": ("join", ADA),
    "wrong-code": ("join?code=hello", ADA),
    "join": ("join/{code}", ADA),
    "form": ("05/feedback", ADA),
}


@dataclass
class Site:
    """A school that is served, with a cohort that has learnt and one that is empty."""

    room: Room
    url: str
    full: str
    bare: str

    def tab(self, make_profile: MakeProfile, person: Person, **parts: object) -> Page:
        """Open a tab of a browser in which somebody is signed in."""
        context = make_profile(**parts)
        name, value = self.room.cookie(person)
        context.add_cookies([{"name": name, "value": value, "url": self.url}])
        return context.new_page()

    def at(self, path: str) -> str:
        """Fill an address in."""
        code = self.room.code(self.bare)
        return f"{self.url}/training/{path.format(full=self.full, bare=self.bare, code=code)}"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve a school in which seven people learnt."""
    with new_store("sqlite", tmp_path) as engine:
        room = Room(engine)
        full = room.cohort(*LEARNERS)
        for number, person in enumerate(LEARNERS):
            room.take(person, "05", but=number // 2)
            if number:
                words = "What the interval leaves open,\nfirst of all."
                room.say(person, full, useful=str(2 + number // 2), pace="Right", change=words)
        room.take(ADA, "05")
        room.post(ADA, "/training/05/exercise", done="yes")
        ticks = [f"{module}:{person.id}" for module in ("01", "05") for person in LEARNERS[2:]]
        room.post(TRAINER, f"/training/cohorts/{full}/attendance", now=ticks)
        bare = room.make(
            name="Everybody who joins in December", modules=[f"0{n}" for n in range(1, 8)]
        )
        with served(room.app) as url:
            yield Site(room, url, full, bare)


def reach(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(60):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {target} by keyboard")


def use(page: Page, target: Locator) -> None:
    """Go to a link or a button by keyboard, and use it."""
    reach(page, target)
    page.keyboard.press("Enter")


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    site: Site, profile: MakeProfile, axe_source: str, name: str
) -> None:
    """Light and wide, dark and narrow; pictures stay in build/screens."""
    path, person = PAGES[name]
    page = site.tab(profile, person)
    failed: list[str] = []
    page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
    answer = page.goto(site.at(path))
    assert answer is not None
    assert answer.status == (422 if name == "wrong-code" else 200)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    picture(page, f"cohort-{name}")
    assert complaints(page, axe_source) == []
    never_scrolls_sideways(page, 320)
    assert [said for said in failed if "422" not in said] == []


def test_a_trainer_makes_a_cohort_and_marks_who_was_there_by_keyboard(
    site: Site, profile: MakeProfile
) -> None:
    """A wrong form first; what is wrong has the focus."""
    page = site.tab(profile, TRAINER)
    main = page.get_by_role("main")
    page.goto(site.at("cohorts"))
    use(page, main.get_by_role("link", name="Make a group"))
    reach(page, page.get_by_label("Name"))
    page.keyboard.type("Payments squad, November")
    reach(page, page.get_by_label("Day on which you meet"))
    page.get_by_label("Day on which you meet").fill("2026-11-22")  # typed as the browser has it
    use(page, main.get_by_role("button", name="Make the group"))
    expect(page.get_by_role("alert")).to_be_focused()
    use(page, page.get_by_role("link", name="Choose at least one module"))
    reach(page, page.get_by_label("05 Reading a verdict"))
    page.keyboard.press("Space")
    use(page, main.get_by_role("button", name="Make the group"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Payments squad, November")
    expect(page.get_by_role("status")).to_contain_text("Give its code")
    site.room.join(page.url.rpartition("/")[2], BELA)
    use(page, main.get_by_role("link", name="Attendance", exact=True))
    page.wait_for_url(re.compile("/attendance$"))
    reach(page, page.get_by_label(re.compile("was there ?: Bela Learner, 05")))
    page.keyboard.press("Space")
    use(page, page.get_by_role("button", name="Save attendance"))
    expect(page.get_by_role("status")).to_contain_text("Attendance is saved")
    expect(page.get_by_role("row", name="Bela Learner")).to_contain_text("was there")
    use(page, page.get_by_text("Let nobody in any more"))
    use(page, page.get_by_role("button", name="Close the group"))
    expect(main).to_contain_text("nobody can join")


@pytest.mark.parametrize("script", [True, False])
def test_a_cohort_is_changed_and_deleted_by_keyboard(
    site: Site, profile: MakeProfile, *, script: bool
) -> None:
    """With a script and without one."""
    page = site.tab(profile, TRAINER, java_script_enabled=script)
    main = page.get_by_role("main")
    page.goto(site.at("cohorts/{full}"))
    use(page, main.get_by_role("link", name="Change this group"))
    page.wait_for_url(re.compile("/change$"))
    reach(page, page.get_by_label("Name"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Cards squad")
    use(page, main.get_by_role("button", name="Save name and day"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Cards squad")
    reach(page, page.get_by_label("Ada Learner"))
    page.keyboard.press("Space")
    use(page, main.get_by_role("button", name="Remove them from the group"))
    expect(page.get_by_label("Ada Learner")).to_have_count(0)
    use(page, page.get_by_text("Delete the group for good"))
    use(page, main.get_by_role("button", name="Delete Cards squad"))
    expect(page.get_by_role("status")).to_contain_text("The group Cards squad is deleted")


def test_a_learner_joins_gives_feedback_and_leaves_without_a_script(
    site: Site, profile: MakeProfile
) -> None:
    """With a code typed from the slide."""
    page = site.tab(profile, BELA, java_script_enabled=False)
    code = site.room.code(site.bare)
    page.goto(site.at("join"))
    page.get_by_label("Code").fill(f"{code[:4]}-{code[4:]}".lower())
    page.get_by_role("button", name="Look at the group").click()
    expect(page.get_by_role("main")).to_contain_text("Tess Trainer and the administrators")
    page.get_by_role("button", name="Join the group").click()
    expect(page.get_by_role("status")).to_contain_text("You are in the group")
    page.get_by_role("link", name=re.compile("give feedback ?: 05.*December")).click()
    expect(page.get_by_label("For which group?")).to_have_value(site.bare)
    useful = page.get_by_role("group", name=re.compile("How useful"))
    expect(useful.get_by_role("radio", name=re.compile("5 ?: Very"))).to_be_visible()
    useful.get_by_role("radio", name="4").check()
    useful.get_by_role("radio", name="no answer").check()
    page.get_by_role("button", name="Send without your name").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer at least one question")
    page.get_by_role("alert").get_by_role("link").click()
    useful.get_by_role("radio", name="4").check()
    page.get_by_role("button", name="Send without your name").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    page.goto(site.at("join"))
    card = page.get_by_role("region", name="Everybody who joins in December")
    card.get_by_text("Leave this group").click()
    card.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("status")).to_contain_text("You have left the group")
    assert site.room.given() >= {(site.bare, BELA.id, "05")}


def test_the_attendance_sheet_fits_one_page_and_has_room_to_sign(
    site: Site, profile: MakeProfile
) -> None:
    """Without head and buttons; a line each, and some to spare."""
    page = site.tab(profile, TRAINER)
    page.goto(site.at("cohorts/{full}/sheet"))
    expect(page.locator(".sheet tbody tr")).to_have_count(len(LEARNERS) + 6)
    assert sheets(page) == 1
    page.emulate_media(media="print")
    for gone in (".head", ".actions"):
        expect(page.locator(gone).first).to_be_hidden()
    box = page.locator(".sheet .sign").nth(1).bounding_box()
    assert box is not None
    assert box["width"] > 150
