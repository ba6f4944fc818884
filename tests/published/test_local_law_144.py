"""New York City Local Law 144: the example tables that the city published."""

from __future__ import annotations

import csv

import pytest
from tables import PUBLISHED, judged, policy, published, verdict

from fairgate.cells import Cells
from fairgate.verdict import Outcome, Verdict

FILES = ("local-law-144-intersections.csv", "local-law-144-race-and-sex.csv")
INTERSECTIONS = published(FILES[0], ("group",), rows="applicants", yes="selected")
UNKNOWN = 250
RULE = {"metric": "selection_rate", "ratio": {"at_least": 0.8}}


def impact_ratios(found: Verdict) -> dict[str | None, float]:
    """Rate of each category over the rate of the most selected one."""
    values = {r.group["group"]: r.metrics["selection_rate"].value for r in found.by_group}
    best = max(value for value in values.values() if value is not None)
    return {name: value / best for name, value in values.items() if value is not None}


def lines(file: str) -> list[dict[str, str]]:
    """The table as the city printed it."""
    with (PUBLISHED / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def digits(number: str) -> int:
    """Places after the point, as printed: at least 2."""
    return max(2, len(number.partition(".")[2]))


@pytest.mark.parametrize("line", lines(FILES[0]), ids=lambda line: line["group"])
def test_impact_ratios_of_intersections_are_the_citys(line) -> None:
    """All fourteen, to the three decimals that were printed."""
    ratios = impact_ratios(verdict(policy(RULE, groups=["group"]), INTERSECTIONS))
    assert ratios[line["group"]] == pytest.approx(float(line["published_impact_ratio"]), abs=5.1e-4)


@pytest.mark.parametrize("line", lines(FILES[1]), ids=lambda line: line["group"])
def test_impact_ratios_by_sex_and_by_race_are_the_citys(line) -> None:
    """Each dimension apart, to as many decimals as were printed."""
    both = published(FILES[1], ("dimension", "group"), rows="applicants", yes="selected")
    counted = dict(zip(both.groups, both.counts.tolist(), strict=True))
    one = {(g,): row for (dimension, g), row in counted.items() if dimension == line["dimension"]}
    ratios = impact_ratios(verdict(policy(RULE, groups=["group"]), Cells.of(("group",), one)))
    printed = line["published_impact_ratio"]
    near = 0.51 * 10 ** -digits(printed)
    assert ratios[line["group"]] == pytest.approx(float(printed), abs=near)


def with_unknown() -> Cells:
    """The table and the 250 applicants whose category is not known."""
    counted = dict(zip(INTERSECTIONS.groups, INTERSECTIONS.counts.tolist(), strict=True))
    return Cells.of(("group",), {**counted, (None,): [0, 0, UNKNOWN, 0]})


def test_the_only_category_under_four_fifths_is_too_rare_to_count() -> None:
    """7 of 17 Native American women, .66 % of the rows: out by the 2 % rule, and published."""
    found = judged(with_unknown(), **RULE, min_share=0.02)
    (small, *others) = sorted(found.excluded, key=lambda group: group.rows)
    assert (small.group, small.rows) == ("group=AIAN F", 17)
    assert small.value == pytest.approx(7 / 17)
    assert small.reason == "0.7 % of the rows, under min_share 2 %"
    assert {group.group for group in others} == {"group=AIAN M", "group=NHPI F"}
    assert "group=AIAN F" not in found.rows


def test_the_2_percent_rule_decides_what_is_worst() -> None:
    """Without it .789, under the limit; with it .806, above."""
    everybody = judged(INTERSECTIONS, **RULE)
    assert everybody.worst[0] == "group=AIAN F"
    assert everybody.estimate == pytest.approx(0.789, abs=5e-4)
    common = judged(INTERSECTIONS, **RULE, min_share=0.02)
    assert common.worst == ("group=Black M", "group=White M")
    assert common.estimate == pytest.approx(0.806, abs=5e-4)
    by_estimate = {"decide": "estimate", "on_unknown": "warn"}
    assert judged(INTERSECTIONS, **RULE, **by_estimate).outcome is Outcome.FAIL
    assert judged(INTERSECTIONS, **RULE, **by_estimate, min_share=0.02).outcome is not Outcome.FAIL


def test_applicants_of_unknown_category_are_counted_apart() -> None:
    """Reported with their number, in no comparison, and under no name."""
    found = verdict(policy(RULE, groups=["group"]), with_unknown())
    (finding,) = found.findings
    assert sum(finding.rows.values()) == 2571
    assert finding.notes == ("Rows without group are reported apart and not compared.",)
    (apart,) = [report for report in found.by_group if report.group["group"] is None]
    assert apart.rows == UNKNOWN
    assert finding.estimate == judged(INTERSECTIONS, **RULE).estimate
