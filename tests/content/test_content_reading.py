"""Content files: what is read, and every complaint with its place."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import Field

from fairgate.content import Head, Item, json_schema, parse, read, references
from fairgate.errors import UserError, UserErrors


class Check(Item):
    """An item with words."""

    text: str = Field(description="what is checked")


class Checks(Head):
    """A kind of content file, for these tests."""

    schema_: Literal["fairgate/checks/v1"] = Field(alias="schema", description="its kind")
    checks: list[Check] = Field(description="what is checked")


GOOD = """\
schema: fairgate/checks/v1
id: ours
version: "1.0.0"
title: Our checks
licence: CC-BY-4.0
sources:
  - {id: wcag, title: WCAG 2.2, url: "https://www.w3.org/TR/WCAG22/"}
checks:
  - {id: ours.first, text: See, source: [wcag]}
  - {id: ours.second, text: Hear, source: [wcag], see: [ours.first]}
"""


def said(text: str) -> list[str]:
    """Every complaint about a file called ``f``."""
    with pytest.raises((UserError, UserErrors)) as caught:
        parse(Checks, text.encode(), "f")
    return str(caught.value).splitlines()


def test_a_right_file_is_read_with_lines_and_digest() -> None:
    """The digest names exactly these bytes."""
    file = parse(Checks, GOOD.encode(), "f")
    assert [check.id for check in file.content.checks] == ["ours.first", "ours.second"]
    assert file.line("checks[1]") == 10
    assert file.digest.startswith("sha256:")
    assert file.digest != parse(Checks, GOOD.replace("See", "Look").encode(), "f").digest


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("title: Our", "titel: Our", "f:4: titel: unknown key (did you mean title?)"),
        (
            'version: "1.0.0"',
            "version: 1.0",
            'f:3: version: expected text, got 1.0 (quote it: "1.0")',
        ),
        (
            'version: "1.0.0"',
            'version: "one"',
            "f:3: version: expected a version such as \"1.0.0\", got 'one' (mend it)",
        ),
        (
            "text: See",
            "text: NO",
            'f:9: checks[0].text: YAML reads NO as false (quote it: "NO", or write false)',
        ),
        (
            "text: See",
            "text: 1:30",
            (
                "f:9: checks[0].text: YAML reads 1:30 in base 60 "
                '(quote it: "1:30", or write the number it stands for)'
            ),
        ),
        (
            "ours.second",
            "ours.first",
            (
                "f:10: checks[1].id: checks[0] is called ours.first already "
                "(give each item an id of its own)"
            ),
        ),
        (
            "source: [wcag]}",
            "source: [wcga]}",
            "f:9: checks[0].source[0]: there is no source called 'wcga' (did you mean wcag?)",
        ),
        (
            "text: See, source: [wcag]",
            "text: See",
            "f:9: checks[0]: source is missing (add source: ids of this file's sources)",
        ),
        (
            "id: ours\n",
            "id: our checks\n",
            (
                "f:2: id: expected letters, digits, - and _, dots between parts, "
                "got 'our checks' (mend it)"
            ),
        ),
        (
            'url: "https://www.w3.org/TR/WCAG22/"',
            "url: ask Ann",
            (
                "f:7: sources[0].url: expected an address that starts with https://, "
                "got 'ask Ann' (mend it)"
            ),
        ),
        (
            "fairgate/checks/v1",
            "fairgate/check/v1",
            (
                "f:1: schema: expected fairgate/checks/v1, got 'fairgate/check/v1' "
                "(did you mean fairgate/checks/v1?)"
            ),
        ),
    ],
)
def test_a_mistake_is_named_with_line_place_value_and_cure(
    before: str, after: str, complaint: str
) -> None:
    """One mistake, one sentence."""
    assert before in GOOD
    assert said(GOOD.replace(before, after, 1)) == [complaint]


def test_a_key_that_stands_twice_is_refused() -> None:
    """YAML would keep the last in silence."""
    assert said(GOOD + "title: Again\n") == [
        "f:11: title: this key stands in line 4 already (remove one of the two)"
    ]


def test_all_mistakes_come_at_once() -> None:
    """In the order of the file."""
    wrong = GOOD.replace("title: Our checks\n", "").replace("ours.second", "ours.first")
    found = said(wrong.replace("source: [wcag]}", "source: [x]}"))
    assert len(found) == 3
    assert found[0].startswith("f:1: title is missing")


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a list\n", "words\n"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    """With the keys that were expected."""
    (found,) = said(text)
    assert "(write " in found


def test_a_missing_file_is_named() -> None:
    """As a mistake of the user's."""
    with pytest.raises(UserError, match="there is no such file"):
        read(Checks, "nowhere.yaml")


def test_see_must_name_an_item_of_some_file() -> None:
    """Items of other files count, and a near miss is suggested."""
    first = parse(Checks, GOOD.encode(), "a.yaml")
    text = GOOD.replace("ours.", "more.").replace("see: [more.first]", "see: [ours.frist]")
    with pytest.raises(UserErrors) as caught:
        references([first, parse(Checks, text.encode(), "b.yaml")])
    assert str(caught.value) == (
        "b.yaml:10: checks[1].see[0]: there is no item called 'ours.frist' "
        "(did you mean ours.first?)"
    )
    references([first, parse(Checks, text.replace("frist", "first").encode(), "b.yaml")])


def test_an_item_id_is_borne_in_one_file_only() -> None:
    """Cases and cross-links could not tell the two apart."""
    files = [parse(Checks, GOOD.encode(), name) for name in ("a.yaml", "b.yaml")]
    with pytest.raises(UserErrors, match=r"b.yaml:9: .* a.yaml has an item called ours.first"):
        references(files)


def test_the_schema_for_editors_uses_the_names_of_the_file() -> None:
    """``schema``, not the attribute ``schema_``."""
    assert "schema" in json_schema(Checks)["required"]
