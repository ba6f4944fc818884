"""Differences of policies in words: which way is looser, and nothing is silent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ci_actions.outcome import Note
from ci_actions.policydiff import policy_differences
from fairgate.policy import Policy, Rule
from fairgate.policyfile import PolicyFile, parse_policy

TEXT = """\
version: 1
name: loans
predictions: p.csv
columns:
  label: repaid
  prediction: {column: p, threshold: 0.5}
  score: p
  row_id: id
  sensitive:
    race: race
    sex: sex
    age: {column: age, bins: [25, 40]}
groups: [race, sex]
confidence: 0.95
rules:
  - id: four-fifths
    metric: selection_rate
    ratio: {at_least: 0.8, must_detect: 0.6}
  - id: gaps
    metric: false_negative_rate
    difference: {at_most: 0.1, must_detect: 0.25}
    groups: [race, [race, sex]]
    min_share: 0.02
  - id: no-step-back
    metric: false_negative_rate
    regression: {at_most: 0.02, must_detect: 0.1}
waivers:
  - {rule: gaps, groups: "race=a", until: 2027-01-31, owner: a.person, why: "a pilot"}
"""


def policy(text: str = TEXT) -> PolicyFile:
    """Read a policy."""
    return parse_policy(text.encode(), "fairgate.yaml")


def differences(old: str, new: str, text: str = TEXT) -> tuple[Note, ...]:
    """Notes on replacing a part of the policy."""
    assert text.count(old) == 1, old
    return policy_differences(policy(text), policy(text.replace(old, new)), "fairgate.yaml")


LOOSER = [
    (
        "at_least: 0.8",
        "at_least: 0.7",
        "four-fifths: the change loosens the limit, from at least 0.8 to at least 0.7.",
    ),
    (
        "at_most: 0.1,",
        "at_most: 0.2,",
        "gaps: the change loosens the limit, from at most 0.1 to at most 0.2.",
    ),
    ("must_detect: 0.6", "must_detect: 0.3", "loosens must_detect, from 0.6 to 0.3."),
    ("must_detect: 0.25", "must_detect: 0.5", "loosens must_detect, from 0.25 to 0.5."),
    ("min_share: 0.02", "min_share: 0.2", "loosens min_share, from 0.02 to 0.2."),
    (
        "min_share: 0.02",
        "on_unknown: warn\n    min_share: 0.02",
        "loosens on_unknown, from block to warn.",
    ),
    (
        "min_share: 0.02",
        "reference: overall\n    min_share: 0.02",
        "loosens reference, from best to overall.",
    ),
    (
        "min_share: 0.02",
        "within: [job]\n    min_share: 0.02",
        "loosens within, from nothing to job.",
    ),
    (
        "groups: [race, [race, sex]]",
        "groups: [race]",
        "gaps: the change loosens it: no longer judged by race x sex.",
    ),
    (
        "groups: [race, sex]\n",
        "groups: [sex]\n",
        "four-fifths: the change loosens it: no longer judged by race.",
    ),
    ("row_id: id", "row_id: line", "alters row_id, from id to line, and so the comparison"),
    ("label: repaid", "label: approved", "alters label, from repaid to approved"),
    ("threshold: 0.5", "threshold: 0.4", "from column p, threshold 0.5 to column p, threshold 0.4"),
    ("bins: [25, 40]", "bins: [25]", "alters who counts as a group by age"),
    ("    race: race\n", "    race: region\n", "alters who counts as a group by race"),
    (
        "confidence: 0.95",
        "confidence: 0.99",
        "from 95 % to 99 %, and so loosens it: a broken promise is harder to show.",
    ),
    ("confidence: 0.95", "confidence: 0.6", "fewer rows count as enough to pass"),
    (
        "confidence: 0.95",
        "accept: declared\nconfidence: 0.95",
        "loosens accept, from scored to declared",
    ),
    (
        "until: 2027-01-31",
        "until: 2029-01-31",
        "prolongs it and so loosens the rule, from 2027-01-31 to 2029-01-31.",
    ),
    ("confidence: 0.95", "min_cell: 1\nconfidence: 0.95", "loosens min_cell, from 5 to 1"),
    (
        "metric: selection_rate",
        "metric: accuracy",
        "from a ratio of selection_rate (at least 0.8) to a ratio of accuracy (at least 0.8)",
    ),
    ("0.02, must_detect: 0.1}", "0.02, must_detect: 0.1, of: rate}", "alters of, from gap to rate"),
]
STRICTER = [
    ("at_least: 0.8", "at_least: 0.9", "four-fifths: the change tightens the limit"),
    ("at_most: 0.1,", "at_most: 0.05,", "gaps: the change tightens the limit"),
    ("must_detect: 0.6", "must_detect: 0.7", "tightens must_detect, from 0.6 to 0.7."),
    ("min_share: 0.02", "min_share: 0.01", "tightens min_share"),
    ("min_share: 0.02", "decide: estimate\n    min_share: 0.02", "tightens decide"),
    ("groups: [race, sex]\n", "groups: [race, sex, age]\n", "has it judged by age as well."),
    ("until: 2027-01-31", "until: 2026-12-31", "shortens it, from 2027-01-31 to 2026-12-31."),
    ('why: "a pilot"', 'why: "a trial"', "alters why, from a pilot to a trial."),
    ("confidence: 0.95", "min_cell: 10\nconfidence: 0.95", "tightens min_cell, from 5 to 10"),
    ("confidence: 0.95", "missing: compare\nconfidence: 0.95", "tightens missing"),
    ("predictions: p.csv", "predictions: q.csv", "alters predictions, from p.csv to q.csv."),
    ("name: loans", "name: cards", "alters name, from loans to cards."),
    ("id: four-fifths", "id: eighty", "Rule four-fifths: the change calls it eighty."),
    (TEXT[TEXT.index("waivers:") :], "", "ends that of rule gaps for race=a."),
]


@pytest.mark.parametrize(("old", "new", "sentence"), LOOSER)
def test_what_is_looser_is_a_warning(old: str, new: str, sentence: str) -> None:
    """Or what may be: a reviewer has to look."""
    notes = differences(old, new)
    assert notes[0].level == "warning"
    assert sentence in notes[0].text
    assert "loosen" in notes[0].text


@pytest.mark.parametrize(("old", "new", "sentence"), STRICTER)
def test_what_is_no_looser_is_a_notice(old: str, new: str, sentence: str) -> None:
    """It is said all the same."""
    notes = differences(old, new)
    assert [note.level for note in notes] == ["notice"] * len(notes)
    assert sentence in notes[0].text


def test_a_removed_rule_is_a_warning_and_an_added_one_a_notice() -> None:
    """With what it promised."""
    start = TEXT.index("  - id: no-step-back")
    rule = TEXT[start : TEXT.index("waivers:")]
    (removed,) = differences(rule, "")
    assert (removed.level, removed.file) == ("warning", "fairgate.yaml")
    assert removed.text == (
        "Rule no-step-back: the change removes it and so loosens the policy; it promised a "
        "regression of false_negative_rate of at most 0.02."
    )
    added = policy_differences(policy(TEXT.replace(rule, "")), policy(), "fairgate.yaml")
    assert [(note.level, note.text, note.line) for note in added] == [
        ("notice", "Rule no-step-back: the change adds it.", start_line("  - id: no-step-back"))
    ]


def start_line(text: str) -> int:
    """Line of a text in the policy."""
    return 1 + TEXT[: TEXT.index(text)].count("\n")


def test_a_new_waiver_says_who_and_why() -> None:
    """And where it stands."""
    waiver = '  - {rule: gaps, groups: "race=b", until: 2027-06-30, owner: b.boss, why: "later"}\n'
    (note,) = policy_differences(policy(), policy(TEXT + waiver), "fairgate.yaml")
    assert note.level == "warning"
    assert note.line == TEXT.count("\n") + 1
    assert note.text == (
        "Waiver: the change loosens rule gaps for race=b until 2027-06-30, in the name of b.boss: "
        "later"
    )


def test_an_attribute_that_is_dropped_is_a_warning() -> None:
    """Nobody can be judged by it any longer."""
    without = TEXT.replace("    age: {column: age, bins: [25, 40]}\n", "")
    (note,) = policy_differences(policy(), policy(without), "fairgate.yaml")
    assert (note.level, "nobody is told apart by age" in note.text) == ("warning", True)
    (note,) = policy_differences(policy(without), policy(), "fairgate.yaml")
    assert (note.level, "adds the attribute age" in note.text) == ("notice", True)


def test_a_model_is_compared_key_by_key() -> None:
    """Its data decide on whom it is judged."""
    model = "model: {artifact: m.onnx, data: d.csv, features: [a, b]}"
    text = TEXT.replace("predictions: p.csv", model)
    (note,) = differences("data: d.csv", "data: e.csv", text)
    assert note.text == (
        "The change alters model.data, from d.csv to e.csv; it may loosen the policy."
    )
    assert note.level == "warning"
    (note,) = differences("[a, b]", "[a]", text)
    assert "model.features, from a and b to a" in note.text


def test_comments_order_and_layout_are_no_difference() -> None:
    """Nor are defaults that are written out."""
    new = "# hello\n" + TEXT.replace("groups: [race, sex]\n", "groups: [race,   sex]\n")
    new = new.replace("min_share: 0.02", "on_unknown: block\n    min_share: 0.02")
    assert policy_differences(policy(), policy(new), "fairgate.yaml") == ()


def test_what_is_looser_comes_first() -> None:
    """Because lists are cut at their end."""
    notes = policy_differences(
        policy(),
        policy(TEXT.replace("at_least: 0.8", "at_least: 0.9").replace("0.25", "0.5")),
        "fairgate.yaml",
    )
    assert [note.level for note in notes] == ["warning", "notice"]


def test_hostile_and_long_values_stay_one_bounded_sentence() -> None:
    """Escaping is the publisher's, length is ours."""
    (note,) = differences("name: loans", f"name: '{'x' * 10_000}'")
    assert len(note.text) < 400


