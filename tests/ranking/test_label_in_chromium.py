"""The label in a real browser: accessible, light and dark, wide and narrow, on one sheet."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from filepage import FilePage
from pagechecks import look, sheets
from playwright.sync_api import Page
from ranking.departments import label

from fairgate.ranking.items import Items
from fairgate.ranking.label.make import make_label
from fairgate.ranking.label.render import render
from fairgate.ranking.label.request import Request, Sensitive
from fairgate.ranking.label.values import Label

pytestmark = pytest.mark.browser


@cache
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
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Write a label to a file, and return its address."""
    found = {"departments": label, "crowded": crowded}[request.param]()
    path = tmp_path / "label.html"
    path.write_text(render(found, "html"), encoding="utf-8")
    return path.as_uri()


class TestLabel(FilePage):
    """A label."""


def test_it_prints_on_one_sheet(page: Page, address: str) -> None:
    """A4, in either scheme; details stay on the screen."""
    look(page, address)
    assert sheets(page) == 1
