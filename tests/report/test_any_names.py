"""Whatever the data and the policy are called, every report can be written and read."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairgate.cells import group_name
from fairgate.report import FORMATS, render
from fairgate.verdict import (
    Comparison,
    Finding,
    GroupReport,
    Measured,
    Outcome,
    Shown,
    Verdict,
    Waived,
)

READERS = {
    "json": json.loads,
    "sarif": json.loads,
    "junit": ET.fromstring,
    "html": HTMLParser().feed,
}
names = st.text(st.characters(exclude_categories=[]), max_size=12) | st.sampled_from(
    ["</svg>", "]]>", "{{7*7}}", "{% raw %}", "%s", "{0}", "::set-output::", "&amp;", "\\"]
)


def verdict(rule: str, attribute: str, values: list[str]) -> Verdict:
    """Return a verdict in which these names stand everywhere a name can stand."""
    groups = [group_name((attribute,), (value,)) for value in values]
    finding = Finding(
        rule, "selection_rate", attribute, "ratio", Outcome.FAIL, 0.8, 0.6, at_least=True,
        message=f"{groups[0]}: few", estimate=0.5, interval=(0.4, 0.6), worst=tuple(groups[:2]),
        values=dict.fromkeys(groups[:2], 0.5), rows=dict.fromkeys(groups, 9),
        shown=(Shown(groups[0], groups[1], 0.5, (0.4, 0.6)),),
        waived=(Waived(groups[2], "2026-01-01", rule, rule, rule, expired=True),), notes=(rule,),
    )  # fmt: skip
    by_group = tuple(
        GroupReport({attribute: value}, 9, {"selection_rate": Measured(0.5, (0.4, 0.6), 0.4)})
        for value in values
    )
    return Verdict(rule, Outcome.FAIL, 27, 0.95, 5, Comparison("none", 0), (finding,), by_group)


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=25)
@given(rule=names, attribute=names, values=st.lists(names, min_size=3, max_size=3, unique=True))
def test_every_report_can_be_written_and_read(format_, rule, attribute, values):
    """No crash, valid UTF-8, and the format's own reader takes it."""
    judged = verdict(rule, attribute, values)
    text = render(judged, format_, policy_file=rule, predictions=attribute)
    text.encode("utf-8")
    READERS.get(format_, str)(text)
    if format_ not in ("json", "sarif"):
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
