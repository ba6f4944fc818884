"""Modules in other languages: a screen reader says their words in theirs, and ours in English."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browsing import complaints, picture
from playwright.sync_api import Page, expect
from xapi_rules import AMARA, broken

from fairgate.training.export.learnt import Attempted, Completed
from fairgate.training.export.page import html_page
from fairgate.training.export.sheet import sheet
from fairgate.training.export.slideshow import slideshow
from fairgate.training.export.xapi import statements
from fairgate.training.module import Module, read_module

TITLES = {"de": "Namen in Formularen", "ar": "أسماء في النماذج"}
VOID = {"meta", "br", "input", "img", "link", "hr"}

THEIRS = (
    "A form refuses names", "Anybody who builds forms", "Bao, developer", "Mend a form field",
    "Whom does a form refuse?", "A name that does not fit", "Which field of the form",
    "The one for", "then mend", "Which of these is a label", "A label element",
    "It is read out and stays.",
    "A placeholder is no label. Ask", "How useful was it?", "Not at all", "Too slow", "What else?",
    "W3C: WCAG 2.2",
)  # fmt: skip
OURS = (
    "Skip to the module", "Contents", "For whom, and what for", "Lesson",
    "Afterwards you can:", "Questions", "Key points", "Exercise", "Solution", "source ", "Files: ",
    "Choose one.", "Choose all that apply.", "Not answered yet.", "Right.", "Not right.",
    "Answer, and why", "Mark my answers", "Print this form", "Make a text of my answers",
    "Your answers, to copy", "Written by fairgate",
)  # fmt: skip

Speaking = Callable[[str], Module]


class Heard(HTMLParser):
    """What a screen reader would say, and in which language and direction."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.around: list[tuple[str, str, str]] = [("", "", "ltr")]
        self.said: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the language from here on, and what the element is called."""
        given = dict(attrs)
        _, language, way = self.around[-1]
        here = (given.get("lang") or language, given.get("dir") or way)
        for name in ("aria-label", "alt"):
            if given.get(name):
                self.said.append((str(given[name]), *here))
        if tag not in VOID:
            self.around.append((tag, *here))

    def handle_endtag(self, tag: str) -> None:
        """Go back to the language around."""
        assert self.around.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Note words, but for code."""
        tag, *here = self.around[-1]
        if data.strip() and tag not in ("script", "style", "title"):
            self.said.append((data, *here))

    def languages(self, words: str) -> set[tuple[str, str]]:
        """In which language and direction words are said, wherever they stand."""
        return {(language, way) for text, language, way in self.said if words in text}


@pytest.fixture
def speaking(sample: Path) -> Speaking:
    """Have the sample module speak another language, as far as its outline says so."""

    def read(language: str) -> Module:
        folder = shutil.copytree(sample, sample.parent / language / sample.name)
        outline = folder / "module.yaml"
        text = outline.read_text("utf-8").replace("Names on forms", TITLES[language])
        outline.write_text(f"{text}language: {language}\n", "utf-8")
        return read_module(folder)

    return read


@pytest.mark.parametrize(("language", "way"), [("de", "ltr"), ("ar", "rtl")])
def test_a_page_says_each_word_in_its_language(speaking: Speaking, language: str, way: str) -> None:
    """The module's in its own, those of the page in English."""
    heard = Heard(html_page([speaking(language)]))
    for words in (*THEIRS, TITLES[language]):
        assert heard.languages(words) == {(language, way)}, words
    for words in OURS:
        assert {name for name, _ in heard.languages(words)} == {"en"}, words


def test_a_page_of_several_modules_says_each_in_its_language(
    speaking: Speaking, module: Module
) -> None:
    """In the contents and at the head of each; an English one needs no more than the page says."""
    heard = Heard(html_page([speaking("ar"), module]))
    assert heard.languages(TITLES["ar"]) == {("ar", "rtl")}
    assert heard.languages("Back to the contents") == {("en", "ltr")}
    assert html_page([module, module]).count(" lang=") == 1


@pytest.mark.parametrize(("language", "way"), [("de", "ltr"), ("ar", "rtl")])
def test_slides_say_each_word_in_its_language(speaking: Speaking, language: str, way: str) -> None:
    """Content and notes in the module's, numbers and buttons in English."""
    heard = Heard(slideshow([speaking(language)] * 2))
    for words in ("Slide 2", "A point.", "Say it, and wait.", TITLES[language]):
        assert (language, way) in heard.languages(words), words
    assert heard.languages("A point.") == heard.languages("Say it,") == {(language, way)}
    for words in ("Slide 2 of 16", "Notes", "Next", "How far", "Arrow keys"):
        assert heard.languages(words) == {("en", "ltr")}, words


