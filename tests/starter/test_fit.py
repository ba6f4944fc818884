"""Promises fitted to data: as fine as the rows can show, and never unknown."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml
from tables import TODAY, cells, marginal

from fairgate.cells import Cells, Tally
from fairgate.gate import judge
from fairgate.policyfile import PolicyFile, parse_policy
from fairgate.starter import Names, Role, Roles, Starter, write_starter
from fairgate.starter.text import attribute_names, groupings, one_line
from fairgate.verdict import Outcome, Verdict

ROLES = Roles(Role("y", ""), Role("d", ""), None, None, (Role("race", ""), Role("sex", "")))


def names(roles: Roles = ROLES, **values: int) -> Names:
    """A policy about ``p.csv``."""
    groups = groupings(roles, values or {"race": 2, "sex": 2})
    return Names("fairgate.yaml", "loans", "p.csv", "p.csv", 1000, roles, groups)


def start(fine: Cells) -> Starter:
    """Fit promises to cells by race and sex."""
    by: Mapping[tuple[str, ...], Cells] = {
        attributes: marginal(fine, attributes) for attributes in names().groups
    }

    def judged(text: str) -> Verdict:
        return judge(parse_policy(text.encode(), "f").policy, Tally(1000, by), today=TODAY)

    return write_starter(names(), judged)


def table(scale: int) -> Cells:
    """A fair model on so many rows; few black women."""
    return cells(f"""
        race  sex  tp            fp           fn           tn
        black f    {3 * scale}   {scale}      {scale}      {2 * scale}
        black m    {9 * scale}   {3 * scale}  {3 * scale}  {6 * scale}
        white f    {30 * scale}  {9 * scale}  {9 * scale}  {20 * scale}
        white m    {30 * scale}  {9 * scale}  {9 * scale}  {20 * scale}
    """)


@pytest.mark.parametrize("scale", [1, 5, 20, 100, 1000])
def test_the_starter_is_never_unknown(scale: int) -> None:
    """Whatever the number of rows."""
    starter = start(table(scale))
    assert starter.verdict.outcome is not Outcome.UNKNOWN
    judged = {groups for entry in starter.entries for groups in entry.groupings}
    assert judged == set(names().groups)


def test_many_rows_are_asked_for_fine_violations() -> None:
    """The finest step everywhere, one rule a promise."""
    entries = start(table(1000)).entries
    assert [(entry.id, entry.must_detect) for entry in entries] == [
        ("four-fifths", 0.6), ("missed-qualified", 0.2),
    ]  # fmt: skip


def test_groupings_of_other_sizes_get_rules_of_their_own() -> None:
    """A small intersection does not make the rule for large groups coarse."""
    entries = start(table(30)).entries
    by_grouping = {(e.promise.id, g): e.must_detect for e in entries for g in e.groupings}
    assert by_grouping["four-fifths", ("sex",)] == 0.6
    assert len({entry.id for entry in entries}) == len(entries) > 2


def test_few_rows_warn_and_the_comment_says_how_many_are_lacking() -> None:
    """Groupings are not left out silently."""
    starter = start(table(1))
    warned = {g for entry in starter.entries if not entry.blocks for g in entry.groupings}
    assert {("race",), ("race", "sex")} <= warned
    assert starter.text.count("on_unknown: warn") == 2
    assert "  # race lacks rows: race=black " in starter.text
    assert starter.verdict.outcome is Outcome.WARN


def test_one_group_alone_is_said_in_words() -> None:
    """There is nobody to compare it with, and no number of rows helps."""
    starter = start(cells("""
        race  sex  tp  fp  fn  tn
        black f    300 100 100 200
        black m    300 100 100 200
    """))  # fmt: skip
    assert "race: There is only one group, race=black" in " ".join(starter.text.split("\n  #"))


def test_a_failing_model_gets_the_same_promises() -> None:
    """Rows that show a violation must still show its absence once it is mended."""
    unfair = cells("""
        race  sex  tp   fp   fn   tn
        black f    20   20   80   80
        black m    60   60   240  240
        white f    1600 1600 400  400
        white m    1600 1600 400  400
    """)
    starter = start(unfair)
    assert starter.verdict.outcome is Outcome.FAIL
    blocking = {entry.id for entry in starter.entries if entry.blocks}
    lacking = {f.rule for f in starter.verdict.findings if f.rows_needed}
    assert not blocking & lacking


def test_the_text_is_a_policy_with_a_schema_and_every_column() -> None:
    """Comments and all."""
    starter = start(table(20))
    lines = starter.text.splitlines()
    assert lines[0] == (
        "# yaml-language-server: $schema="
        "https://fairgate.readthedocs.io/schemas/policy-v1.schema.json"
    )
    assert max(map(len, lines)) <= 100
    data = yaml.safe_load(starter.text)
    assert (data["name"], data["predictions"], data["waivers"]) == ("loans", "p.csv", [])
    assert data["columns"]["sensitive"] == {"race": "race", "sex": "sex"}


def test_the_examples_in_comments_are_right() -> None:
    """A person takes the # away and has a policy that can be read."""
    text = start(table(1000)).text
    opened = "\n".join(
        line.replace("  # -", "  -").replace("  #   ", "    ") if "  #" in line else line
        for line in text.splitlines()
    )
    waiver = text[text.index("# waivers:") :].replace("# ", "").replace("race=...", "race=black")
    opened = opened[: opened.index("waivers: []")] + waiver
    rules = parse_policy(opened.encode(), "f").policy.rules
    assert rules[-1].id == "no-step-back"


