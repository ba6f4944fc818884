"""The shell in a real browser: pages, links, forms and the way back, inside Jira."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import complaints, picture
from inside_jira import Forge
from playwright.sync_api import Page, expect

from jira_app.twin import seed

pytestmark = pytest.mark.browser


def heading(page: Page, text: str) -> None:
    """Expect a page, and the focus on its heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_the_first_page_is_shown_and_leaves_the_focus_to_jira(page: Page) -> None:
    """Its title is announced; its language and theme are asked of Jira."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessment of ED-1, step 1")
    expect(page.locator("#announced")).to_contain_text("Assessment of ED-1, step 1")
    assert page.title() == "Assessment of ED-1, step 1 - fairgate"
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate("window.__asked.map(each => each[0])") == ["enableTheming", "getContext"]


def test_links_lead_on_and_back(page: Page) -> None:
    """By keyboard; each page says that it is there."""
    page.get_by_role("link", name="Next step").press("Enter")
    heading(page, "Assessment of ED-1, step 2")
    page.get_by_role("link", name="Board").press("Enter")
    heading(page, "Board")
    page.go_back()
    heading(page, "Assessment of ED-1, step 2")
    page.go_back()
    heading(page, "Assessment of ED-1, step 1")
    page.go_forward()
    heading(page, "Assessment of ED-1, step 2")


def test_a_form_is_sent_with_all_it_holds(page: Page, forge: Forge) -> None:
    """Several values of one name, and the button that was pressed."""
    page.get_by_label("Purpose").fill("to rank <b>people</b>")
    page.get_by_label("Age").press("Space")
    page.get_by_label("Sex").press("Space")
    page.get_by_role("button", name="Save").press("Enter")
    heading(page, "Assessment of ED-1, step saved")
    expect(page.locator("#said")).to_have_text("to rank <b>people</b> ['age', 'sex']")
    expect(page.locator("#announced")).to_contain_text("Saved.")
    assert forge.asked[-1]["form"][-1] == ["go", "save"]


def test_another_issue_is_not_shown(page: Page) -> None:
    """Said in words, with a way back."""
    page.get_by_role("link", name="Another issue").click()
    heading(page, "There is a problem")
    page.get_by_role("button", name="Go back").click()
    heading(page, "Assessment of ED-1, step 1")


def test_links_out_are_opened_by_jira(page: Page) -> None:
    """The shell stays where it is."""
    page.get_by_role("link", name="Help").click()
    page.wait_for_function("window.__asked.length === 3")
    assert page.evaluate("window.__asked[2]") == ["navigate", "https://example.org/help"]
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessment of ED-1, step 1")


def test_a_link_within_the_page_moves_the_focus_there(page: Page, forge: Forge) -> None:
    """Without asking for anything."""
    page.get_by_role("link", name="What was said").press("Enter")
    expect(page.locator("#said")).to_be_focused()
    assert len(forge.asked) == 1


def test_what_was_entered_outlives_a_failure(page: Page, forge: Forge) -> None:
    """And can be sent again, from the notice or from the form."""
    page.get_by_label("Purpose").fill("kept")
    forge.away = True
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("What you entered is still here.")
    expect(page.get_by_label("Purpose")).to_have_value("kept")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("alert")).to_have_count(1)
    forge.away = False
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator("#said")).to_have_text("kept []")


def test_who_may_only_look_is_told_so(page: Page, forge: Forge) -> None:
    """On the page that the app makes of a refusal."""
    forge.by = seed.REX
    page.get_by_role("button", name="Save").click()
    heading(page, "You may not do this")


def test_axe_finds_nothing(page: Page, axe_source: str) -> None:
    """Light and dark, wide and narrow; the notice of the shell's own, too."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    picture(page, "forge-shell")
    assert complaints(page, axe_source) == []
    page.get_by_role("link", name="Another issue").click()
    heading(page, "There is a problem")
    assert complaints(page, axe_source) == []


def test_nothing_that_acts_is_taken_over(page: Page, forge: Forge, said: list[str]) -> None:
    """Had somebody's words got into a page as markup, they would still do nothing."""
    html = """<main><h1 onclick="x()">T</h1><script>x()</script><style>p{}</style><base href="//x">
      <a href=" java&#10;script:x()">a</a><iframe srcdoc="x"></iframe><svg onload="x()"></svg>
      <form action="javascript:x()"><button formaction="data:x">b</button></form></main>"""
    forge.instead = {"status": 200, "html": html, "location": "/board"}
    page.get_by_role("link", name="Board").click()
    heading(page, "T")
    shown = page.locator("#page").inner_html()
    assert re.sub(r">\s+<", "><", shown) == (
        '<main id="main" tabindex="-1"><h1 tabindex="-1">T</h1><a>a</a><svg></svg>'
        "<form><button>b</button></form></main>"
    )
    tried = [each for each in said if "Failed to load resource" not in each]  # an icon, perhaps
    assert all("The action has been blocked" in each for each in tried)
    said.clear()


def test_a_file_is_saved(page: Page, forge: Forge) -> None:
    """And the page stays."""
    forge.instead = {
        "status": 200, "html": "", "location": "/board.csv",
        "file": {"name": "board.csv", "type": "text/csv", "text": "key,risk"},
    }  # fmt: skip
    with page.expect_download() as download:
        page.get_by_role("link", name="Board").click()
    assert download.value.suggested_filename == "board.csv"
    assert Path(download.value.path()).read_text(encoding="utf-8") == "key,risk"
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessment of ED-1, step 1")


def test_a_board_has_its_styles_here_too(page: Page) -> None:
    """And no other page is printed on a sheet as wide as a board's."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).page") == "auto"
    page.locator("#main").evaluate(
        "(main) => main.insertAdjacentHTML('beforeend', '<table class=board><td>1</td></table>')"
    )
    expect(page.locator(".board td")).to_have_css("padding-right", "9.6px")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).page") == "board"
