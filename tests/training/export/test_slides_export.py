"""Slides in other forms: joined for Marp, which makes as many of them, and as a show of our own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from fairgate.training import open_modules
from fairgate.training.export.marp import joined
from fairgate.training.export.slideshow import slideshow
from fairgate.training.module import Module, read_module
from fairgate.training.slides import read_slides

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / "build" / "tools" / "marp" / "node_modules"
SCRIPT = ROOT / "tests" / "servers" / "marp.cjs"

Made: TypeAlias = list[list[dict[str, Any]]]


@pytest.fixture
def marp() -> Callable[..., Made]:
    """Let marp-core make slides of texts, or skip by name where it is missing."""
    node = shutil.which("node")
    if node is None or not (TOOLS / "@marp-team" / "marp-core").is_dir():
        pytest.skip("no marp-core in build/tools: run make runners")

    def make(*texts: str) -> Made:
        command = [str(node), str(SCRIPT), str(TOOLS)]
        said = subprocess.run(
            command, input=json.dumps(texts), capture_output=True, text=True, check=True
        )
        made: Made = json.loads(said.stdout)
        return made

    return make


def with_slides(module: Module, front: str, *slides: str) -> Module:
    """Give a module other slides."""
    path = module.folder / "slides.md"
    text = f"---\nmarp: true\n{front}---\n\n" + "\n\n---\n\n".join(slides) + "\n"
    path.write_text(text, encoding="utf-8")
    return read_module(module.folder)


def test_marp_makes_every_deck_and_as_many_slides_of_all_of_them(
    marp: Callable[..., Made],
) -> None:
    """In order, with the same words."""
    modules = open_modules()
    *decks, whole = marp(*(module.slides.text for module in modules), joined(modules))
    assert [len(deck) for deck in decks] == [len(module.slides.slides) for module in modules]
    assert [slide["words"] for slide in whole] == [
        slide["words"] for deck in decks for slide in deck
    ]


def test_one_deck_keeps_its_title_and_its_words() -> None:
    """Read again, its slides say the same."""
    (module, *_) = open_modules()
    deck = read_slides(joined([module]), "joined.md")
    assert deck.front.settings["title"] == module.title
    before = module.slides.slides
    assert [slide.shown for slide in deck.slides] == [slide.shown for slide in before]
    assert [slide.notes for slide in deck.slides] == [slide.notes for slide in before]


def test_a_deck_does_not_dress_the_next_one(module: Module, marp: Callable[..., Made]) -> None:
    """What it sets from one slide on ends with it."""
    dressed = with_slides(
        module, "footer: Ours\n", "# One", "<!-- backgroundColor: '#002b36' -->\n# Two", "# Three"
    )
    (plain, *_) = open_modules()
    (made,) = marp(joined([dressed, plain]))
    assert ["#002b36" in slide["section"] for slide in made[:4]] == [False, True, True, False]
    assert [slide["words"].endswith("Ours") for slide in made[:4]] == [True, True, True, False]


def test_an_arrow_in_a_footer_ends_no_comment(module: Module, marp: Callable[..., Made]) -> None:
    """Settings of the next deck are in a comment, which such a footer would end."""
    arrow = with_slides(module, 'footer: "Ask --> answer <!-- x"\n', "# One", "# Two")
    (plain, *_) = open_modules()
    (made,) = marp(joined([plain, arrow]))
    assert [slide["words"] for slide in made[-2:]] == [
        f"{title} Ask --&gt; answer &lt;!-- x" for title in ("One", "Two")
    ]


def test_sources_are_told_by_title_where_marp_has_no_list_of_them(module: Module) -> None:
    """On slides and in notes; code stays as it is."""
    text = "Told [@wcag; @case.dominos].\n\n<!-- Say [@wcag]. -->\n\n`[@wcag]`"
    title = "W3C: WCAG 2.2, success criterion 3.3.2"
    made = joined([with_slides(module, "", f"# One\n\n{text}")])
    assert f"Told ({title}), (A p" in made
    assert f"<!-- Say ({title}). -->" in made
    assert made.count("[@") == made.count("`[@wcag]`") == 1


def test_words_that_speak_to_marp_are_not_read_out(
    module: Module, marp: Callable[..., Made]
) -> None:
    """The alternative text is what Marp makes of it, with a picture and without."""
    (module.folder / "a.gif").write_bytes(b"GIF89a")
    words = (
        "bg right:40% A street",
        "w:300px h:auto The right door",
        "A cover",
        "bg",
        "fit blur:2px x",
    )
    slides = [f"# One\n\n![{each}](a.gif)\n\n![{each}](none.gif)" for each in words]
    html = slideshow([with_slides(module, "", *slides)])
    alts = ["A street", "The right door", "A cover", "", "fit x"]
    assert re.findall(r'<img src="data:[^"]*" alt="([^"]*)"', html) == alts
    assert re.findall(r"\[Picture: ([^\]]*)\]", html) == [alt for alt in alts if alt]
    (made,) = marp((module.folder / "slides.md").read_text("utf-8"))
    assert [slide["alts"] for slide in made] == [[alt] * 2 if alt else [] for alt in alts]


def test_styles_dress_marp_s_slides_and_are_no_words_on_ours(module: Module) -> None:
    """A break in a line is one, in a table too."""
    dressed = "# One\n\n<style scoped>\nh1 { color: #000; }\n</style>\n\nA line<br>and one\n\n"
    html = slideshow([with_slides(module, "", f"{dressed}| a<BR/>b |\n|---|\n| c |")])
    assert "color: #000" not in html.partition("<main>")[2]
    assert "A line<br />\nand one" in html
    assert "a<br />\nb</th>" in html
    assert "&lt;" not in html.partition("<main>")[2]


@pytest.mark.parametrize(
    ("text", "slides"),
    [
        ("# A\n\n***\n\n# B\n\n___\n\n# C\n\n - - -\n\n# D", 4),
        ("# A\n\n    ---\n\nB", 1),
        ("# A\n\n- B\n\n  ---\n\n  C", 1),
        ("# A\n\n- B\n---\nC", 2),
        ("> A\n---\nB", 2),
        ("A\n===\n\nB", 1),
        ("**A**\n-----\n\nB", 1),
        ("# A\n\n<!--\nSay\n\n---\n\nthis.\n-->\n\n---\n\n# B", 2),
        ("# A\n---\n# B\n\n```\n---\n```\n\n~~~\n***\n~~~", 2),
        ("| A |\n|---|\n| B |\n\n----\n\nC", 2),
    ],
)
def test_slides_begin_where_marp_begins_them(
    marp: Callable[..., Made], text: str, slides: int
) -> None:
    """At every ruler of Markdown, and at nothing that only looks like one."""
    whole = f"---\nmarp: true\n---\n\n{text}\n"
    deck = read_slides(whole, "slides.md")
    assert len(deck.slides) == slides
    assert len(marp(whole)[0]) == slides
    lines = whole.splitlines()
    for slide in deck.slides:
        assert lines[slide.line - 1 :][: slide.text.count("\n") + 1] == slide.text.split("\n")


def test_links_on_slides_lead_to_no_place_that_is_not_there(module: Module) -> None:
    """A show has no list of sources, and the address names a slide."""
    html = slideshow([with_slides(module, "", "# One", "Told [@wcag], see [this](#one).")])
    assert "href=" not in html
    assert "Told (W3C: WCAG 2.2, success criterion 3.3.2), see this." in html


def test_a_deck_of_its_own_language_says_so(module: Module) -> None:
    """In the front matter, so that it is read aloud rightly."""
    german = with_slides(module, "lang: de\ntheme: gaia\n", "# Eins", "# Zwei")
    assert joined([german]).startswith("---\nmarp: true\ntitle: Names on forms\nlang: de\n")
    assert "theme: gaia\n" in joined([german])


def looks(module: Module) -> dict[str, str]:
    """Give the colours of each slide that has some of its own."""
    return dict(re.findall(r"#s(\d+) \.slide \{ (.*?) \}", slideshow([module])))


def test_colours_hold_for_one_slide_or_from_it_on(module: Module) -> None:
    """As Marp has it: with an underscore for one alone."""
    coloured = with_slides(
        module,
        "",
        "# One",
        "<!-- _backgroundColor: '#002b36' -->\n<!-- _color: white -->\n# Two",
        "# Three",
        "<!-- backgroundColor: '#fff8e1' -->\n# Four",
        "# Five",
    )
    ink, cream = "--ink: rgb(28 33 39);", "--paper: rgb(255 248 225);"
    assert looks(coloured) == {
        "2": "--ink: rgb(255 255 255); --paper: rgb(0 43 54);",
        "4": f"{ink} {cream}",
        "5": f"{ink} {cream}",
    }


@pytest.mark.parametrize(
    "colours",
    [
        "_color: '#ccc'",
        "_backgroundColor: '#333'",
        "_color: 'red; background: url(https://example.org/p.png)'",
        "_backgroundColor: '}</style><script>'",
        "_color: inherit",
    ],
)
def test_colours_that_nobody_can_read_or_that_are_none_are_not_taken(
    module: Module, colours: str
) -> None:
    """Too faint, unknown, or no colour at all."""
    html = slideshow([with_slides(module, "", f"<!-- {colours} -->\n# One", "# Two")])
    assert ".slide { --ink" not in html
    assert "example.org" not in html


def test_every_slide_has_its_notes_and_says_which_it_is() -> None:
    """Through all modules."""
    modules = open_modules()
    html = slideshow(modules)
    number = sum(len(module.slides.slides) for module in modules)
    assert html.count('aria-roledescription="slide"') == html.count('<div class="notes">') == number
    assert f'aria-label="Slide {number} of {number}"' in html
    assert "Welcome. Say who you are" in html
