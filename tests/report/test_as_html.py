"""The page: self-contained, in order, and deaf to what the data are called."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from report.samples import NASTY, POLICY_FILE, PREDICTIONS, sample

from fairgate.report import render

VOID = {"meta", "rect", "line", "circle", "path"}


class Page(HTMLParser):
    """What a reader of the markup would note down."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(render(sample(), "html", policy_file=POLICY_FILE, predictions=PREDICTIONS))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and that it is open."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]


def test_every_tag_is_closed_in_order():
    """Markup from names would leave something open."""
    assert Page().open == []


def test_names_are_text_and_never_markup():
    """A group called <script> is shown, not run."""
    page = Page()
    assert not page.all("script")
    assert any(NASTY[0] in piece for piece in page.text)
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)


def test_nothing_is_loaded_from_anywhere():
    """No address is fetched, and a policy in the page forbids it."""
    page = Page()
    assert not page.all("img") + page.all("link") + page.all("iframe")
    assert all(link["href"].startswith("#") for link in page.all("a"))
    text = render(sample(), "html", policy_file=POLICY_FILE, predictions=PREDICTIONS)
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_headings_descend_one_level_at_a_time():
    """One h1; no level is skipped on the way down."""
    levels = [int(tag[1]) for tag, _ in Page().tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_references_lead_somewhere():
    """Labels, descriptions and links point at what is there."""
    page = Page()
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    wanted = {word for _, attrs in page.tags for word in attrs.get("aria-labelledby", "").split()}
    wanted |= {link["href"].removeprefix("#") for link in page.all("a")}
    assert wanted <= set(ids)


def test_every_plot_has_a_name_and_a_description_and_its_data():
    """What the eye sees is said, and stands in a table."""
    page = Page()
    plots = [attrs for attrs in page.all("svg") if attrs.get("class") == "plot"]
    assert len(plots) >= 10
    assert all(plot["role"] == "img" for plot in plots)
    assert len(page.all("desc")) == len(plots)
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in heading for heading in page.all("th"))


def test_every_finding_that_blocks_says_what_to_do():
    """Four findings block, two warn; two pass and ask for nothing."""
    text = render(sample(), "html", policy_file=POLICY_FILE, predictions=PREDICTIONS)
    assert text.count("<h4>What to do next</h4>") == 6
    assert text.count("Or let a named person waive it") == 3
