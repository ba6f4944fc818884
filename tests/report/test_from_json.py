"""A verdict's document can be read back, by somebody who does not trust it."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from report.samples import NASTY, POLICY_FILE, PREDICTIONS, empty, sample

from fairgate.errors import UserError
from fairgate.report import Context, as_markdown, render
from fairgate.report.as_json import document
from fairgate.report.counts import ShownCounts
from fairgate.report.from_json import LIMIT, read
from fairgate.verdict import Comparison, Verdict

CONTEXT = Context(POLICY_FILE, PREDICTIONS)


def written(verdict: Verdict) -> bytes:
    """Return a verdict as the bytes of its document."""
    text = render(verdict, "json", policy_file=POLICY_FILE, predictions=PREDICTIONS)
    return text.encode()


def changed(**values: Any) -> bytes:
    """Return the empty verdict's document with something else in it."""
    return json.dumps(document(empty(), CONTEXT) | values).encode()


def test_what_the_baseline_was_comes_back():
    """In the words of whoever compared."""
    verdict = dataclasses.replace(empty(), compared_with=Comparison("paired", 9, "The old model."))
    read_back = read(written(verdict), "v.json").verdict
    assert read_back.compared_with.source == "The old model."


def test_a_verdict_without_hidden_counts_comes_back_as_it_was():
    """All but the critical values, which only evidence keeps, and groups without rows."""
    verdict = dataclasses.replace(sample(), min_cell=1)
    plain = dataclasses.replace(
        verdict,
        findings=tuple(dataclasses.replace(f, critical={}) for f in verdict.findings),
        by_group=tuple(report for report in verdict.by_group if report.rows),
    )
    assert read(written(verdict), "v.json").verdict == plain


@pytest.mark.parametrize("verdict", [sample(), empty()], ids=["sample", "empty"])
def test_a_stated_verdict_reads_like_the_original(verdict):
    """Hidden counts are as hidden as before, in every table and sentence."""
    stated = read(written(verdict), "v.json")
    ours = as_markdown.sections(verdict, ShownCounts.of(verdict))
    assert as_markdown.sections(stated.verdict, stated.counts) == ours
    assert (stated.policy_file, stated.predictions) == (POLICY_FILE, PREDICTIONS)


def test_a_stated_verdict_says_as_many_rows_as_the_original():
    """The head of the report shows the total as it is stated."""
    stated = read(changed(rows="<5"), "v.json")
    assert (stated.counts.total, stated.verdict.rows) == ("<5", 1)


def test_keys_of_a_later_release_are_left_unread():
    """Keys may be added within v1."""
    assert read(changed(new={"a": NASTY[0]}), "v.json").verdict == read(changed(), "v").verdict


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"outcome": "pass", "blocks": False}, "outcome is pass, but the worst finding is unknown"),
        ({"blocks": False}, "blocks is False, but the outcome is unknown"),
        ({"rows": "5"}, "rows.constrained-int: input should be a valid integer"),
        ({"rows": -1}, "rows.*greater than or equal to 0"),
        ({"rows": True}, "rows.*valid integer"),
        ({"confidence": "0.95"}, "confidence: input should be a valid number"),
        ({"policy": "x" * 2_001}, "policy: string should have at most 2000 characters"),
        ({"findings": {}}, "findings: input should be a valid"),
        ({"by_group": [{"group": {}, "n": 1, "metrics": {}}]}, "by_group.0.group: dictionary"),
        ({"by_group": [{"group": {"::add-mask::x": 3}}]}, r"group.\\x3a:add-mask"),
    ],
)
def test_a_document_that_contradicts_itself_or_the_schema_is_refused(values, complaint):
    """The place is named, the value is not repeated."""
    with pytest.raises(UserError, match=complaint):
        read(changed(**values), "v.json")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"schema": NaN}',
        changed().replace(b"0.95", b"NaN"),
        changed().replace(b"0.95", b"1e999"),
        b" " * (LIMIT + 1),
    ],
    ids=["empty", "null", "list", "no UTF-8", "deep", "NaN", "NaN inside", "infinite", "long"],
)
def test_what_is_no_document_is_refused_in_one_sentence(data):
    """No crash, and no page of complaints."""
    with pytest.raises(UserError) as caught:
        read(data, "v.json")
    assert str(caught.value).startswith("v.json: ")
    assert len(str(caught.value)) < 600
