"""Guesses about columns: right where names and contents agree, silent where they do not."""

from __future__ import annotations

import pytest

from fairgate.engine.base import Column, Profile
from fairgate.starter.guess import Roles, guess, positive_value, sensitive_role, typed, zero_or_one

ROWS = 1000


def flag(name: str) -> Column:
    """A 0/1 column."""
    return Column(name, "BIGINT", 2, 0, ("0", "1"), 0, 1)


def text(name: str, *values: str) -> Column:
    """A column of words."""
    return Column(name, "VARCHAR", len(values), 0, values)


def number(name: str, low: float, high: float, distinct: int = 400) -> Column:
    """A column of many numbers."""
    return Column(name, "DOUBLE", distinct, 0, (), low, high)


def key(name: str) -> Column:
    """A column in which every value is unique."""
    return Column(name, "BIGINT", ROWS, 0, (), 0, ROWS)


def guessed(*columns: Column) -> dict[str, object]:
    """Columns by role."""
    roles = guess(Profile(ROWS, columns))
    single = {role: getattr(roles, role) for role in ("label", "prediction", "score", "row_id")}
    found: dict[str, object] = {name: role.column for name, role in single.items() if role}
    return {**found, "sensitive": [role.column for role in roles.sensitive]}


@pytest.mark.parametrize(
    ("label", "prediction", "score"),
    [
        ("approve", "approved", "p_approve"),
        ("y_true", "y_pred", "y_score"),
        ("label", "prediction", "score"),
        ("yTrue", "yPred", "yProb"),
        ("actual", "predicted", "probability"),
        ("outcome", "decision", "p"),
        ("label", "pred_label", "proba_1"),
        ("two_year_recid", "decision_high", "risk_score"),
        ("target", "hired", "model_probability"),
        ("True label", "Predicted label", "Score"),
    ],
)
def test_usual_names_are_understood(label: str, prediction: str, score: str) -> None:
    """However words are joined."""
    columns = (
        key("id"),
        text("race", "a", "b"),
        flag(label),
        flag(prediction),
        number(score, 0, 1),
    )
    assert guessed(*columns) == {
        "label": label, "prediction": prediction, "score": score, "row_id": "id",
        "sensitive": ["race"],
    }  # fmt: skip


def test_names_that_say_nothing_are_not_guessed() -> None:
    """Two 0/1 columns could be either way round."""
    assert guessed(flag("a"), flag("b"), text("c", "x", "y")) == {"sensitive": []}


def test_two_columns_of_equal_claim_are_not_guessed() -> None:
    """A person has to say which one."""
    assert "prediction" not in guessed(flag("approved"), flag("selected"))
    assert "label" not in guessed(flag("target"), flag("outcome"))


def test_a_score_is_cut_where_there_is_no_decision() -> None:
    """At a half, and it is said."""
    role = guess(Profile(ROWS, (flag("label"), number("score", 0, 1)))).prediction
    assert role is not None
    assert (role.column, role.threshold) == ("score", 0.5)
    assert role.why == "no column of decisions, so score cut at 0.5"


def test_a_score_beyond_one_is_no_score() -> None:
    """Deciles and credit points are not probabilities."""
    assert "score" not in guessed(number("score", 300, 850))


def test_an_id_must_be_unique_and_complete() -> None:
    """Or it would not pair rows."""
    assert "row_id" not in guessed(Column("id", "BIGINT", ROWS - 1, 0, (), 0, ROWS))
    assert "row_id" not in guessed(Column("id", "BIGINT", ROWS, 1, (), 0, ROWS))


@pytest.mark.parametrize(
    "name",
    ["race", "Sex", "gender", "ageGroup", "applicant_race", "marital status", "hispan", "black",
     "Ethnicity", "native-country", "race_ethnicity"],
)  # fmt: skip
def test_sensitive_attributes_are_known_by_name(name: str) -> None:
    """In several spellings."""
    assert guessed(text(name, "a", "b"))["sensitive"] == [name]


@pytest.mark.parametrize("name", ["average", "message", "trace", "page", "essex", "image"])
def test_words_that_contain_other_words_are_not(name: str) -> None:
    """Page is not age."""
    assert guessed(text(name, "a", "b"))["sensitive"] == []


def test_an_attribute_with_one_value_compares_nobody() -> None:
    """So it is left out."""
    assert guessed(text("sex", "f"))["sensitive"] == []


def test_too_many_values_are_left_to_a_person() -> None:
    """A nationality of 120 values makes no groups to compare."""
    assert guessed(Column("nationality", "VARCHAR", 120, 0, ("a",)))["sensitive"] == []


@pytest.mark.parametrize(
    ("column", "bins"),
    [
        (number("age", 18, 90), (25, 40, 65)),
        (number("age", 30, 50), (40,)),
        (number("age", 18, 24, 50), (20, 22)),
        (number("income", 0, 90000), (30000, 60000)),
        (Column("age", "BIGINT", 5, 0, ("20", "30"), 20, 60), ()),
    ],
)
def test_numbers_are_cut_into_bins(column: Column, bins: tuple[float, ...]) -> None:
    """Ages where laws and lives change, other numbers in thirds, few numbers not at all."""
    role = sensitive_role(column)
    assert role is not None
    assert role.bins == bins


@pytest.mark.parametrize(
    ("values", "positive"),
    [
        (("late", "repaid"), "repaid"), (("bad", "good"), "good"), (("no", "yes"), "yes"),
        (("<=50K", ">50K"), ">50K"), (("a", "b"), None), (("yes", "good"), None),
        (("repaid", "late", "open"), None),
    ],
)  # fmt: skip
def test_the_good_one_of_two_words(values: tuple[str, ...], positive: str | None) -> None:
    """If exactly one of exactly two sounds good."""
    assert positive_value(text("outcome", *values)) == positive


def test_a_label_of_one_and_two_keeps_its_numbers() -> None:
    """German credit: 1 is good, 2 is bad."""
    column = Column("class", "BIGINT", 2, 0, ("1", "2"), 1, 2)
    role = guess(Profile(ROWS, (column,))).label
    assert role is not None
    assert (role.positive, type(role.positive)) == (1, int)


def test_values_take_their_columns_type() -> None:
    """A policy compares like with like."""
    assert typed(number("x", 0, 9), "1.5") == 1.5
    assert typed(Column("x", "BOOLEAN", 2, 0, ("true", "false")), "true") is True
    assert typed(text("x", "1", "a"), "1") == "1"


@pytest.mark.parametrize("values", [("0", "1"), ("true", "false"), ("1.0", "0.0"), ("1",)])
def test_zeroes_and_ones_in_every_dress(values: tuple[str, ...]) -> None:
    """One of them may be missing: nobody was refused."""
    assert zero_or_one(text("x", *values))


@pytest.mark.parametrize("values", [("0", "2"), ("yes", "no"), (), ("0", "1", "2")])
def test_other_values_are_not_zero_or_one(values: tuple[str, ...]) -> None:
    """An empty column least of all."""
    assert not zero_or_one(text("x", *values))


def test_what_is_given_is_kept() -> None:
    """A person knows better."""
    columns = (flag("label"), flag("prediction"), text("sex", "f", "m"))
    said = Roles(label=guess(Profile(ROWS, (flag("label"),))).label)
    assert guess(Profile(ROWS, columns), said).label is said.label
