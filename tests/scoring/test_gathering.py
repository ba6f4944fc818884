"""What a model answers becomes one score and one decision a row, or is refused: no guessing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from fairgate.scoring.child.answers import Answers, RefusalError, Scalar, Wanted
from fairgate.scoring.child.gathering import Gathered


def results(
    answers: Answers,
    classes: Sequence[Any] | None = None,
    positive: Scalar | None = None,
) -> dict[str, list[float]]:
    """What becomes of one batch of answers."""
    gathered = Gathered()
    gathered.add(answers)
    wanted = Wanted(answers.scores is not None, answers.labels is not None, positive)
    return {name: values.tolist() for name, values in gathered.results(wanted, classes).items()}


def scores(*rows: list[float]) -> np.ndarray:
    """Scores, a list a row."""
    return np.array(rows, dtype=np.float64)


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (np.array([1.0, np.nan, 0.0]), [0, 1]),
        (np.array([1, None, 0], dtype=object), [0, 1]),
        (np.array(["1", "", "0"]), None),
    ],
)
def test_a_missing_decision_is_not_a_no(labels: np.ndarray, classes: list[int] | None) -> None:
    """It counted as 0 once, wherever the policy named the class that is a 1."""
    with pytest.raises(RefusalError, match="gives no decision for 1 rows"):
        results(Answers(labels=labels), classes, positive=1)


def test_a_decision_for_no_known_class_is_not_a_no() -> None:
    """A model that decides in words and has classes 0 and 1 would refuse everybody."""
    with pytest.raises(RefusalError, match=r"decides for approve, which is none .* \(0, 1\)"):
        results(Answers(labels=np.array(["approve", "deny"])), [0, 1])


def test_certainty_of_the_only_class_is_no_score_of_another() -> None:
    """Trained on refusals alone, a model is sure of refusal and not of repayment."""
    with pytest.raises(RefusalError, match="the model's classes are 0"):
        results(Answers(scores([1.0], [1.0])), [0])
    assert results(Answers(scores([1.0], [1.0])), [1]) == {"scores": [1, 1]}


def test_unnamed_columns_are_not_guessed_for_a_class_in_words() -> None:
    """Which is first is a matter of spelling."""
    with pytest.raises(RefusalError, match="nothing says which is about repaid"):
        results(Answers(scores([0.1, 0.9])), positive="repaid")
    assert results(Answers(scores([0.1, 0.9])), positive=1) == {"scores": [0.9]}


def test_classes_one_and_two_are_not_taken_for_columns_zero_and_one() -> None:
    """A model that always decides for class 1 of 1 and 2 gives its score first."""
    always = Answers(scores([0.9, 0.1], [0.8, 0.2]), np.array([1, 1]))
    assert results(always, positive=1) == {"scores": [0.9, 0.8], "predictions": [1, 1]}


def test_a_model_that_always_says_no_is_scored() -> None:
    """Of classes 0 and 1, it has seen to it that nobody is approved."""
    never = Answers(scores([0.9, 0.1], [0.8, 0.2]), np.array([0, 0]))
    assert results(never) == {"scores": [0.1, 0.2], "predictions": [0, 0]}
