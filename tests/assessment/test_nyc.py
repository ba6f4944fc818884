"""New York City's bias audit: what a verdict fills in, and what it must not say."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fairgate.assessment import assess, read_answers, read_template
from fairgate.assessment.dates import overdue
from fairgate.assessment.nyc.record import Filled, fill
from fairgate.errors import UserError
from fairgate.report.from_json import read

CASES = Path(__file__).parents[1] / "cases"
VERDICT = CASES / "assessment/nyc-ll144.verdict.json"
ANSWERS = CASES / "assessment/nyc-ll144.yaml"
PUBLISHED = CASES / "published/local-law-144-intersections.csv"
SHORT = {
    "Hispanic or Latino": "Hisp",
    "American Indian or Alaska Native": "AIAN",
    "Native Hawaiian or Pacific Islander": "NHPI",
}


def said() -> dict[str, Any]:
    """The verdict about the city's example table."""
    found: dict[str, Any] = json.loads(VERDICT.read_text(encoding="utf-8"))
    return found


def filled(verdict: dict[str, Any], **given: str) -> Filled:
    """What a verdict fills in."""
    stated = read(json.dumps(verdict).encode(), "v.json")
    return fill(stated, "v.json", {f"nyc-ll144.{name}": value for name, value in given.items()})


def published_name(name: str) -> str:
    """Name of a category as the city prints it: ``Hisp F``."""
    race, sex = name.split(", ")
    return f"{SHORT.get(race, race)} {sex[0].upper()}"


def test_impact_ratios_are_those_that_the_city_published() -> None:
    """Of every intersection that is not left out, to three decimals."""
    with PUBLISHED.open(encoding="utf-8", newline="") as text:
        right = {row["group"]: float(row["published_impact_ratio"]) for row in csv.DictReader(text)}
    both = next(table for table in filled(said()).tables if table.what == "both")
    ratios = {published_name(c.name): c.ratio for c in both.categories if c.ratio is not None}
    assert len(ratios) == 11
    assert ratios == {name: pytest.approx(right[name], abs=5.1e-4) for name in ratios}


def test_categories_under_two_percent_are_left_out_with_number_rate_and_reason() -> None:
    """Published all the same."""
    answer = filled(said()).answers["nyc-ll144.results.excluded"]
    line = "American Indian or Alaska Native, female: 17 people, rate 0.412, left out: 0.7 %"
    assert line in str(answer)


def test_people_without_a_category_are_counted_apart() -> None:
    """250 of them, in no ratio."""
    found = filled(said())
    words = "sex not given: 250 people; race not given: 250 people"
    assert found.answers["nyc-ll144.data.unknown"] == words
    assert all("not given" not in c.name for table in found.tables for c in table.categories)


def test_the_example_is_complete_with_what_the_verdict_says() -> None:
    """And no duty says that the auditor is dependent."""
    form = read_template("nyc-ll144").content
    given = read_answers(ANSWERS.read_bytes(), ANSWERS.name, form).values
    result = assess(form, {**filled(said()).answers, **given})
    assert (result.complete, result.level) == (True, "")
    assert "nyc-ll144.duty.auditor" not in {duty.id for duty in result.obligations}
    worse = assess(form, {**given, "nyc-ll144.auditor.independence": ("built",)})
    assert "nyc-ll144.duty.auditor" in {duty.id for duty in worse.obligations}


def test_hidden_counts_are_not_guessed() -> None:
    """The law wants them published, so somebody has to fill them in."""
    verdict = said()
    group = next(g for g in verdict["by_group"] if g["n"] == 17)
    group["n"] = "<5"
    notes = " ".join(filled(verdict).notes)
    assert "fill in American Indian or Alaska Native, female from your own records" in notes


def test_a_category_of_two_percent_or_more_may_not_be_left_out() -> None:
    """However small the policy's own limit makes it."""
    verdict = said()
    left_out = {"group": "race=Black", "n": 390, "value": 0.4, "reason": "under min_share 20 %"}
    finding = next(f for f in verdict["findings"] if f["groups"] == "race")
    finding["excluded"].append(left_out)
    assert any(
        note.startswith("Black is 13.8\u00a0% of the data") for note in filled(verdict).notes
    )


def test_four_fifths_is_named_as_another_rule() -> None:
    """The law itself sets no limit."""
    verdict = said()
    group = next(g for g in verdict["by_group"] if g["group"] == {"race": "Black"})
    group["metrics"]["selection_rate"]["value"] = 0.3
    (note,) = [note for note in filled(verdict).notes if "smallest impact ratio" in note]
    assert "0.580 (Black); the law sets no limit" in note
    assert not any("smallest impact ratio" in note for note in filled(said()).notes)


def test_a_missing_table_is_named() -> None:
    """With the cure; the others are filled in."""
    verdict = said()
    verdict["by_group"] = [g for g in verdict["by_group"] if list(g["group"]) == ["sex"]]
    found = filled(verdict)
    assert [table.what for table in found.tables] == ["sex"]
    assert sum("the verdict has no results by" in note for note in found.notes) == 2


def test_a_verdict_about_other_groups_is_refused() -> None:
    """Nothing to fill in."""
    verdict = said()
    for group in verdict["by_group"]:
        group["group"] = {"region": "north"}
    verdict["by_group"] = verdict["by_group"][:1]
    with pytest.raises(UserError, match="no selection_rate by sex or by race"):
        filled(verdict)


def test_scores_need_the_median_as_threshold() -> None:
    """Said unless the tool selects."""
    assert any("median" in note for note in filled(said()).notes)
    assert not any("median" in note for note in filled(said(), **{"tool.output": "selects"}).notes)


@pytest.mark.parametrize(
    ("audited", "today", "note"),
    [
        ("2026-02-20", date(2027, 2, 20), ""),
        ("2026-02-20", date(2027, 2, 21), "2026-02-20 is more than a year ago"),
        ("2024-02-29", date(2025, 2, 28), ""),
        ("2024-02-29", date(2025, 3, 1), "2024-02-29 is more than a year ago"),
        ("2027-01-01", date(2026, 11, 22), "2027-01-01 has not come yet"),
    ],
)
def test_an_audit_is_good_for_a_year(audited: str, today: date, note: str) -> None:
    """To the day."""
    form = read_template("nyc-ll144").content
    notes = list(overdue(form, {"nyc-ll144.auditor.date": audited}, today))
    assert notes == ([f"{note} (nyc-ll144.auditor.date)"] if note else [])
