"""A quiz is marked whole: all right options and no wrong one, out of all questions."""

from __future__ import annotations

import pytest

from fairgate.errors import UserError, UserErrors
from fairgate.training.models import Option, Quiz, QuizItem
from fairgate.training.module import Module
from fairgate.training.quiz import score


def quiz_of(number: int, pass_mark: float = 0.8) -> Quiz:
    """Make a quiz of so many questions; ``a`` is right."""
    options = [
        Option(id=name, text=name, right=name == "a", rationale="Because.") for name in "abc"
    ]
    items = [
        QuizItem(id=f"q{at}", objective="01.x", text="?", kind="single", options=options)
        for at in range(number)
    ]
    return Quiz(schema="fairgate/quiz/v1", pass_mark=pass_mark, items=items)


@pytest.mark.parametrize(
    ("right", "total", "passed"),
    [(8, 10, True), (7, 10, False), (5, 6, True), (4, 6, False), (24, 30, True), (0, 6, False)],
)
def test_four_fifths_pass(right: int, total: int, passed: bool) -> None:  # noqa: FBT001 - a table
    """8 of 10 is .8 exactly, whatever floats make of it."""
    found = score(quiz_of(total), {f"q{at}": ["a"] for at in range(right)})
    assert (found.right, found.passed) == (right, passed)


def test_a_question_without_an_answer_is_wrong() -> None:
    """Else one lucky answer would be a pass."""
    found = score(quiz_of(6), {"q0": ["a"]})
    assert (found.right, found.total, found.passed) == (1, 6, False)


def test_several_right_answers_have_to_be_found_all(module: Module) -> None:
    """And no wrong one beside them."""
    answers = {"q6": ["worst"]}
    assert not score(module.quiz, answers).items[-1].right
    assert score(module.quiz, {"q6": ["table", "worst"]}).items[-1].right
    assert not score(module.quiz, {"q6": ["worst", "table", "rows"]}).items[-1].right


def test_what_is_explained_are_chosen_options_and_right_ones(module: Module) -> None:
    """The rest would only be read."""
    marked = score(module.quiz, {"q1": ["placeholder"]}).items[0]
    assert [option.id for option in marked.explained] == ["label", "placeholder"]
    assert score(module.quiz, {"q1": ["label"]}).items[0].explained[0].id == "label"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"q9": ["a"]}, "there is no question called 'q9'"),
        ({"q0": ["z"]}, "q0 has no option called 'z'"),
        ({"q0": ["a", "b"]}, "q0 takes one answer, got 2"),
    ],
)
def test_an_answer_to_nothing_is_refused(answers: dict[str, list[str]], said: str) -> None:
    """A typing mistake is not a wrong answer."""
    with pytest.raises(UserError, match=said):
        score(quiz_of(6), answers)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("right: true", "right: false", "0 options are right, and only one can be chosen"),
        ("right: false", "right: true", "every option is right"),
        ("id: q2", "id: q1", "another question is called q1 already"),
        ("id: placeholder", "id: label", "another option is called label already"),
        (", rationale: It is read out and stays.", "", "rationale is missing"),
    ],
)
def test_a_quiz_that_cannot_be_answered_is_refused(
    complaints: object, old: str, new: str, said: str
) -> None:
    """With the place of what is to be mended."""
    assert callable(complaints)
    with pytest.raises(UserErrors, match=said):
        complaints("quiz.yaml", old, new)
