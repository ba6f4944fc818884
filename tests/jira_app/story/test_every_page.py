"""Every page there is, with sixty issues behind it: accessible, in both languages, at any width."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex
from uuid import uuid4

import pytest
from browsing import MakeProfile, complaints, picture, served
from databases import new_store
from flask import Flask
from neighbours import Everything
from pagechecks import scrolls_sideways
from playwright.sync_api import BrowserContext, Page
from seeded import seed
from sqlalchemy import Engine, select

from fairgate.checklist.library import open_library
from fairgate.training import find_module
from jira_app.access import Person
from jira_app.access.development import Development
from jira_app.app import create_app
from jira_app.store.records import assessments, people
from jira_app.training import cohort_store, shelf
from jira_app.training.cohort import Cohort
from jira_app.training.desk import Desk
from jira_app.training.taking import take
from jira_app.web import Web

PROGRAMS = ("/api/", "/static/", "/healthz", "/readyz", "/metrics", "/openapi.json")
FILES = (".csv", ".json", ".yaml", ".jsonl", ".zip")
NAME, CODE = "Everett Everyone", "BCDFGHJK"
ROLES = ("reviewer", "product manager", "trainer", "administrator")


@dataclass(frozen=True)
class Site:
    """An app that runs, and what its addresses take."""

    app: Flask
    url: str
    engine: Engine

    def issue(self, state: str) -> str:
        """Find an issue whose assessment is in a state."""
        found = select(assessments.c.issue).where(
            assessments.c.state == state, assessments.c.template == "preflight"
        )
        with self.engine.connect() as db:
            return db.scalars(found.order_by(assessments.c.issue)).first()

    def pages(self) -> dict[str, str]:
        """Give an address for every page, by endpoint; of forms one for each state."""
        known = {
            "admin.project": "/admin/projects/LOAN",
            "admin.person": f"/admin/people/{self.person()}",
            "register.show": "",  # followed from the list
            "assessments.confirm_submit": (
                f"/issues/{self.issue('draft')}/assessment/preflight/submit"
            ),
        }
        takes = {
            "<key>": self.issue("approved"),
            "<template>": "preflight",
            "<name>": "launch",
            **self.learning(),
        }
        for rule in self.app.url_map.iter_rules():
            path = str(rule)
            if "GET" in rule.methods and not path.startswith(PROGRAMS):
                for part, value in takes.items():
                    path = path.replace(part, value)
                known.setdefault(rule.endpoint, path)
        for state in ("draft", "submitted", "changes-requested", "lapsed"):
            known[f"assessments.fill {state}"] = f"/issues/{self.issue(state)}/assessment/preflight"
        return {name: path for name, path in known.items() if path and not path.endswith(FILES)}

    def learning(self) -> dict[str, str]:
        """Let whoever signed in pass a quiz and teach a group."""
        with self.engine.connect() as db:
            mine = people.c.name == NAME
            me = Person(db.scalars(select(people.c.id).where(mine)).one(), NAME)
        module = find_module("02")
        right = {item.id: item.right for item in module.quiz.items}
        desk = Desk(self.engine, time.time, {"02": module}, None, lambda: uuid4().hex)
        attempt = take(desk, module, me, right, "a-form-of-this-test")
        group = Cohort("a-group", "Monday", ("02", "05"), me.id, "2026-11-23", "", time.time())
        with self.engine.begin() as db:
            cohort_store.make(db, group, lambda: CODE)
            (done,) = shelf.completions_of(db, me.id).values()
        return {
            "<module>": "02",
            "<int:number>": str(attempt),
            "<number>": done.id,
            "<cohort_id>": group.id,
            "<code>": CODE,
        }

    def person(self) -> str:
        """Name somebody."""
        with self.engine.connect() as db:
            return db.scalars(select(people.c.id)).first()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the app on a full store, to people who may see all."""
    with new_store("sqlite", tmp_path_factory.mktemp("site")) as engine:
        seed(engine, time.time())
        web = Web(
            token_hex(),
            open_library(),
            secure=False,
            authority=Everything(),
            development=Development("127.0.0.1"),
        )
        app = create_app(engine, token_hex(), time.time, web=web)
        with served(app) as url:
            yield Site(app, url, engine)


def enter(site: Site, profile: BrowserContext) -> Page:
    """Sign in with every role."""
    page = profile.new_page()
    page.goto(f"{site.url}/sign-in")
    page.locator("#name").fill(NAME)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.locator("main button").click()
    page.wait_for_url("**/board")
    return page


def test_every_page_is_accessible_and_never_wider_than_the_screen(
    site: Site, profile: MakeProfile, axe_source: str
) -> None:
    """WCAG 2.2 AA as far as a machine can tell, light and dark; no script fails."""
    page = enter(site, profile())
    failed = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
    page.goto(f"{site.url}/register")
    addresses = site.pages()
    addresses["register.show"] = page.locator("main a[href^='/register/']").first.get_attribute(
        "href"
    )
    found, looked_at = {}, set()
    for name, path in addresses.items():
        answer = page.goto(site.url + path)
        assert answer.status == 200, path
        assert answer.headers["content-security-policy"]
        if page.url in looked_at:  # some addresses lead on to another's page
            continue
        looked_at.add(page.url)
        picture(page, f"page-{name.replace(' ', '-')}")
        found[name] = complaints(page, axe_source)
    assert {name: said for name, said in found.items() if said} == {}
    assert failed == []
    assert len(looked_at) > 20


@pytest.mark.soak
def test_every_page_fits_320_pixels_in_german(site: Site, profile: MakeProfile) -> None:
    """German words are longer; and no English head or button is left."""
    page = enter(site, profile(locale="de-DE", viewport={"width": 320, "height": 640}))
    wide, english = [], []
    for path in site.pages().values():
        page.goto(site.url + path)
        assert page.locator("html").get_attribute("lang") == "de"
        if scrolls_sideways(page):
            wide.append(path)
        pressed = page.locator("button:not(:lang(en)), h1:not(:lang(en))").all_inner_texts()
        english += [text for text in pressed if {"the", "Save", "of"} & set(text.split())]
    assert wide == []
    assert english == []
