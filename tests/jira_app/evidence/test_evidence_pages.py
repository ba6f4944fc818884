"""What people see of evidence: who may, in which words, with how much of the counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import render_template_string

from jira_app.access import Person
from jira_app.evidence.show import panel_of, sentences
from tests.jira_app import envelopes
from tests.jira_app.apihouse import ANN, House
from tests.jira_app.databases import new_store

REPORT = "https://ci.example.org/runs/7"


@pytest.fixture
def house(tmp_path: Path, keys: envelopes.Keys) -> Iterator[House]:
    """Serve the app, where an issue has evidence of three kinds."""
    with new_store("sqlite", tmp_path) as engine:
        house = House(engine, keys.public)
        house.send(envelopes.signed(keys.private, "fail"), f"?report={REPORT}")
        house.send(envelopes.signed(keys.private, "pass", name="<b>other"))
        house.send(envelopes.plain("unknown"))
        yield house


def page(house: House, key: str = "LOAN-1") -> str:
    """Look at the page as Ann."""
    answer = house.read(f"/issues/{key}/evidence", "", ANN)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_tells_in_sentences_who_is_treated_worse(house: House) -> None:
    """With a plot, what to do, where it comes from, and a table of all verdicts."""
    said = page(house)
    assert "sex=f: 30 % get a yes; sex=m: 64 %" in said
    assert "Mend the model" in said
    assert 'role="img"' in said
    assert f'href="{REPORT}"' in said
    assert "Nobody signed this evidence: it is shown, and decides nothing." in said
    assert said.count("<tr>") == 4
    assert "&lt;b&gt;other" in said
    assert "<b>" not in said


def test_the_page_keeps_to_the_content_security_policy(house: House) -> None:
    """No style attribute, no style element, no script but the pages' own."""
    said = page(house)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", said)
    assert [*re.findall(r"<script[^>]*>", said)] == [
        '<script type="module" src="/static/fairgate.js">'
    ]


def test_ids_are_unique_on_the_page(house: House) -> None:
    """Titles of plots name them to screen readers."""
    ids = re.findall(r'\sid="([^"]+)"', page(house))
    assert len(ids) == len(set(ids))


def test_exact_small_counts_are_not_on_the_page(house: House) -> None:
    """One person less or more in a group of 500 cannot be told."""
    said = page(house)
    assert "sex=f &gt;=5, sex=m 500" in said
    assert "sex=f 500" not in said


@pytest.mark.parametrize(
    ("key", "visitor", "status"),
    [
        ("LOAN-1", None, 401),
        ("CARE-1", ANN, 404),
        ("LOAN-1", Person("b" * 32, "Ben"), 404),
        ("LOAN-1%2Fcomment", ANN, 404),
        ("loan-1", ANN, 404),
    ],
)
def test_whoever_may_not_browse_the_issue_sees_nothing(
    house: House, key: str, visitor: Person | None, status: int
) -> None:
    """Not even that it is there."""
    assert house.read(f"/issues/{key}/evidence", "", visitor).status_code == status


def test_an_issue_without_evidence_says_so(house: House) -> None:
    """And where evidence comes from."""
    assert "No evidence yet" in page(house, "LOAN-99")


def test_other_pages_can_take_the_panel_in(house: House) -> None:
    """It leads to the page with everything."""
    text = '{% from "evidence/panel.html" import panel with context %}{{ panel(evidence) }}'
    with house.engine.connect() as db, house.app.test_request_context():
        said = render_template_string(text, evidence=panel_of(db, "LOAN-1"))
    assert said.count("<article") == 3
    assert 'href="/issues/LOAN-1/evidence"' in said


def test_findings_are_sentences_for_comments_too(house: House) -> None:
    """What blocks comes first."""
    with house.engine.connect() as db:
        shown = panel_of(db, "LOAN-1").newest
    first = {each.kept.outcome: next(sentences(each.kept)) for each in shown}
    assert first["fail"].startswith("sex=f: 30 % get a yes")