OTHER: dict[str, Any] = {
    "name": "other",
    "predictions": "other.csv",
    "model": {"artifact": "m"},
    "confidence": 0.5,
    "min_cell": 9,
    "missing": "compare",
    "accept": "declared",
    "rollout": {"flag": "x"},
    "version": 2,
}
RULE: dict[str, Any] = {
    "groups": ["age"],
    "within": ["job"],
    "reference": "sex=f",
    "decide": "estimate",
    "on_unknown": "warn",
    "min_share": 0.5,
}


@pytest.mark.parametrize("name", sorted(Policy.model_fields.keys() - {"rules", "waivers"}))
def test_no_key_of_a_policy_changes_in_silence(name: str) -> None:
    """Also one that a later version of the format adds."""
    old = policy()
    value = OTHER.get(name)
    if name == "groups":
        value = ["age"]
    if name == "columns":
        value = old.policy.columns.model_copy(update={"score": "q"})
    new = old.policy.model_copy(update={name: value})
    assert policy_differences(old, PolicyFile(new, "x", b"", {}), "x"), name


@pytest.mark.parametrize("name", sorted(Rule.model_fields.keys() - {"id", "metric", "value"}))
def test_no_key_of_a_rule_changes_in_silence(name: str) -> None:
    """Comparisons included: the first rule is a ratio."""
    old = policy()
    first, *rest = old.policy.rules
    update = {name: RULE[name]} if name in RULE else {"ratio": None, name: _comparison(old, name)}
    rules = [first.model_copy(update=update), *rest]
    new = old.policy.model_copy(update={"rules": rules})
    assert policy_differences(old, PolicyFile(new, "x", b"", {}), "x"), name


def _comparison(file: PolicyFile, name: str) -> Any:
    if name == "ratio":
        return file.policy.rules[0].ratio.model_copy(update={"at_least": 0.1})
    return next(getattr(rule, name) for rule in file.policy.rules if getattr(rule, name))


@given(st.floats(0.61, 0.99), st.floats(0.61, 0.99))
def test_the_direction_of_a_limit_is_always_right(old: float, new: float) -> None:
    """For a floor, lower is looser."""
    before, after = (TEXT.replace("at_least: 0.8", f"at_least: {at!r}") for at in (old, new))
    notes = policy_differences(policy(before), policy(after), "x")
    levels = [note.level for note in notes]
    assert levels == ([] if old == new else ["warning"] if new < old else ["notice"])
