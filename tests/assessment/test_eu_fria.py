"""Article 27 of the AI Act: who has to, what is asked, what follows."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from fairgate.assessment import Template, assess, read_answers, read_template
from fairgate.assessment.dates import deadline_lines
from fairgate.assessment.values import Value

FILLED = Path(__file__).parents[1] / "cases/assessment/eu-fria.yaml"
PARTS = ("process", "time", "people", "risks", "oversight", "measures")


@cache
def form() -> Template:
    """The form as it is shipped; read once."""
    return read_template("eu-fria").content


def filled() -> dict[str, Value]:
    """The filled-in example."""
    return dict(read_answers(FILLED.read_bytes(), FILLED.name, form()).values)


def scope(system: str, deployer: str, **more: str) -> dict[str, Value]:
    """Who uses what."""
    given = {"what": "It", "system": system, "deployer": deployer, **more}
    return {f"eu-fria.scope.{name}": value for name, value in given.items()}


def duties(values: dict[str, Value]) -> set[str]:
    """What is asked, by the last part of its id."""
    return {duty.id.rpartition(".")[2] for duty in assess(form(), values).obligations}


def test_each_letter_of_the_article_has_questions_that_cite_it() -> None:
    """(a) to (f), in order."""
    for letter, part in zip("abcdef", PARTS, strict=True):
        section = next(s for s in form().sections if s.id == f"eu-fria.{part}")
        assert section.title.startswith(f"({letter})")
        cited = [name for question in section.questions for name in question.source]
        assert f"art-27-1-{letter}" in cited


@pytest.mark.parametrize("deployer", ["public-body", "public-service", "credit", "insurance"])
def test_deployers_that_the_article_names_have_to(deployer: str) -> None:
    """With a system of annex III; who is unsure is treated as one of them."""
    for system in ("annex-iii", "unsure-system"):
        missing = {q.id for q in assess(form(), scope(system, deployer)).missing}
        assert "eu-fria.process.steps" in missing
        assert "before-use" in duties(scope(system, deployer))


@pytest.mark.parametrize(
    ("system", "deployer"),
    [
        ("infrastructure", "public-body"),
        ("not-high-risk", "public-body"),
        ("annex-iii", "other-deployer"),
    ],
)
def test_others_may_leave_it_or_do_it_all_the_same(system: str, deployer: str) -> None:
    """Leaving it is kept as a reason."""
    left = scope(system, deployer, anyway="left-out")
    assert assess(form(), left).complete
    assert duties(left) == {"record"}
    missing = assess(form(), scope(system, deployer, anyway="voluntary")).missing
    assert "eu-fria.oversight.who" in {question.id for question in missing}


def test_the_filled_in_example_is_complete_and_has_its_duties() -> None:
    """A public body with serious harm in the table, not yet notified."""
    result = assess(form(), filled())
    assert (result.complete, result.level, result.ignored) == (True, "", ())
    assert {"serious", "register", "notify", "before-use"} <= duties(filled())
    told = {**filled(), "eu-fria.measures.notified": "done"}
    assert "notify" not in duties(told)


def test_days_are_data_and_say_when_they_were_looked_up() -> None:
    """Two that contradict each other, until the consolidated law decides."""
    assert [deadline.day for deadline in form().dates] == [date(2026, 8, 2), date(2027, 12, 2)]
    assert deadline_lines(form())[1].endswith("(looked up 2026-11-22)")
