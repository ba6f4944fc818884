"""Lessons and slides are read strictly, with the line of every mistake."""

from __future__ import annotations

import pytest

from fairgate.errors import UserError, UserErrors
from fairgate.training.lesson import Div, Prose, read_lesson
from fairgate.training.slides import read_slides

FRONT = "---\ntitle: A\nteaching: 5\nexercises: 10\n---\n"
MARP = "---\nmarp: true\n---\n"


def wrong(body: str) -> list[str]:
    """Read a lesson that is wrong; say what is said about it."""
    with pytest.raises(UserErrors) as caught:
        read_lesson(FRONT + body, "lesson.md")
    return str(caught.value).splitlines()


def test_a_div_holds_divs_and_prose_in_order() -> None:
    """Outer ones have more colons; lines are those of the file."""
    lesson = read_lesson(FRONT + ":::: challenge\nTry.\n\n::: solution\nSo.\n:::\n::::", "a.md")
    (challenge,) = lesson.blocks
    assert isinstance(challenge, Div)
    assert challenge.blocks == (
        Prose("Try.", 7),
        Div("solution", (Prose("So.", 10),), 9),
    )
    assert lesson.front.exercises == 10


def test_the_spelling_of_pandoc_is_read_too() -> None:
    """``{.kind}`` is the same as ``kind``."""
    lesson = read_lesson(FRONT + "::: {.questions}\n- Who?\n  And when?\n:::", "a.md")
    assert lesson.points("questions") == ("Who? And when?",)


def test_what_stands_in_code_is_no_div() -> None:
    """An example of a div is shown, not read."""
    lesson = read_lesson(FRONT + "~~~\n::: nonsense\n~~~", "a.md")
    assert isinstance(lesson.blocks[0], Prose)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("::: kepoints\n:::", "6: there is no div called 'kepoints' (did you mean keypoints?)"),
        ("::: callout\n::::", "7: 4 colons close callout of line 6, which has 3 (write :::)"),
        ("::: callout", "6: callout is never closed (add a line of :::)"),
        (":::", "6: this line closes a div, and none is open (remove it)"),
        (":: solution", "6: no div begins with ':: solution'"),
        ("  ::: solution", "6: no div begins with '  ::: solution'"),
        (
            "::: challenge\n::: solution\n:::\n:::",
            "7: solution has 3 colons inside challenge, which has 3 (give the outer one more",
        ),
    ],
)
def test_a_wrong_div_is_told_with_line_and_cure(body: str, said: str) -> None:
    """Nothing is guessed."""
    assert f"lesson.md:{said}" in wrong(body)[0]


def test_every_wrong_div_is_told_at_once() -> None:
    """In the order of the file."""
    said = wrong("::: a\n:::\n::: b\n:::")
    assert [line.split(":")[1] for line in said] == ["6", "8"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A", "a.md:1: the file has no front matter"),
        ("---\ntitle: A\n", "a.md:1: the front matter has no end"),
        ("---\ntitle: A\nteaching: x\nexercises: 1\n---\n", "a.md:3: teaching: expected a whole"),
        ("---\ntitle: A\nteaching: 1\n---\n", "exercises is missing"),
    ],
)
def test_wrong_front_matter_is_told_with_its_line(text: str, said: str) -> None:
    """As in any other file."""
    with pytest.raises((UserError, UserErrors)) as caught:
        read_lesson(text, "a.md")
    assert said in str(caught.value)


def test_a_comment_that_sets_something_is_no_note() -> None:
    """Marp takes ``_class: lead`` out of a comment; whoever speaks has nothing to say from it."""
    (slide,) = read_slides(
        MARP + "<!-- _color: red -->\n# A\n<!--\nSay: hello.\n-->", "s.md"
    ).slides
    assert slide.notes == ("Say: hello.",)
    assert slide.directives == {"_color": "red"}
    assert slide.shown == "# A"


def test_a_line_of_dashes_in_code_begins_no_slide() -> None:
    """YAML on a slide has such lines."""
    deck = read_slides(MARP + "```yaml\n---\na: 1\n```\n\n---\n\n# B", "s.md")
    assert [slide.line for slide in deck.slides] == [4, 10]


def test_dashes_right_under_words_are_refused() -> None:
    """Markdown makes a heading of them, and two slides become one."""
    with pytest.raises(UserError, match="this line makes a heading"):
        read_slides(MARP + "Words\n---\n# B", "s.md")


def test_slides_that_marp_would_not_take_are_refused() -> None:
    """``marp: true`` is what editors look for."""
    with pytest.raises(UserError, match="marp: expected true"):
        read_slides("---\nmarp: false\n---\n# A", "s.md")
