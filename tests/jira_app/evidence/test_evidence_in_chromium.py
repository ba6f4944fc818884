"""Evidence in a real browser: accessible, light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import complaints, picture, served
from pagechecks import never_scrolls_sideways
from playwright.sync_api import Page

from tests.jira_app import envelopes
from tests.jira_app.apihouse import ANN, House
from tests.jira_app.databases import new_store


@pytest.mark.soak  # story/test_every_page looks at each page once
@pytest.mark.browser
def test_axe_finds_nothing_on_the_page_of_evidence(
    tmp_path: Path, page: Page, axe_source: str
) -> None:
    """With plots, remedies and a table; SCREENS=1 keeps pictures."""
    keys = envelopes.keys(tmp_path / "keys")
    with new_store("sqlite", tmp_path) as engine:
        house = House(engine, keys.public, signed_in=ANN)
        house.send(envelopes.signed(keys.private, "fail"), "?report=https://ci.example.org/7")
        house.send(envelopes.signed(keys.private, "pass", name="other", binding="declared"))
        house.send(envelopes.plain("unknown"))
        with served(house.app) as url:
            said: list[str] = []
            page.on("console", lambda told: said.append(f"{told.location}: {told.text}"))
            for key, name in (("LOAN-1", "evidence-page"), ("LOAN-2", "evidence-none")):
                page.goto(f"{url}/issues/{key}/evidence")
                picture(page, name)
                assert complaints(page, axe_source) == []
            page.set_viewport_size({"width": 320, "height": 600})
            page.goto(f"{url}/issues/LOAN-1/evidence")
            never_scrolls_sideways(page)
            assert [each for each in said if "favicon" not in each] == []
