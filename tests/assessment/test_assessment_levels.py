"""Twelve changes that a squad may meet, and the level that a reviewer would expect of each.

Each file under ``tests/cases/assessment/levels`` has the answers, the expected level and red
lines, and why. A change of weights that moves one of them is a decision about people.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fairgate.assessment import assess, read_answers, read_template

LEVELS = Path(__file__).parents[1] / "cases/assessment/levels"
FORM = read_template("preflight").content
NAMES = sorted(path.stem for path in LEVELS.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_change_gets_the_level_that_a_reviewer_expects(name: str) -> None:
    """With every question that is asked answered, and none that is not."""
    path = LEVELS / f"{name}.yaml"
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    answers = read_answers(yaml.safe_dump(case["answers"]).encode(), path.name, FORM)
    result = assess(FORM, answers.values)
    assert (result.complete, result.ignored) == (True, ())
    assert result.level == case["expected"]["level"], case["expected"]["because"]
    assert [line.id for line in result.red_lines] == case["expected"]["red_lines"]


def test_each_level_has_a_case() -> None:
    """Otherwise nobody would notice that one cannot be got."""
    texts = [(LEVELS / f"{name}.yaml").read_text(encoding="utf-8") for name in NAMES]
    found = {yaml.safe_load(text)["expected"]["level"] for text in texts}
    assert found == {level.id for level in FORM.levels}
    assert len(NAMES) >= 3 * len(FORM.levels)
