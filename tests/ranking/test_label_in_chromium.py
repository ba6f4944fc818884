"""The label in a real browser: accessible, light and dark, wide and narrow, on one sheet."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import numpy as np
import pytest
from chromium import look, violations
from ranking.departments import label
from selenium import webdriver

from fairgate.ranking.items import Items
from fairgate.ranking.label.make import make_label
from fairgate.ranking.label.render import render
from fairgate.ranking.label.request import Request, Sensitive
from fairgate.ranking.label.values import Label

pytestmark = pytest.mark.browser


def crowded() -> Label:
    """Six attributes, ten groups, thirty regions, long names."""
    rng = np.random.default_rng(3)
    n = 400
    attributes = {f"attribute {at}": rng.normal(size=n) for at in range(6)}
    races = [*(f"a group with a long name, number {at}" for at in range(7)), None]
    labels = {
        "race": tuple(races[at] for at in rng.integers(0, 8, n)),
        "age band": tuple(f"{at}5-{at + 1}5" for at in rng.integers(2, 5, n)),
        "region": tuple(f"region {at}" for at in rng.integers(0, 30, n)),
    }
    names = tuple(f"Person {at} with a name that is rather long" for at in range(n))
    request = Request(
        tuple((name, 1.0) for name in attributes),
        (Sensitive("race"), Sensitive("age band")),
        ("region",),
    )
    return make_label(Items(n, attributes, {}, labels, names, "people.csv"), request)


@pytest.fixture(params=["departments", "crowded"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Write a label to a file, and return its address."""
    found = {"departments": label, "crowded": crowded}[request.param]()
    path = tmp_path / "label.html"
    path.write_text(render(found, "html"), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: webdriver.Chrome, page: str, scheme: str, width: int, axe_source: str
) -> None:
    """WCAG 2.2 AA as far as a machine can tell, with every detail unfolded."""
    look(browser, page, scheme, width)
    assert violations(browser, axe_source) == []


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_the_page_never_scrolls_sideways(browser: webdriver.Chrome, page: str, width: int) -> None:
    """Wide tables scroll in a region of their own, which the keyboard can reach."""
    look(browser, page, "light", width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_it_prints_on_one_sheet(browser: webdriver.Chrome, page: str) -> None:
    """A4, in either scheme; details stay on the screen."""
    look(browser, page, "light", 1280)
    paper = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True}
    printed = browser.execute_cdp_cmd("Page.printToPDF", paper)["data"]
    assert len(re.findall(rb"/Type\s*/Page[^s]", base64.b64decode(printed))) == 1


def test_nothing_is_fetched_and_no_script_runs(browser: webdriver.Chrome, page: str) -> None:
    """A label can be opened anywhere."""
    look(browser, page, "light", 1280)
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.execute_script("return document.scripts.length") == 0
