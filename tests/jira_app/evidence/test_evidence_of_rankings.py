"""Evidence of a ranking: judged again, and shown with its nutritional label."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browsing import complaints, picture, served
from flask import render_template_string
from pagechecks import never_scrolls_sideways
from playwright.sync_api import Page

from fairgate.evaluation.rankings import RankingRequest, evaluate_rankings
from fairgate.ranking.gate.policyfile import parse_ranking_policy
from jira_app.evidence import examine
from jira_app.evidence.show import panel_of
from tests.jira_app import envelopes
from tests.jira_app.apihouse import ANN, House
from tests.jira_app.databases import new_store

ROOT = Path(__file__).resolve().parents[3]
DEPARTMENTS = ROOT / "examples" / "ranking" / "departments.csv"

POLICY = """
version: 1
name: departments
ranking: {score: Faculty, sensitive: {size: Department Size}}
groups: [size]
rules:
  - {id: exposure, metric: exposure_ratio, value: {at_least: 0.8}}
  - {id: best-ten, metric: skew_at_k, k: 10, protected: size=Small, value: {at_least: -0.2}}
"""


def evidence(key: Path | None = None, data: Path = DEPARTMENTS) -> bytes:
    """Judge the departments of computer science that Ranking Facts ranks."""
    file = parse_ranking_policy(POLICY.encode(), "rankings.yaml")
    request = RankingRequest(file, str(data), issues=("LOAN-1",), commit="c0ffee0")
    return evaluate_rankings(request, now=datetime(2026, 11, 20, 9, 30, tzinfo=UTC)).evidence(key)


def shown(house: House) -> str:
    """Look at the page as Ann."""
    answer = house.read("/issues/LOAN-1/evidence", "", ANN)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_evidence_of_a_ranking_is_kept_like_any_other(house: House, keys: envelopes.Keys) -> None:
    """Its verdict is what decides; the label comes along."""
    answer = house.send(evidence(keys.private))
    assert answer.status_code == 201
    (kept,) = house.read("/api/issues/LOAN-1", "reads").json["evidence"]
    assert (kept["policy"], kept["outcome"], kept["binding"]) == ("departments", "fail", "declared")


def test_the_page_shows_the_label(house: House, keys: envelopes.Keys) -> None:
    """Six parts under the verdict, each in words."""
    house.send(evidence(keys.private))
    said = shown(house)
    for part in ("Recipe", "Ingredients", "Stability", "Fairness", "Diversity of the best 10"):
        assert f"<h5>{part}</h5>" in said
    assert "Department Size=Small: ranked lower than a ranking blind to groups would" in said
    assert "Massachusetts" not in said
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", said)
    ids = re.findall(r'\sid="([^"]+)"', said)
    assert len(ids) == len(set(ids))


def test_the_issue_tells_of_the_label_in_a_sentence(house: House, keys: envelopes.Keys) -> None:
    """The whole of it is one page further."""
    house.send(evidence(keys.private))
    text = '{% from "evidence/panel.html" import panel with context %}{{ panel(evidence) }}'
    with house.engine.connect() as db, house.app.test_request_context():
        said = render_template_string(text, evidence=panel_of(db, "LOAN-1"))
    assert "Nutritional label" in said
    assert "Department Size=Small: ranked lower" in said
    assert "<h5>Recipe</h5>" not in said


def test_a_ranking_that_is_too_long_to_judge_here_is_refused(
    house: House, keys: envelopes.Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judging again would keep the app from answering others; so would a huge label."""
    less = [replace(examine.MOST, **{name: 1}) for name in ("items", "drawn", "cells")]
    for name, limit in [*(("MOST", each) for each in less), ("LONGEST_LABEL", 1)]:
        with monkeypatch.context() as small:
            small.setattr(examine, name, limit)
            assert house.send(evidence(keys.private)).status_code == 413
    assert house.send(evidence(keys.private)).status_code == 201


def test_what_was_altered_is_refused(house: House, keys: envelopes.Keys) -> None:
    """By its signature; unsigned, by judging it again."""
    signed, plain = evidence(keys.private), evidence()
    assert (
        house.send(envelopes.altered(signed, b'"commit":"c0', b'"commit":"d0')).status_code == 403
    )
    altered = envelopes.altered(plain, b'"outcome":"fail"', b'"outcome":"pass"')
    assert house.send(altered).status_code == 422


def test_a_label_that_cannot_be_shown_is_refused(house: House) -> None:
    """Also where nobody signed it: the pages of the issue would break."""
    odd = envelopes.altered(evidence(), b'"metric":"pairwise"', b'"metric":"nonsense"')
    assert house.send(odd).status_code == 422
    assert house.read("/issues/LOAN-1/evidence", "", ANN).status_code == 200


@pytest.mark.browser
def test_axe_finds_nothing_on_a_label(tmp_path: Path, page: Page, axe_source: str) -> None:
    """Light and dark, wide and narrow; SCREENS=1 keeps pictures."""
    keys = envelopes.keys(tmp_path / "keys")
    with new_store("sqlite", tmp_path) as engine:
        house = House(engine, keys.public, signed_in=ANN)
        house.send(evidence(keys.private))
        with served(house.app) as url:
            page.goto(f"{url}/issues/LOAN-1/evidence")
            picture(page, "evidence-label")
            assert complaints(page, axe_source) == []
            page.set_viewport_size({"width": 320, "height": 600})
            never_scrolls_sideways(page)
