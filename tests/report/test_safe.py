"""Names from other people's files do nothing in a report but stand there."""

from __future__ import annotations

import ast
import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.report.safe import markdown, printable, sarif_message


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_printable_text_holds_no_control_characters_and_no_workflow_commands(text):
    """Whatever comes in: one line, encodable, nothing that a CI runner would carry out."""
    safe = printable(text)
    assert safe == safe.encode("utf-8").decode()
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in safe)
    assert "::" not in safe
    assert "##[" not in safe
    assert printable(safe) == safe


@given(st.text(alphabet="ab1 |<>&`*_~[]()#@:/\\$!-.\n\x1b", max_size=40))
def test_markdown_shows_exactly_the_printable_text(text):
    """Escaping loses nothing: read as HTML, without invisible spaces, it is the same text."""
    assert html.unescape(markdown(text)).replace("\u200b", "") == printable(text)


@pytest.mark.parametrize(
    "text",
    ["a|b", "`code`", "<b>x</b>", "[a](b)", "**x**", "~~x~~", "_x_", "# x", "$x$", "\\|", "x\ny"],
)
def test_markdown_holds_no_markup(text):
    """Characters that form markup become entities, so that no table or tag is torn."""
    assert not re.search(
        r"[|`<>*~\[\]#$\\\n]|(?<!\w)_|_(?!\w)", re.sub(r"&#\d+;", "", markdown(text))
    )


@pytest.mark.parametrize(
    "text",
    ["##[error]x", "##vso[task.setvariable variable=x]y", "##teamcity[x]", "a ###vso[x]"],
)
def test_orders_to_other_runners_lose_their_force(text):
    """GitHub, Azure Pipelines and TeamCity read them anywhere in a line."""
    assert not re.search(r"##\w*\[", printable(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@team", "&#64;&#8203;team"),
        ("fixes #12", "fixes &#35;&#8203;12"),
        ("GH-12", "GH-&#8203;12"),
        ("https://a.example", "https:&#8203;//a.example"),
        ("www.a.example", "www.&#8203;a.example"),
        ("selection_rate: 0.8", "selection_rate: 0.8"),
    ],
)
def test_nobody_is_mentioned_and_nothing_is_linked(text, expected):
    """An invisible space keeps a comment from pinging people; plain words stay plain."""
    assert markdown(text) == expected


@pytest.mark.parametrize(
    "code",
    [0x061C, 0x200E, 0x200F, 0x202E, 0x2066, 0x206F, 0x00AD, 0x034F, 0x200B, 0x2060, 0x3164, 0xFEFF,
     0xFFF9, 0xE0041, 0x200C, 0x200D],
)  # fmt: skip
def test_what_cannot_be_seen_or_turns_the_direction_is_written_out(code):
    """Two groups cannot look the same, and no name can be read backwards."""
    written = printable(f"a{chr(code)}b")
    assert written.isascii()
    assert ast.literal_eval(f"'{written}'") == f"a{chr(code)}b"


@pytest.mark.parametrize(
    "name", ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937"]
)
def test_joiners_stay_where_a_script_is_spelt_with_them(name):
    """Persian and Hindi names are shown as they are written."""
    assert printable(name) == name


def test_sarif_messages_hold_no_links_and_no_placeholders():
    """Brackets and braces are escaped as SARIF 3.11 wants it."""
    assert sarif_message("[x](1) {0} \\") == r"\[x\](1) {{0}} " + "\\\\"