@pytest.mark.parametrize("odd", ["no", "a: b", "x #y", "é", "12", "a=b", "a,b", "line\nbreak", "-"])
def test_columns_of_any_name_can_be_written(odd: str) -> None:
    """Quoted where YAML would misread them; no name ends a comment."""
    roles = Roles(Role("y", "", positive=odd), Role("d", "", threshold=0.5), None, None,
                  (Role(odd, ""),))  # fmt: skip
    about = Names("f.yaml", odd, odd, odd, 9, roles, groupings(roles, {}))
    found = write_starter(about, lambda text: two_alike(parse_policy(text.encode(), "f.yaml")))
    policy = parse_policy(found.text.encode(), "f.yaml").policy
    (attribute,) = attribute_names(roles)
    assert (policy.name, policy.predictions) == (odd, odd)
    assert policy.columns.sensitive == {attribute: odd}


def two_alike(file: PolicyFile) -> Verdict:
    """Judge two groups of the only attribute, between which there is no difference."""
    (attribute,) = file.policy.columns.sensitive
    both = Cells.of((attribute,), dict.fromkeys([("a",), ("b",)], (900, 900, 900, 900)))
    return judge(file.policy, Tally(7200, {(attribute,): both}), today=TODAY)


def test_binned_attributes_have_names_of_their_own() -> None:
    """Even where a column has taken the name."""
    roles = Roles(sensitive=(Role("age_band", ""), Role("age", "", bins=(40.0,))))
    assert list(attribute_names(roles)) == ["age_band", "age_band_"]


def test_race_and_sex_are_compared_together_wherever_they_stand() -> None:
    """Married black women would be an odd place to begin."""
    columns = ("married", "black", "hispan", "male")
    roles = Roles(sensitive=tuple(Role(column, "") for column in columns))
    assert groupings(roles, dict.fromkeys(columns, 2))[-1] == ("black", "male")


def test_large_intersections_are_not_compared() -> None:
    """Sixty groups and more tell nothing to start with."""
    assert names(race=10, sex=6).groups[-1] == ("race", "sex")
    assert names(race=10, sex=7).groups == (("race",), ("sex",))


def test_no_value_of_the_data_leaves_its_comment() -> None:
    """Line breaks and control characters become spaces."""
    assert one_line("a\nrules: []\r\x85\u2028 b\t") == "a rules: [] b"
