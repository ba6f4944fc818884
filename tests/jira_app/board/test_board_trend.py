"""The board week by week."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from boards import Get, rows
from seeded import DAY
from town import NOON

from jira_app.board.line import Line
from jira_app.board.trend import WEEKS, trend

WEEK = 7 * DAY
LINE = Line(
    key="LOAN-1", project="LOAN", squad="", owner="", summary="", status="", risk="high",
    level="high", assessed=True, state="approved", inherent=None, residual=None, likelihood=None,
    severity=None, evidence="", is_open=True, reasons=(), first_seen=NOON - 10 * WEEK, due=None,
    accepted_until=None,
)  # fmt: skip


def test_a_line_is_counted_from_the_week_in_which_it_was_first_seen() -> None:
    """Before that it is nowhere."""
    found = trend([LINE], {}, NOON)
    assert len(found.ends) == WEEKS
    assert found.levels == {"high": (0,) * 15 + (1,) * 11}


def test_states_follow_the_history_and_end_as_the_board_is_now() -> None:
    """Draft, submitted, approved; each from its own week on."""
    facts = [
        (NOON - 8.5 * WEEK, "assessment-saved", {"state": "draft", "level": ""}),
        (NOON - 6.5 * WEEK, "assessment-submitted", {"state": "submitted", "level": "high"}),
        (NOON - 3.5 * WEEK, "assessment-approved", {"state": "approved", "level": "high"}),
    ]
    found = trend([LINE], {"LOAN-1": facts}, NOON).states
    assert {name: sum(counts) for name, counts in found.items()} == {
        "not-started": 2,
        "draft": 2,
        "submitted": 3,
        "approved": 4,
    }
    assert found["approved"] == (0,) * 22 + (1,) * 4


def test_an_approval_lapses_when_its_time_is_over() -> None:
    """Though nobody noted it."""
    approved = {"state": "approved", "level": "low", "until": NOON - 4.5 * WEEK}
    line = replace(LINE, state="lapsed")
    facts = [(NOON - 9.5 * WEEK, "assessment-approved", approved)]
    found = trend([line], {"LOAN-1": facts}, NOON).states
    assert (sum(found["approved"]), sum(found["lapsed"])) == (5, 5)


@pytest.mark.parametrize("event", ["triaged", "risk-changed"])
def test_the_level_follows_the_risk_until_there_is_an_assessment(event: str) -> None:
    """Medium first, then high."""
    facts = [
        (LINE.first_seen, event, {"risk": "medium"}),
        (NOON - 2.5 * WEEK, event, {"risk": "high"}),
    ]
    line = replace(LINE, assessed=False, state="not-started")
    found = trend([line], {"LOAN-1": facts}, NOON).levels
    assert (sum(found["medium"]), sum(found["high"])) == (8, 3)


def test_facts_of_any_shape_do_no_harm() -> None:
    """Whatever other parts write there."""
    odd = [
        (NOON - WEEK, "assessment-approved", {"state": 7, "level": None, "until": "soon"}),
        (NOON - WEEK, "assessment-", {}),
        (NOON - WEEK, "rollout", {"risk": ["high"], "state": "open"}),
    ]
    assert sum(trend([LINE], {"LOAN-1": odd}, NOON).levels["high"]) == 11


def test_the_last_week_is_the_board_itself(get: Get) -> None:
    """By level and by state, in the table under the charts."""
    text = get("/board/trend?project=LOAN").text
    found = rows(get("/board.csv?project=LOAN"))
    for name, column in (("high", "level"), ("medium", "level"), ("submitted", "assessment")):
        count = sum(row[column] == name for row in found)
        assert f"<strong>{name}</strong>: {count} now" in text


def test_every_chart_has_its_counts_as_text(get: Get) -> None:
    """In a label for screen readers, and in a table."""
    text = get("/board/trend").text
    charts = re.findall(r'role="img" aria-label="([^"]*)"', text)
    assert charts
    assert all(len(re.findall(r"\d+", label)) == WEEKS for label in charts)
    assert text.count("<table>") == 2
    assert text.count("<tr>") == 2 * (WEEKS + 1)
