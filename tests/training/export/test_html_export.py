"""Modules as one page: the same bytes each time, nothing from elsewhere, hostile words as words."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from fairgate.training import open_modules
from fairgate.training.export.page import html_page, module_page
from fairgate.training.export.pictures import embedded, pictures
from fairgate.training.export.slideshow import slideshow
from fairgate.training.module import Module, read_module

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def page() -> str:
    """Write all modules that come along."""
    return html_page(open_modules())


def test_the_same_modules_make_the_same_bytes(page: str) -> None:
    """No date, no random id, no order of a set."""
    assert html_page(open_modules()) == page
    assert slideshow(open_modules()) == slideshow(open_modules())


def test_all_modules_fit_into_a_file_that_can_be_mailed(page: str) -> None:
    """Less than a megabyte."""
    assert len(page.encode()) < 1_000_000


def test_the_page_has_every_part_of_every_module(page: str) -> None:
    """Objectives, lesson, task and its files, quiz, handout, sources, feedback."""
    for module in open_modules():
        for part in ("about", "lesson", "exercise", "quiz", "handout", "sources", "feedback"):
            assert page.count(f'id="m{module.id}--{part}"') == 1
        assert f"$ fairgate train start {module.id}" in page
        quiz = page.partition(f'data-module="{module.id}"')[2].partition("</form>")[0]
        assert quiz.count("<fieldset") == len(module.quiz.items)
        options = sum(len(item.options) for item in module.quiz.items)
        assert (quiz.count("<input"), quiz.count('class="reason"')) == (options, options)


def test_no_id_is_borne_twice(page: str) -> None:
    """Through all modules, and slides."""
    for html in (page, slideshow(open_modules())):
        ids = re.findall(r' id="([^"]*)"', html)
        assert sorted(set(ids)) == sorted(ids)


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    """From the contents, citations, results of a quiz."""
    ids = set(re.findall(r' id="([^"]*)"', page))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= ids


@pytest.mark.parametrize("write", [html_page, slideshow])
def test_the_policy_names_exactly_the_scripts_and_styles_that_are_there(write: object) -> None:
    """By their hash, so that no other can run; and nothing may be fetched."""
    assert callable(write)
    html = write(open_modules())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith(
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    blocks = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", html, re.DOTALL)
    sums = [base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for block in blocks]
    assert re.findall(r"'sha256-([^']*)'", policy) == sums
    assert not re.search(r"<[^>]* (on\w+|style)=", html)


def test_one_module_is_a_page_of_its_own(module: Module) -> None:
    """With its title as the page's, and scripts of whoever packs it before ours."""
    html = module_page(module, scripts=["window.fairgateStore = 1;"])
    assert "<h1>Names on forms</h1>" in html
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 3
    assert scripts[0] == "window.fairgateStore = 1;"
    assert html_page([module]).count("<h1>Names on forms</h1>") == 1


def test_hostile_words_stay_words(hostile: Module) -> None:
    """In title, quiz, lesson, slides, notes and everywhere else."""
    for html in (html_page([hostile]), html_page([hostile, hostile]), slideshow([hostile])):
        rest = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
        assert "<script" not in rest
        assert "<b>" not in rest
        assert 'href="javascript:' not in rest
        assert "<img" not in rest
        assert "window.hacked" in rest
        assert html.count("</script>") in (1, 3)


def test_pictures_of_a_module_are_in_the_page_and_others_are_not(sample: Path) -> None:
    """Only from the module's own folder, whatever the text names."""
    (sample / "door.png").write_bytes(PIXEL)
    (sample.parent / "secret.png").write_bytes(PIXEL)
    (sample / "link.png").symlink_to(sample.parent / "secret.png")
    (sample / "notes.txt").write_text("no picture", encoding="utf-8")
    lesson = sample / "lesson.md"
    words = "![A door](door.png) ![x](../secret.png) ![y](link.png) ![z](notes.txt) ![v](none.png)"
    lesson.write_text(lesson.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")
    module = read_module(sample)
    assert list(pictures(module, "lesson.md")) == ["door.png"]
    assert 'src="data:image/png;base64,iVBOR' in html_page([module])
    images = pictures(module, "lesson.md")
    assert embedded("![w:100px](door.png)", images).startswith("![w:100px](data:image/png;base64,")
    assert embedded("![x](../secret.png)", images) == "![x](../secret.png)"


def test_pictures_of_one_name_in_two_folders_are_two(sample: Path) -> None:
    """Each text shows the one that it names."""
    (sample / "door.gif").write_bytes(b"GIF89a, of the lesson")
    (sample / "exercise" / "start" / "door.gif").write_bytes(b"GIF89a, of the task")
    for name in ("lesson.md", "exercise/task.md"):
        path = sample / name
        path.write_text(f"{path.read_text(encoding='utf-8')}\n![A door](door.gif)\n", "utf-8")
    html = html_page([read_module(sample)])
    shown = re.findall(r'src="data:image/gif;base64,([^"]*)"', html)
    assert [base64.b64decode(each) for each in shown] == [
        b"GIF89a, of the lesson", b"GIF89a, of the task",
    ]  # fmt: skip


def test_names_that_no_file_can_have_are_no_pictures(sample: Path) -> None:
    """Too long, or with a character that no name has: the words stand there."""
    lesson = sample / "lesson.md"
    words = f"![Long]({'a' * 300}.png) ![Null](a\0.png) ![Folder](exercise.png)"
    (sample / "exercise.png").mkdir()
    lesson.write_text(lesson.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")
    html = html_page([read_module(sample)])
    assert "[Picture: Long]" in html
    assert "<img" not in html


def test_pictures_may_have_names_in_any_language(sample: Path) -> None:
    """As files are called."""
    (sample / "tür-öffner.png").write_bytes(PIXEL)
    lesson = sample / "lesson.md"
    words = "![A door](tür-öffner.png)"
    lesson.write_text(lesson.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")
    assert html_page([read_module(sample)]).count('src="data:image/png;base64,iVBOR') == 1


def test_a_heading_that_says_title_has_an_id_of_its_own(sample: Path) -> None:
    """In the lesson, the task and the handout."""
    for name in ("lesson.md", "handout.md", "exercise/task.md"):
        path = sample / name
        path.write_text(f"{path.read_text(encoding='utf-8')}\n## Title\n\nWords.\n", "utf-8")
    module = read_module(sample)
    ids = re.findall(r' id="([^"]*)"', html_page([module, *open_modules()[:1]]))
    assert sorted(set(ids)) == sorted(ids)