@pytest.mark.parametrize(
    ("part", "their", "our"),
    [
        ("lesson", "Whom does a form refuse?", "Key points"),
        ("lesson", "W3C: WCAG 2.2", "Sources"),
        ("handout", "A placeholder is no label", "Written by"),
        ("task", "then mend", "Written by"),
        ("feedback", "How useful was it?", "This page keeps nothing"),
    ],
)
def test_sheets_say_each_word_in_its_language(
    speaking: Speaking, part: str, their: str, our: str
) -> None:
    """What is taken along on paper is read on a screen as well."""
    heard = Heard(sheet(speaking("ar"), part))
    assert heard.languages(their) == {("ar", "rtl")}
    assert {name for name, _ in heard.languages(our)} == {"en"}


def test_pictures_and_tables_are_named_in_one_language(speaking: Speaking) -> None:
    """A word of ours in a name could not say that it is English."""
    german = speaking("de")
    path = german.folder / "handout.md"
    path.write_text("# Tür\n\n![Eine Tür](tuer.png)\n\n| Gruppe |\n|---|\n| Frauen |\n", "utf-8")
    heard = Heard(html_page([read_module(german.folder)]))
    assert ("Gruppe", "de", "ltr") in heard.said
    assert heard.languages("Table: ") == set()
    assert heard.languages("Picture") == {("en", "ltr")}
    assert heard.languages("Eine Tür") == {("de", "ltr")}


def test_statements_name_what_is_in_words_of_ours_in_english(speaking: Speaking) -> None:
    """The module itself keeps its language."""
    german = speaking("de")
    day, title = date(2026, 11, 22), german.title
    done = [
        Attempted("90", "", title, day, 6, 6, passed=True),
        Completed("90", "", title, day, "exercise"),
        Completed("90", "", title, day),
    ]
    said = [json.loads(line) for line in statements(done, actor=AMARA, modules=[german]).split("\n")
            if line]  # fmt: skip
    assert [each["object"]["definition"]["name"] for each in said] == [
        {"en": f"Quiz: {title}"}, {"en": f"Exercise: {title}"}, {"de": title},
    ]  # fmt: skip
    assert [problem for each in said for problem in broken(each)] == []


def made(tmp_path: Path, html: str) -> str:
    """Write a page into a file; give its address."""
    path = tmp_path / "page.html"
    path.write_text(html, "utf-8")
    return path.as_uri()


@pytest.mark.browser
def test_axe_finds_nothing_on_pages_and_slides_in_several_languages(
    page: Page, axe_source: str, speaking: Speaking, tmp_path: Path
) -> None:
    """From left to right, and from right to left; pictures stay in build/screens."""
    german, arabic = speaking("de"), speaking("ar")
    for name, html in _pages(german, arabic):
        page.goto(made(tmp_path, html))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        picture(page, f"training-languages-{name}")
        assert complaints(page, axe_source) == []


def _pages(german: Module, arabic: Module) -> Iterator[tuple[str, str]]:
    yield "arabic", html_page([arabic])
    yield "both", html_page([german, arabic])
    yield "slides", slideshow([arabic, german])


@pytest.mark.browser
def test_what_scripts_say_has_its_language_too(
    page: Page, speaking: Speaking, tmp_path: Path
) -> None:
    """The slide that a button leads to, and the place where somebody stopped."""
    arabic = speaking("ar")
    page.goto(made(tmp_path, slideshow([arabic])))
    page.get_by_role("button", name="Next").click()
    said = page.get_by_role("status").locator("span")
    expect(said).to_have_text("Slide 2")
    expect(said).to_have_attribute("lang", "ar")
    expect(said).to_have_attribute("dir", "rtl")
    page.goto(made(tmp_path, html_page([arabic])))
    page.locator("fieldset.item input").first.focus()
    page.reload()
    link = page.locator("[data-resume] a")
    expect(link).to_have_text(f"90 {TITLES['ar']}: Quiz")
    expect(link.locator("span")).to_have_attribute("lang", "ar")
