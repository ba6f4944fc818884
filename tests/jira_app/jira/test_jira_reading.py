"""Jira's JSON and documents, as real Jira and hostile people write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jira_contract import CAPTURES

from jira_app.jira import JiraError, parse, to_adf, to_text

ROOT = Path(__file__).resolve().parents[3]
ADF_SCHEMA = ROOT / "build" / "tools" / "adf" / "full-57.7.22.json"

needs_captures = pytest.mark.skipif(
    not CAPTURES.is_dir(), reason="no captures of a real site beside this checkout"
)
needs_schema = pytest.mark.skipif(
    not ADF_SCHEMA.is_file(), reason="no ADF schema: run tests/servers/adf.sh"
)


def capture(name: str) -> Any:
    """Read a real answer of Jira Cloud."""
    return json.loads((CAPTURES / name).read_text(encoding="utf-8"))


@needs_captures
def test_a_real_issue_is_read() -> None:
    """With fields that nobody here knows, and without some that the app asks for."""
    issue = parse.issue(capture("real_issue_subset.json"), "customfield_10027", "customfield_10070")
    assert (issue.key, issue.id, issue.status) == ("COMPANYSA-35", "21487", "In Progress")
    assert issue.summary == "Testing summary XSOAR mirroring"
    assert issue.description_text == "XSOAR description stam"
    assert issue.labels == ("Demisto", "XSOAR")
    assert (issue.flagged, issue.risk, issue.updated) == (False, None, None)


@needs_captures
def test_a_real_comment_is_read() -> None:
    """Its time has a zone without a colon."""
    comment = parse.comment(capture("real_comment.json"))
    assert (comment.id, comment.author) == ("18395", "dummy_account_id")
    assert comment.text == " Dummy link"
    assert comment.created is not None
    assert comment.created.isoformat() == "2023-04-27T22:12:46.451000+03:00"


@needs_captures
def test_real_transitions_are_read() -> None:
    """A step, and where it leads."""
    (step,) = parse.transitions(capture("real_transitions.json"))
    assert (step.id, step.name, step.to) == ("11", "Backlog", "Backlog")


@pytest.mark.parametrize("found", [None, [], "text", {}, {"id": 1}, {"id": "", "key": "ED-1"}])
def test_what_is_no_issue_is_refused(found: Any) -> None:
    """With kind invalid, never with a KeyError."""
    with pytest.raises(JiraError) as caught:
        parse.issue(found)
    assert caught.value.kind == "invalid"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["summary", "description", "labels", "components", "issuetype", "project", "status", "f", "r"]
)


@settings(max_examples=40)
@given(st.dictionaries(NAMES, JSON))
def test_any_fields_make_an_issue(fields: dict[str, Any]) -> None:
    """A field of an unforeseen shape is empty, not an error."""
    issue = parse.issue({"id": "1", "key": "ED-1", "fields": fields}, "f", "r")
    assert issue.key == "ED-1"
    assert all(isinstance(label, str) for label in issue.labels)
    assert isinstance(issue.description_text, str)


def test_words_of_all_blocks_are_read_and_kept_apart() -> None:
    """Tables, lists, mentions, line breaks: what triage must not miss."""
    cells = [
        {"type": "tableCell", "content": [_paragraph(_text(word))]} for word in ("race", "age")
    ]
    document = {
        "type": "doc",
        "version": 1,
        "content": [
            {"type": "heading", "attrs": {"level": 1}, "content": [_text("Score")]},
            _paragraph(
                _text("by "),
                _text("post"),
                _text("code"),
                {"type": "hardBreak"},
                _text("for "),
                {"type": "mention", "attrs": {"id": "1", "text": "@Ann"}},
            ),
            {"type": "table", "content": [{"type": "tableRow", "content": cells}]},
            {"type": "mediaSingle", "content": [{"type": "media", "attrs": {"id": "x"}}]},
        ],
    }
    assert to_text(document) == "Score\nby postcode\nfor @Ann\nrace\nage"


def test_a_document_nested_beyond_reason_is_cut() -> None:
    """It neither crashes nor takes long."""
    node: dict[str, Any] = _text("deep")
    for _ in range(5000):
        node = {"type": "panel", "content": [node]}
    assert to_text({"type": "doc", "version": 1, "content": [node, _paragraph(_text("flat"))]}) == (
        "flat"
    )


@given(st.text())
def test_text_survives_the_way_there_and_back(text: str) -> None:
    """But for control characters and empty lines."""
    words = "".join(to_text(to_adf(text)).split())
    kept = (each for each in text if each in "\n\t" or (each >= " " and each != "\x7f"))
    assert words == "".join("".join(kept).split())


@needs_schema
@pytest.mark.parametrize(
    "text",
    [
        "",
        "one",
        "one\ntwo\n\n\nthree",
        "\n\n",
        "a\x00\x1b[31mb\r\nc",
        "é 漢字 👩‍👩‍👧",
        " ",
        "\n \n x",
    ],
)
def test_documents_fit_atlassians_schema(text: str) -> None:
    """The schema of npm @atlaskit/adf-schema, draft 4."""
    schema = json.loads(ADF_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(to_adf(text))


def _text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def _paragraph(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(content)}
