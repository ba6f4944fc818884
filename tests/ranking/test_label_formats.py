"""A label as JSON, text, Markdown, Jira's format and a page."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from ranking.departments import label

from fairgate.ranking.items import Items
from fairgate.ranking.label.make import make_label
from fairgate.ranking.label.render import render
from fairgate.ranking.label.request import Request, Sensitive
from fairgate.ranking.label.values import Label

HOSTILE = '<script>alert("x")</script>| [a](javascript:b) @team \x1b[31m'
FORMATS = ("text", "markdown", "json", "html", "adf")


def hostile() -> Label:
    """Every name is somebody's attempt."""
    groups = (HOSTILE, "f") * 8
    items = Items(
        16,
        {HOSTILE: np.arange(16.0)},
        {f"{HOSTILE}2": np.arange(16.0)},
        {f"{HOSTILE}3": groups},
        (HOSTILE,) * 16,
        f"{HOSTILE}.csv",
    )
    return make_label(items, Request(((HOSTILE, 1.0),), (Sensitive(f"{HOSTILE}3"),)))


def plain() -> Label:
    """Nothing but an order, and nobody judged."""
    return make_label(Items(3, {}, {}, {}), Request((), ()))


def as_json(found: Label) -> dict[str, Any]:
    """Read what is written."""
    document: dict[str, Any] = json.loads(render(found, "json"))
    return document


def test_json_has_the_fields_that_scripts_rely_on() -> None:
    """By their agreed names."""
    found = as_json(label())
    assert found["schema"] == "fairgate/ranking/v1"
    assert (found["n"], found["k"]) == (51, 26)
    assert found["stability"]["top_k_slope"] == pytest.approx(-6.9126, abs=1e-4)
    assert found["stability"]["overall_slope"] == pytest.approx(-1.6138, abs=1e-4)
    assert found["stability"]["share"] == pytest.approx(0.293, abs=0.01)
    assert found["diversity"]["top_k"]["Regional Code"] == {"NE": 4, "W": 4, "MW": 1, "SA": 1}
    assert found["diversity"]["overall"]["Department Size"] == {"Large": 29, "Small": 22}
    assert [part["name"] for part in found["recipe"]] == ["Average Count", "Faculty", "GRE"]
    assert found["ingredients"][0]["name"] == "Faculty"


def test_json_measures_say_of_whom_what_and_how_sure() -> None:
    """A group is COLUMN=VALUE; all groups at once are COLUMN."""
    found = as_json(label())["measures"]
    rnd = next(m for m in found if (m["metric"], m["group"]) == ("rnd", "Department Size=Small"))
    assert rnd["value"] == pytest.approx(0.722286, abs=1e-6)
    assert rnd["interval"][0] < rnd["value"] < rnd["interval"][1]
    assert rnd["outcome"] == "fail"
    whole = [m["metric"] for m in found if m["group"] == "Department Size"]
    assert whole == ["rkl", "ndkl", "exposure_ratio", "pairwise_gap"]


def test_json_knows_no_nan() -> None:
    """What is undefined is null, with a reason."""
    found = as_json(label())["measures"]
    assert [m["reason"] for m in found if m["value"] is None] == [
        "rRD means something for at most half of the items, here 29 of 51"
    ]


def test_a_missing_group_is_null_and_no_word() -> None:
    """A group may well be called "not known"."""
    items = Items(4, {}, {}, {"sex": ("f", None, "m", "m")})
    found = as_json(make_label(items, Request((), (Sensitive("sex"),))))
    assert {"group": {"sex": None}, "n": 1, "in_k": 1, "judged": False} in found["groups"]
    assert found["diversity"]["overall"]["sex"] == {"m": 2, "f": 1}
    assert found["diversity"]["not_known"]["overall"] == {"sex": 1}


def test_text_says_it_in_plain_words() -> None:
    """The first lines are what a reader takes away."""
    text = render(label(), "text")
    assert "FAIL Department Size=Small: ranked lower than a ranking blind to groups would." in text
    assert "slope -6.91" in text
    assert "1 × Average Count + 1 × Faculty + 1 × GRE" in text


def test_markdown_has_a_table_for_each_part() -> None:
    """As a comment on a pull request or an issue."""
    text = render(label(), "markdown")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Recipe",
        "## Ingredients",
        "## Stability",
        "## Fairness",
        "## Diversity of the best 10",
        "## Diversity overall",
        "## How to read this",
    ]
    assert "fail: 104 of 638 pairs" in text


def test_the_page_has_six_parts_and_fetches_nothing() -> None:
    """One file, without script, image, font or link to elsewhere."""
    page = render(label(), "html")
    parts = re.findall(r'<section class="card" aria-labelledby="([a-z-]+)"', page)
    assert parts == [
        "recipe", "ingredients", "stability", "fairness", "diverse-best", "diverse-all",
    ]  # fmt: skip
    assert not re.findall(r"<script|<img|<link|@import|url\(|https?://(?!www.w3.org)", page)


def test_every_plot_has_a_table_behind_it() -> None:
    """In a detail that unfolds without script."""
    page = render(label(), "html")
    plots = re.findall(r'<section class="card".*?</section>', page, re.DOTALL)
    assert [part.count("<details>") >= 1 for part in plots] == [True] * 6
    assert [part.count("<table") >= 1 for part in plots] == [True] * 6


@pytest.mark.parametrize("format_", FORMATS)
def test_no_name_becomes_markup(format_: str) -> None:
    """Not in a terminal, a browser or a comment."""
    text = render(hostile(), format_)
    assert "\x1b" not in text
    if format_ in ("html", "markdown"):
        assert "<script>" not in text
    if format_ == "markdown":
        assert "](javascript" not in text
        assert not re.search(r"@team", text)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_label_without_scores_or_groups_is_written_all_the_same(format_: str) -> None:
    """It says what it lacks."""
    assert render(plain(), format_)


def test_nobody_judged_is_unknown() -> None:
    """Silence never passes."""
    assert as_json(plain())["outcome"] == "unknown"
    assert "Nobody is judged" in render(plain(), "text")
