"""What no reader would see as meant: HTML, which everything made of a module shows as text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Break = Callable[[str, str, str], list[str]]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "lesson.md",
            "A court",
            '<img src="a.png" alt="A"> A court',
            'as text: <img src="a.png" alt="A"> (write',
        ),
        ("lesson.md", "A court", "Two\nlines<br>\nA court", "lesson.md:19: HTML is shown as text"),
        (
            "lesson.md",
            "A court",
            "<!-- TODO --> A court",
            "a comment is read as text here (remove it",
        ),
        ("lesson.md", "A court", "<script>a()</script> A court", "a script has no place"),
        (
            "handout.md",
            "A placeholder",
            "<b>A</b> placeholder",
            "handout.md:3: HTML is shown as text: <b> (",
        ),
        ("exercise/task.md", "#", "<details>\n\n#", "text: <details> ("),
        ("slides.md", "## Slide 2", "<div>\n\n## Slide 2", "slides.md:12: HTML is shown as text"),
        ("slides.md", "A point.", "<!-- a --> <u>A</u>", "HTML is shown as text: <u> ("),
        ("slides.md", "## Slide 2", "<!-- a -->\n<script>a()</script>", "a script has no place"),
    ],
)
def test_html_is_found(complaints: Break, file: str, old: str, new: str, said: str) -> None:
    """With the line, and what to write instead."""
    found = complaints(file, old, new)
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("slides.md", "A point.", "A point<br>in <BR /> lines.\n\n<!-- Two\n\nnotes: <b>. -->"),
        ("slides.md", "## Slide 2", "<style scoped>\nh2 { color: #000; }\n</style>\n\n## Slide 2"),
        ("lesson.md", "A court", "Use `<label>`, see <https://example.org/>, 1 < 2.\n\nA court"),
        ("lesson.md", "A court", "so.\n\n```html\n<b>\n```\n\n    <i>\n\nA court"),
    ],
)
def test_what_is_no_html_or_has_a_meaning_is_left_alone(
    complaints: Break, file: str, old: str, new: str
) -> None:
    """Code, addresses; notes, styles and breaks of slides."""
    assert [one for one in complaints(file, old, new) if not one.startswith(f"{file}:1:")] == []


@pytest.mark.parametrize(
    ("alt", "times"),
    [("bg left:40%", 1), ("w:200px", 1), ("bg A street", 0), ("The right door", 0)],
)
def test_words_that_speak_to_marp_describe_nothing(complaints: Break, alt: str, times: int) -> None:
    """On slides; elsewhere every word is read out."""
    found = complaints("slides.md", "# Names on forms", f"![{alt}](handout.md)\n\n# Names on forms")
    assert ["has no alternative text" in one for one in found].count(True) == times
    assert complaints("handout.md", "A placeholder", f"![{alt}](lesson.md) A placeholder") == found


def test_colours_that_are_set_go_before_those_of_styles(complaints: Break) -> None:
    """As in Marp, where they are set on the slide itself."""
    front = "theme: default\nstyle: 'section { color: #999; }'\n"
    assert complaints("slides.md", "theme: default\n", f"{front}color: '#222'\n") != []
