"""Lines of a backlog: what may be missing, what is passed over, what is refused."""

from __future__ import annotations

import pytest

from fairgate.errors import UserError, UserErrors
from fairgate.triage import Item, parse_items


def test_only_id_and_summary_are_needed() -> None:
    """Nothing and null are alike; a number may be an id; blank lines are no items."""
    text = '\ufeff{"id": 7, "summary": "a", "description": null, "votes": 3}\r\n\n'
    assert parse_items(text.encode(), "a.jsonl") == (Item("7", "a"),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "a.jsonl:2: not JSON: '{' (write one JSON object a line"),
        ("[]", "a.jsonl:2: expected an object, got '[]'"),
        ('{"summary": "a"}', "a.jsonl:2: id: id is missing (add the item's key)"),
        ('{"id": true, "summary": "a"}', "a.jsonl:2: id: expected text, got True"),
        ('{"id": "2"}', "a.jsonl:2: summary: summary is missing (add the item's title)"),
        ('{"id": "2", "summary": 3}', "a.jsonl:2: summary: expected text, got 3"),
        (
            '{"id": "2", "summary": "a", "labels": "x"}',
            "a.jsonl:2: labels: expected a list of texts, got 'x' (write a list such as",
        ),
        (
            '{"id": "2", "summary": "a", "description": {}}',
            "a.jsonl:2: description: expected text, got {} (write text or null)",
        ),
        ('{"id": "1", "summary": "a"}', "a.jsonl:2: id: '1' is the id of line 1 already"),
        ("[" * 100_000, "a.jsonl:2: not JSON"),
    ],
)
def test_a_line_that_is_wrong_is_named_with_its_cure(line: str, said: str) -> None:
    """File, line, place, value, cure."""
    with pytest.raises(UserErrors) as caught:
        parse_items(f'{{"id": "1", "summary": "a"}}\n{line}\n'.encode(), "a.jsonl")
    assert said in str(caught.value)


def test_all_wrong_lines_are_named_at_once() -> None:
    """So that they are mended at once."""
    with pytest.raises(UserErrors) as caught:
        parse_items(b"{\n{\n", "a.jsonl")
    assert len(caught.value.errors) == 2


def test_bytes_that_are_no_text_are_named_with_their_line() -> None:
    """As a spreadsheet saves them."""
    with pytest.raises(UserError, match=r"a.jsonl:2: byte 0xe9 is not UTF-8"):
        parse_items(b'{"id": 1, "summary": "a"}\n{"id": "\xe9"}', "a.jsonl")
