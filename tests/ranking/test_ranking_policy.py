"""Ranking policies: what may be written, and what is said about everything else."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from fairgate.anypolicy import parse_any_policy
from fairgate.errors import UserError, UserErrors
from fairgate.policyfile import parse_policy
from fairgate.ranking.gate.catalogue import CATALOGUE
from fairgate.ranking.gate.policyfile import (
    RankingPolicyFile,
    parse_ranking_policy,
    ranking_policy_schema,
)

SCHEMA = Path(__file__).parents[2] / "fairgate" / "schemas" / "ranking-policy-v1.schema.json"
CONTRACT = "rnd rkl rrd fair_star_ir exposure_ratio ndkl skew_at_k pairwise_gap"
WHOLE = """\
version: 1
name: search
predictions: build/rankings.csv
ranking: {score: relevance, query_id: query, sensitive: {sex: sex, race: race}}
groups: [sex, [race, sex]]
rules:
  - {id: one, metric: RULE}
"""
RULES = {
    "rnd": "rnd, value: {at_most: 0.2}",
    "rkl": "rkl, step: 5, value: {at_most: 0.2}",
    "rrd": 'rrd, protected: "sex=f", value: {at_most: 0.2}',
    "fair_star_ir": 'fair_star_ir, protected: "sex=f", k: 20, value: {at_least: 0.4}',
    "exposure_ratio": "exposure_ratio, groups: [race], value: {at_least: 0.8}",
    "ndkl": "ndkl, regression: {at_most: 0.05}",
    "skew_at_k": "skew_at_k, k: 10, value: {at_least: -0.2}",
    "pairwise_gap": "pairwise_gap, value: {at_most: 0.2}",
}


def text(rule: str, **more: str) -> bytes:
    """Write a policy with one rule."""
    found = WHOLE.replace("RULE", rule)
    for old, new in more.items():
        found = found.replace(old, new)
    return found.encode()


def complaints(rule: str, extra: str = "") -> str:
    """What is said about a policy."""
    with pytest.raises(UserErrors) as caught:
        parse_ranking_policy(text(rule) + extra.encode(), "p.yaml")
    return str(caught.value)


def test_the_catalogue_has_the_metrics_of_the_contract() -> None:
    """All of them, and no others."""
    assert " ".join(CATALOGUE) == CONTRACT


@pytest.mark.parametrize("metric", RULES)
def test_every_metric_can_be_promised(metric) -> None:
    """The models and the published schema agree."""
    file = parse_ranking_policy(text(RULES[metric]), "p.yaml")
    (rule,) = file.policy.rules
    assert rule.metric == metric
    assert (rule.must_detect < rule.limit) == rule.at_least
    assert file.rule_lines == {"one": 7}
    jsonschema.Draft202012Validator(ranking_policy_schema()).validate(
        yaml.safe_load(text(RULES[metric]))
    )


def test_the_schema_in_the_package_is_that_of_the_models() -> None:
    """Run ``python -m fairgate.ranking.gate.policyfile`` into the file."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == ranking_policy_schema()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("rdn, value: {at_most: 0.2}", "p.yaml:7: rules[0].metric: there is no metric 'rdn'"),
        ("rnd", "expected exactly one of value and regression"),
        ("rnd, value: {at_least: 0.2}", "rules[0].value: rnd has a limit of one side (write at_m"),
        ("rnd, value: {at_most: 1.2}", "expected a number from 0 to 1, got 1.2"),
        ("rnd, value: {at_most: '0.2'}", "(remove the quotes)"),
        ("rnd, value: {at_most: .nan}", "value.at_most"),
        ("rnd, value: {at_most: 0.2, must_detect: 0.1}", "must_detect lies above the limit 0.2"),
        ("rnd, k: 10, value: {at_most: 0.2}", "rules[0].k: rnd looks at all places (remove k)"),
        ("skew_at_k, value: {at_least: -0.2}", "skew_at_k looks at the best k (add k: 10)"),
        ("ndkl, step: 5, value: {at_most: 0.2}", "rules[0].step: ndkl has no cut points"),
        ("rrd, value: {at_most: 0.2}", "rrd is of one group (add protected: sex=f)"),
        ("rnd, protected: f, value: {at_most: 0.2}", "expected attribute=value, got 'f'"),
        ("rnd, protected: sxe=f, value: {at_most: 0.2}", "did you mean sex?"),
        ("rnd, groups: [rase], value: {at_most: 0.2}", "rules[0].groups[0]: there is no attrib"),
        (
            "rnd, groups: [sex], protected: sex=f, value: {at_most: 0.2}",
            "protected names the group already",
        ),
        (
            "fair_star_ir, k: 5, protected: sex=f, regression: {at_most: 0.1}",
            "rules[0].regression: FA*IR is a test",
        ),
        (
            "fair_star_ir, k: 5, protected: sex=f, value: {at_least: 1}",
            "a share is between 0 and 1",
        ),
        ("skew_at_k, k: 0, value: {at_least: -0.2}", "rules[0].k"),
    ],
)
def test_a_rule_that_can_not_be_is_refused_with_its_place(rule, said) -> None:
    """File, line, place, value and cure."""
    assert said in complaints(rule)


def test_the_rest_of_the_file_is_checked_too() -> None:
    """All complaints come at once."""
    said = complaints(
        RULES["rnd"],
        "  - {id: one, metric: ndkl, value: {at_most: 0.2}}\n"
        "columns: {label: a}\n"
        "waivers:\n"
        "  - {rule: two, groups: sex=f, until: 2027-01-01, owner: a, why: b}\n"
        "  - {rule: one, groups: f, until: 2027-01-01, owner: a, why: b}\n",
    )
    assert "rules[1].id: another rule is called one already" in said
    assert "columns: this policy has ranking: as well" in said
    assert "waivers[0].rule: there is no rule two" in said
    assert "waivers[1].groups: expected attribute=value" in said


def test_a_waiver_is_of_the_group_that_a_rule_protects() -> None:
    """Another group has nothing to be waived."""
    said = complaints(
        RULES["rrd"],
        "waivers:\n  - {rule: one, groups: sex=m, until: 2027-01-01, owner: a, why: b}\n",
    )
    assert "the rule one is about sex=f only" in said


def test_a_file_is_ranked_by_score_or_by_order() -> None:
    """Not by both."""
    both = text(RULES["rnd"]).replace(b"score: relevance", b"score: relevance, order: place")
    with pytest.raises(UserErrors, match="ranked by score already"):
        parse_ranking_policy(both, "p.yaml")


def test_who_judges_decisions_says_where_rankings_are_judged() -> None:
    """One of the two policies has ``ranking:``, the other ``columns:``."""
    assert isinstance(parse_any_policy(text(RULES["rnd"]), "p.yaml"), RankingPolicyFile)
    with pytest.raises(UserError, match="about rankings, and here decisions are judged"):
        parse_policy(text(RULES["rnd"]), "p.yaml")


def test_rankings_are_found_beside_the_policy() -> None:
    """As predictions are; addresses stay as they are."""
    file = parse_ranking_policy(text(RULES["rnd"]), "conf/p.yaml")
    assert file.predictions == str(Path("conf/build/rankings.csv"))
    remote = text(RULES["rnd"]).replace(b"build/rankings.csv", b"s3://bucket/r.parquet")
    assert parse_ranking_policy(remote, "conf/p.yaml").predictions == "s3://bucket/r.parquet"
