"""Markdown of modules as HTML: text stays text, links lead where they may, ids are unique."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.content.models import Source
from fairgate.training import open_modules
from fairgate.training.lesson import read_lesson
from fairgate.training.markdown import html_of, lesson_html, line_html, sources_html
from fairgate.training.module import Module

WCAG = Source(id="wcag", title="W3C: <WCAG> 2.2", url="https://www.w3.org/TR/WCAG22/?a=1&b=2")
FRONT = "---\ntitle: A\nteaching: 5\nexercises: 0\n---\n"

ELEMENTS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("em", "strong", "a", "img", "br", "hr", "span", "div", "table", "thead", "tbody", "tr"),
    *("th", "td"),
}
ATTRIBUTES = {
    *("id", "class", "href", "rel", "title", "src", "alt", "scope", "role", "tabindex", "start"),
    "aria-label",
}


class Seen(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def all(self, name: str) -> list[str]:
        """Give every value of an attribute."""
        return [value for known, value in self.attributes if known == name]


PIECES = [*"ab <>\"'&[]()!@#:;=/*`|-\n\\\t", "script", "javascript:", "onload", "@wcag"]
MARKUP = st.lists(st.sampled_from(PIECES)).map("".join)


@given(st.one_of(MARKUP, st.text()))
def test_no_text_makes_an_element_or_an_address_that_was_not_meant(text: str) -> None:
    """Only elements of Markdown, without handlers and styles; addresses of the web and the page."""
    seen = Seen(html_of(text, sources={"wcag": WCAG}))
    assert set(seen.tags) <= ELEMENTS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    allowed = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
    assert [href for href in seen.all("href") if not allowed.match(href)] == []
    assert seen.all("src") == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](javascript:alert(1))",
        "[x][y]\n\n[y]: vbscript:alert(1)",
        "<javascript:alert(1)>",
        "![x](//example.org/pixel.png)",
        '[@wcag" onmouseover="alert(1)]',
    ],
)
def test_hostile_markdown_stays_text(text: str) -> None:
    """Nothing leads anywhere, nothing is fetched, nothing runs."""
    seen = Seen(html_of(text))
    assert (seen.all("href"), seen.all("src")) == ([], [])
    assert set(seen.tags) <= {"p", "span"}
    assert {name for name, _ in seen.attributes} <= {"class"}


def test_citations_lead_to_the_list_of_sources() -> None:
    """With the title for who hovers, and words for who listens."""
    sources = {"gdpr": WCAG.model_copy(update={"id": "gdpr"}), "wcag": WCAG}
    html = html_of("Labels help [@wcag; @gdpr], says [@nobody].", sources=sources, prefix="m01-")
    assert 'href="#m01-source--2" title="W3C: &lt;WCAG&gt; 2.2"' in html
    assert '[<span class="unseen">source </span>2]</a>, <a' in html
    assert "says (nobody)." in html
    assert 'id="m01-source--2"' in sources_html(sources, "m01-")
    assert "https://www.w3.org/TR/WCAG22/?a=1&amp;b=2" in sources_html(sources)


def test_a_citation_in_code_is_code() -> None:
    """As it is written."""
    assert html_of("`[@wcag]`", sources={"wcag": WCAG}) == "<p><code>[@wcag]</code></p>\n"


def test_headings_follow_the_first_and_have_ids_of_their_own() -> None:
    """Whatever level the author began with; the same words twice get two ids."""
    html = html_of("## Goal\n### Goal\n# Top\n#### Goal 2", level=3, prefix="x-")
    assert re.findall(r'<(h\d) id="([^"]*)"', html) == [
        ("h3", "x-goal"), ("h4", "x-goal--2"), ("h3", "x-top"), ("h5", "x-goal-2"),
    ]  # fmt: skip


def test_tables_scroll_on_their_own_and_have_heads_both_ways() -> None:
    """A cell without words is no head, and no cell has a style of its own."""
    html = html_of("| | rate |\n|---|---:|\n| women | 0.5 |\n| | 0.8 |")
    assert '<div class="scroll" role="group" tabindex="0" aria-label="Table: rate">' in html
    assert re.findall(r"<(t[hd][^>]*)>", html) == [
        "thead", "td", 'th class="number" scope="col"', 'th scope="row"', 'td class="number"',
        "td", 'td class="number"',
    ]  # fmt: skip


def test_links_into_the_module_stay_words_and_links_out_tell_nobody() -> None:
    """A page stands alone; where it is read is nobody's business."""
    html = html_of("[Handout](handout.md), [top](#goal), <https://example.org/>", prefix="m01-")
    assert "<p>Handout, " in html
    assert 'href="#m01-goal"' in html
    assert '<a href="https://example.org/" rel="noreferrer">' in html


def test_a_picture_that_is_not_there_is_told_in_words() -> None:
    """And one that is there is part of the page."""
    images = {"a.png": "data:image/png;base64,AAAA"}
    html = html_of("![Two <doors>](b.png) ![One door](a.png)", images=images)
    assert '<span class="picture">[Picture: Two &lt;doors&gt;]</span>' in html
    assert '<img src="data:image/png;base64,AAAA" alt="One door" />' in html


def test_divs_of_a_lesson_become_boxes() -> None:
    """Notes for whoever teaches only where they are asked for; solutions unfold."""
    text = (
        "::: questions\n- Who?\n:::\n\n## Goal\n\n:::: challenge\n## Try\n\n"
        "::: solution\nYes.\n:::\n::::\n\n::: instructor\nWait.\n:::\n\n::: callout\n`a` *b*\n:::\n"
    )
    lesson = read_lesson(FRONT + text, "lesson.md")
    html = lesson_html(lesson, level=4)
    assert '<h4 id="questions">Questions</h4>' in html
    assert '<section class="box challenge">' in html
    assert '<h5 id="try">Try</h5>' in html
    assert '<details class="solution">\n<summary>Solution</summary>\n<p>Yes.</p>' in html
    assert "<code>a</code> <em>b</em>" in html
    assert "Wait." not in html
    assert "Wait." in lesson_html(lesson, for_trainer=True)


def test_a_line_has_no_paragraph() -> None:
    """Questions and answers of a quiz."""
    assert line_html("Is `a < b` *so*?") == "Is <code>a &lt; b</code> <em>so</em>?"


@pytest.mark.parametrize("module", open_modules(), ids=lambda module: module.id)
def test_every_citation_of_a_module_leads_somewhere(module: Module) -> None:
    """In all texts that a page shows."""
    from fairgate.training.export.view import view  # noqa: PLC0415 - with everything else of a page

    seen = view(module, level=2)
    html = seen.lesson + seen.task + seen.handout
    ids = set(Seen(html + seen.sources).all("id"))
    assert {href[1:] for href in Seen(html).all("href") if href.startswith("#")} <= ids
    assert "(case." not in html
    assert ":::" not in html


def test_headings_of_deep_boxes_are_headings() -> None:
    """HTML knows six levels."""
    boxes = "::::: callout\n:::: callout\n::: keypoints\n- a\n:::\n::::\n:::::\n"
    lesson = read_lesson(f"---\ntitle: A\nteaching: 5\nexercises: 0\n---\n{boxes}", "lesson.md")
    assert '<h6 id="key-points">' in lesson_html(lesson, level=5)
