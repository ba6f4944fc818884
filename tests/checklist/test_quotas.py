"""Quotas over studies: met, risk or unmet, and nothing that tells a small count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from fairgate.checklist import Quota, Research, Section, open_library
from fairgate.checklist.quotapage import quotas_json, quotas_page
from fairgate.checklist.quotas import Standing, Standings, count
from fairgate.checklist.studies import (
    Accommodations,
    Finding,
    Risk,
    Studies,
    Study,
    lint,
    read_studies,
)
from fairgate.errors import UserErrors
from fairgate.render import render

CASES = Path(__file__).resolve().parents[1] / "cases" / "checklist"
TODAY = date(2026, 11, 22)


def research(*quotas: Quota) -> Research:
    """Rails with these quotas and one check."""
    section = Section.model_validate(
        {
            "id": "s",
            "title": "S",
            "checks": [{"id": "s.a", "summary": "A", "text": "A", "source": ["x"]}],
        }
    )
    source = {"id": "x", "title": "X", "url": "https://example.org"}
    return Research.model_validate(
        {
            "schema": "fairgate/research/v1",
            "id": "r",
            "version": "1.0.0",
            "title": "R",
            "licence": "MIT",
            "sources": [source],
            "quotas": [quota.model_dump() for quota in quotas],
            "sections": [section.model_dump()],
        }
    )


HALF = Quota(id="half", text="Half", basis="-", group="g", share=0.5, source=["x"])
FIVE = Quota(id="five", text="Five", basis="-", group="g", people=5, source=["x"])


def study(participants: int, groups: Mapping[str, int], name: str = "a") -> Study:
    """A study in which everything else went well."""
    return Study(
        id=name,
        title="A",
        held=date(2026, 5, 1),
        participants=participants,
        groups=dict(groups),
        consented=participants,
        paid=participants,
        accommodations=Accommodations(offered=participants, asked=0, met=0),
    )


def studies(*held: Study, risks: tuple[Risk, ...] = ()) -> Studies:
    """Studies of one product."""
    return Studies(schema="fairgate/studies/v1", product="P", studies=list(held), risks=list(risks))


def standing(quota: Quota, *held: Study, risks: tuple[Risk, ...] = ()) -> Standing:
    """Count one quota."""
    (found,) = count(research(quota), studies(*held, risks=risks), today=TODAY).quotas
    return found


@pytest.mark.parametrize(
    ("quota", "people", "of", "outcome", "needed", "shown"),
    [
        (HALF, 10, 20, "met", 10, 10),
        (HALF, 9, 20, "unmet", 10, 9),
        (HALF, 11, 21, "met", 11, 11),
        (HALF, 10, 21, "unmet", 11, 10),
        (HALF, 4, 20, "unmet", 10, "<5"),
        (HALF, 18, 20, "met", 10, ">=5"),
        (HALF, 4, 8, "unmet", 5, None),
        (HALF, 20, 20, "met", 10, 20),
        (FIVE, 5, 30, "met", 5, 5),
        (FIVE, 4, 30, "unmet", 5, "<5"),
        (FIVE, 0, 30, "unmet", 5, 0),
    ],
)
def test_a_quota_over_one_study(
    quota: Quota, people: int, of: int, *, outcome: str, needed: int, shown: int | str | None
) -> None:
    """The share of all participants, rounded up; a small group and a small rest are hidden."""
    found = standing(quota, study(of, {"g": people}))
    assert (found.outcome, found.needed, found.shown) == (outcome, needed, shown)


def test_quotas_are_counted_over_all_studies_together() -> None:
    """No single study has to reach everybody."""
    found = standing(FIVE, study(10, {"g": 2}), study(10, {"g": 3}, "b"))
    assert (found.outcome, found.shown) == ("met", 5)


def test_a_study_that_did_not_ask_counts_nobody_but_its_participants() -> None:
    """Unknown is never credited, and the report says that one study did not ask."""
    found = standing(HALF, study(10, {"g": 8}), study(10, {}, "b"))
    assert (found.outcome, found.needed, found.uncounted) == ("unmet", 10, 1)


@pytest.mark.parametrize(
    ("until", "outcome"),
    [(date(2026, 11, 22), "risk"), (date(2026, 11, 21), "unmet")],
)
def test_a_risk_holds_up_to_its_last_day(until: date, outcome: str) -> None:
    """An unmet quota is a risk that somebody has taken on, and that ends."""
    risk = Risk(quota="half", reason="no time", owner="a.person", until=until)
    found = standing(HALF, study(20, {"g": 7}), risks=(risk,))
    assert (found.outcome, found.risk) == (outcome, risk)


def test_a_risk_does_not_make_a_met_quota_worse() -> None:
    """It is only no longer needed."""
    risk = Risk(quota="half", reason="no time", owner="a.person", until=TODAY)
    assert standing(HALF, study(20, {"g": 12}), risks=(risk,)).outcome == "met"


@pytest.mark.parametrize("quota", [HALF, FIVE], ids=lambda quota: quota.id)
@pytest.mark.parametrize("everybody", range(6, 41))
def test_neither_count_nor_outcome_tells_a_small_group(quota: Quota, everybody: int) -> None:
    """Whatever is hidden could be at least two numbers; small ones and small rests are hidden."""
    looks: dict[tuple[object, ...], list[int]] = {}
    for people in range(everybody + 1):
        found = standing(quota, study(everybody, {"g": people}))
        looks.setdefault((found.shown, found.outcome, found.needed), []).append(people)
    for (shown, *_), behind in looks.items():
        if isinstance(shown, int):
            assert behind == [shown]
            assert shown not in range(1, 5)
            assert everybody - shown not in range(1, 5)
            assert everybody >= 10
        else:
            assert len(behind) > 1


def broken(**changes: object) -> Study:
    """A study of ten in which something went wrong."""
    return study(10, {"g": 6}).model_copy(update=changes)


@pytest.mark.parametrize(
    ("held", "rail", "words"),
    [
        (broken(consented=9), "consent", "informed consent"),
        (broken(paid=9), "pay", "got the same"),
        (
            broken(accommodations=Accommodations(offered=9, asked=0, met=0)),
            "accommodations",
            "not offered",
        ),
        (
            broken(accommodations=Accommodations(offered=10, asked=6, met=5)),
            "accommodations",
            "asked for",
        ),
        (broken(findings=[Finding(id="f", text="A barrier.")]), "findings", "neither a backlog"),
    ],
)
def test_a_study_that_left_a_rail_is_named(held: Study, rail: str, words: str) -> None:
    """Without the number of people, which would be small."""
    found = count(research(HALF), studies(held), today=TODAY)
    assert [(gap.study, gap.rail) for gap in found.gaps] == [("a", rail)]
    assert words in found.gaps[0].text
    assert not found.passes


def test_a_finding_with_a_backlog_item_or_a_reason_is_traced() -> None:
    """Either will do."""
    findings = [Finding(id="a", text="A", issue="X-1"), Finding(id="b", text="B", reason="taste")]
    assert count(research(HALF), studies(broken(findings=findings)), today=TODAY).passes


def test_accommodations_hide_small_counts_and_what_would_tell_them() -> None:
    """Six asked, five got it: the one who did not stays hidden."""
    held = broken(accommodations=Accommodations(offered=10, asked=6, met=5))
    found = count(research(HALF), studies(held), today=TODAY).accommodations
    assert found["asked for and not met"] == "<5"
    assert found["asked for and met"] == ">=5" or found["not asked for"] != 4


@pytest.fixture
def example() -> Standings:
    """Count the example of the documentation by the built-in rails."""
    rails = open_library(kinds=["research"]).file("research-rails").content
    records = read_studies(CASES / "studies.yaml", rails).content
    return count(rails, records, today=TODAY)


def test_the_example_is_told_in_words(example: Standings) -> None:
    """What is not met comes first, with what to do about it."""
    text = render(quotas_page(example), "text")
    assert text == (CASES / "quotas.txt").read_text(encoding="utf-8")


def test_the_example_as_json(example: Standings) -> None:
    """Hidden counts are hidden here as well."""
    assert quotas_json(example) == (CASES / "quotas.json").read_text(encoding="utf-8")


RAILS = open_library(kinds=["research"]).file("research-rails").content


MORE = "is more than the"
WRONG = [
    ("rural: 3", "rual: 3", "13: studies[0].groups.rual: no quota counts this group (did you mean"),
    ("rural: 3", "rural: 15", f"13: studies[0].groups.rural: 15 {MORE} 14 of participants (mend"),
    ("asked: 6, met: 6", "asked: 6, met: 7", f"19: studies[0].accommodations.met: 7 {MORE} 6 of"),
    ("quota.rural", "quota.rurla", "42: risks[0].quota: there is no quota called 'research-rails."),
    ("2026-autumn-appeal", "2026-spring-application", "23: studies[1].id: another study is called"),
    ("owner: r.lindt", "owner: NO", "44: risks[0].owner: YAML reads NO as false (quote it"),
    ("paid: 14", "paid: 1:30", "18: studies[0].paid: YAML reads 1:30 in base 60"),
    ("held: 2026-04-02", "held: 2026-02-30", "8: studies[0].held: there is no day 2026-02-30"),
    ("    paid: 14\n", "", "6: studies[0]: paid is missing (add paid: participants"),
    ("    owner: r.lindt\n", "", "42: risks[0]: owner is missing (add owner: who answers"),
]


@pytest.mark.parametrize(("old", "new", "complaint"), WRONG)
def test_wrong_records_are_refused_with_place_and_cure(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    """File, line, place, value, cure."""
    text = (CASES / "studies.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "studies.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserErrors) as raised:
        read_studies(path, RAILS)
    assert f"{path}:{complaint}" in str(raised.value)


def test_the_example_has_nothing_to_mend() -> None:
    """Else the cases above would complain of something else."""
    assert list(lint(read_studies(CASES / "studies.yaml", RAILS).content, RAILS)) == []
