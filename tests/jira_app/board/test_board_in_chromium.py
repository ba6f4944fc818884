"""Board, register and administration in a real browser: accessible, and by keyboard."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import seeded
from browsing import MakeProfile, complaints, picture, served
from databases import new_store
from pagechecks import never_scrolls_sideways
from playwright.sync_api import Page, expect
from seeded import ADMIN, MANAGER
from sqlalchemy import insert
from town import NOON

from jira_app.access import Person, Visit
from jira_app.admin import admin, secrets_of
from jira_app.board import board
from jira_app.jira import JiraError
from jira_app.register import register
from jira_app.store import lanes
from jira_app.store.tables import DEAD, inbox

NAVIGATION = tuple(
    seeded.Link(endpoint, text)
    for endpoint, text in (
        ("board.show", "Board"),
        ("register.index", "Register"),
        ("admin.show", "Administration"),
    )
)


def permissions(project: str) -> dict[str, bool]:
    """Answer as three projects do."""
    if project == "SHOP":
        raise JiraError("gone", "no such project")
    return {"BROWSE_PROJECTS": True, "EDIT_ISSUES": project != "CARE", "ADD_COMMENTS": True}


class SignedIn:
    """Lets everybody in as one person, who can be changed."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app
        self.person: Person | None = MANAGER

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        """Put the visit where a verified one stands."""
        if self.person:
            environ["fairgate.visit"] = Visit(self.person)
        return self.app(environ, start)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, SignedIn]]:
    """Serve all pages over the seeded store."""
    with new_store("sqlite", tmp_path_factory.mktemp("pages")) as engine:
        seeded.seed(engine)
        with engine.begin() as db:
            for number, key in enumerate(("LOAN-3", "HUSH-2")):
                row = {"digest": f"{number:064}", "issue": key, "event": "jira:issue_updated"}
                error = "invalid: 400 The field customfield_10050 cannot be set"
                dead = {"received": NOON, "state": DEAD, "error": error}
                db.execute(insert(inbox).values(**row, **dead))
            lanes.pause(db, NOON + 60, "jira-quota-global-based")
        kept = {"engine": engine, "library": seeded.library(), "clock": lambda: NOON}
        keys = {"FAIRGATE_TRUSTED_KEYS": ["3f" * 32, "a1" * 32]}
        known = secrets_of({"FAIRGATE_TRUSTED_KEYS", "FAIRGATE_JIRA_TOKEN"}, keys)
        app = seeded.app(
            board(**kept),
            register(**kept),
            admin(**kept, secrets=lambda: known, permissions=permissions),
            navigation=NAVIGATION,
        )
        signed_in = SignedIn(app.wsgi_app)
        app.wsgi_app = signed_in
        with served(app) as url:
            yield url, signed_in


ENTRY = seeded.case_id("CARE-10")
PAGES = {
    "board": ("/board", MANAGER),
    "board-filtered": ("/board?project=CARE&sort=due&likelihood=3&severity=3", MANAGER),
    "board-empty": ("/board?text=nothing+at+all", MANAGER),
    "board-print": ("/board?print=1", MANAGER),
    "board-trend": ("/board/trend", MANAGER),
    "board-issue": ("/board/LOAN-10", MANAGER),
    "board-accepted": ("/board/LOAN-2", MANAGER),
    "register": ("/register", None),
    "register-entry": (f"/register/{ENTRY}", None),
    "admin": ("/admin", ADMIN),
    "admin-projects": ("/admin/projects?key=not+a+key", ADMIN),
    "admin-project": ("/admin/projects/LOAN", ADMIN),
    "admin-people": ("/admin/people", ADMIN),
    "admin-person": ("/admin/people/p-admin", ADMIN),
    "admin-letters": ("/admin/letters", ADMIN),
    "admin-health": ("/admin/health", ADMIN),
}


@pytest.mark.browser
@pytest.mark.soak  # story/test_every_page looks at each page once
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    page: Page, site: tuple[str, SignedIn], axe_source: str, name: str
) -> None:
    """Light and dark, wide and narrow; SCREENS=1 keeps pictures."""
    url, signed_in = site
    path, signed_in.person = PAGES[name]
    answer = page.goto(url + path)
    assert answer is not None
    assert answer.status == 200
    for details in page.locator("details").all():
        details.evaluate("each => each.open = true")
    picture(page, name)
    assert complaints(page, axe_source) == []
    never_scrolls_sideways(page, 320)


@pytest.mark.browser
def test_a_product_manager_finds_and_accepts_a_risk_by_keyboard(
    page: Page, site: tuple[str, SignedIn]
) -> None:
    """From the matrix to the issue, a wrong form first."""
    url, signed_in = site
    signed_in.person = MANAGER
    page.goto(f"{url}/board")
    page.get_by_label("Words").press_sequentially("LOAN-12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row")).to_have_count(7 + 2)
    page.get_by_role("link", name="LOAN-12").press("Enter")
    page.get_by_label("Reason").first.press_sequentially("too short")
    page.get_by_label("Last day").fill("2026-12-24")
    page.get_by_role("button", name="Accept the risk").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Reason").first.press_sequentially(", so here is more of it")
    page.get_by_role("button", name="Accept the risk").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The risk is accepted until 2026-12-24")


@pytest.mark.browser
def test_without_a_script_everything_works(
    profile: MakeProfile, site: tuple[str, SignedIn]
) -> None:
    """Filters, sorting, pages, the spreadsheet."""
    url, signed_in = site
    signed_in.person = MANAGER
    page = profile(java_script_enabled=False, accept_downloads=True).new_page()
    page.goto(f"{url}/board")
    page.get_by_label("Project").select_option("CARE")
    page.get_by_role("button", name="Filter").press("Enter")
    page.get_by_role("link", name="Due", exact=True).press("Enter")
    expect(page.get_by_role("columnheader", name="Due")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_label("Project")).to_have_value("CARE")
    with page.expect_download() as found:
        page.get_by_role("link", name="Download as CSV").click()
    text = found.value.path().read_bytes().decode("utf-8-sig")
    assert len(io.StringIO(text, newline="").read().split("\r\n")) == 18 + 2


@pytest.mark.browser
def test_the_whole_board_is_printed_without_its_controls(
    page: Page, site: tuple[str, SignedIn]
) -> None:
    """All rows, no forms, a PDF of a few pages."""
    url, signed_in = site
    signed_in.person = MANAGER
    page.goto(f"{url}/board?print=1")
    page.emulate_media(media="print")
    for gone in (".filters", ".actions", ".head"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("table.board tbody tr")).to_have_count(52)
    sheets = page.pdf(prefer_css_page_size=True)
    wide, high = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sheets).groups())
    assert wide > high
