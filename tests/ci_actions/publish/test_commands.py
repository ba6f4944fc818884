"""Nothing that a change can name becomes an order to the runner."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ci_actions.outcome import Note
from ci_actions.publish.commands import MOST, annotation, bounded, outputs, quoted, shown

# As the runner reads a line: https://github.com/actions/runner ActionCommand.cs
COMMAND = re.compile(r"^\s*::(?P<name>[a-z-]+)(?: (?P<properties>.*?))?::(?P<message>.*)$")
LEGACY = re.compile(r"##\[[a-z-]+")
hostile = st.text(st.characters(exclude_categories=[]), max_size=40) | st.sampled_from(
    ["::set-output name=a::b", "x\n::add-mask::y", "\r\n::stop-commands::z", "##[error]no",
     "%0A::error::x", "a::b,line=9", "\u2028::warning::x", "%25"]
)  # fmt: skip


def unescaped(text: str) -> str:
    """Read a property or a message as the runner does."""
    for code, plain in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, plain)
    return text


@given(text=hostile, file=hostile, title=hostile)
def test_an_annotation_is_one_command_whatever_is_in_it(text, file, title):
    """One line, one command, and every property still its own."""
    (line,) = annotation(Note("error", text, file or "f", 3), title or "t").split("\n")
    assert "\r" not in line
    found = COMMAND.match(line)
    assert found
    assert found["name"] == "error"
    keys = [part.partition("=")[0] for part in found["properties"].split(",")]
    assert keys == ["file", "line", "title"]
    assert not LEGACY.search(line)
    assert "::" not in unescaped(found["message"])


@given(text=hostile)
def test_quoted_text_holds_no_command(text):
    """Between the stop and the random word that ends it, no line is a command."""
    stop, *lines, resume = quoted(text, "nonce").split("\n")
    assert (stop, resume) == ("::stop-commands::nonce", "::nonce::")
    assert not any(COMMAND.match(line) or LEGACY.search(line) for line in lines)


def test_a_place_without_a_file_has_no_line():
    """GitHub would show it on a file of its own choice."""
    assert annotation(Note("notice", "x", None, 3), "t") == "::notice title=t::x"


def test_no_more_annotations_than_github_shows_and_the_rest_is_counted():
    """Ten of a level: nine, and one that says how many more there are."""
    notes = [(Note("error", f"e{at}"), "t") for at in range(12)]
    notes += [(Note("warning", f"w{at}"), "t") for at in range(10)]
    lines = bounded(notes)
    assert len(lines) == 2 * MOST
    assert lines[9] == "::error title=fairgate::3 more of these: see the summary of this run."
    assert lines[19] == "::warning title=t::w9"
    assert shown(lines).count("\n") == 20


def test_outputs_are_delimited_by_a_word_that_nobody_can_guess():
    """A value of many lines stays one value."""
    assert outputs({"report": "a\nEOF\nb=c"}, "n0nce") == "report<<n0nce\na\nEOF\nb=c\nn0nce\n"
    with pytest.raises(ValueError, match="delimiter"):
        outputs({"report": "n0nce"}, "n0nce")
