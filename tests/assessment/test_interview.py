"""The conversation, with a person who has it all written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fairgate.assessment import parse_template
from fairgate.assessment.interview import Interview
from fairgate.assessment.values import Cells, NotApplicable, Value

SMALL = parse_template(
    (Path(__file__).parents[1] / "cases/assessment/small.yaml").read_bytes(), "small.yaml"
).content


@dataclass
class Person:
    """Somebody who types lines, and remembers what was said to them."""

    lines: list[str]
    heard: list[str] = field(default_factory=list)

    def say(self, text: str, *, strong: bool = False) -> None:
        """Listen."""
        self.heard.append(text.upper() if strong else text)

    def ask(self, prompt: str) -> str:
        """Answer, or leave."""
        self.heard.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)


def talk(
    lines: Sequence[str], before: Mapping[str, Value] | None = None
) -> tuple[dict[str, Value], list[dict[str, Value]], Person]:
    """All answers, what was saved each time, and the person."""
    saved: list[dict[str, Value]] = []
    person = Person(list(lines))
    interview = Interview(SMALL, person, lambda v: saved.append(dict(v)), dict(before or {}))
    values = interview.run()
    assert person.lines == []
    return values, saved, person


WHOLE = ["2", "1 2", "0 1", "10", "1", "12", ""]


def test_help_tells_what_happened_elsewhere() -> None:
    """Whoever asks hears the cases of that question, and of no other."""
    person = Person(["?", "1"])
    beside = {"small.people": ["It happened: there."], "small.who": ["Not here."]}
    Interview(SMALL, person, lambda _: None, beside=lambda name: beside.get(name, [])).run()
    assert "It happened: there." in person.heard
    assert "Not here." not in person.heard


def test_numbers_stand_for_choices() -> None:
    """From 1 for choices, from 0 on the scale of a table; a row may be written in one word."""
    values, _, _ = talk(WHOLE)
    assert values == {
        "small.people": "some",
        "small.who": ("users", "others"),
        "small.harm": Cells({
            ("users", "money"): "nothing", ("users", "health"): "bad",
            ("others", "money"): "bad", ("others", "health"): "nothing",
        }),
        "small.help": "all-hours",
        "small.hours": 12.0,
    }  # fmt: skip


def test_ids_are_understood_too() -> None:
    """For those who know the form."""
    assert talk(["nobody"])[0] == {"small.people": "nobody"}


def test_every_answer_is_saved_at_once() -> None:
    """Row by row in a table."""
    _, saved, _ = talk(WHOLE)
    assert [len(values) for values in saved] == [1, 2, 3, 3, 4, 5]
    assert len(saved[2]["small.harm"].chosen) == 2


def test_an_interview_goes_on_where_it_was_left() -> None:
    """In the middle of a table as well."""
    _, saved, _ = talk(WHOLE)
    values, _, person = talk(["10", "1", "12", ""], saved[2])
    assert values == saved[-1]
    assert "3 answers are there already; going on after them." in person.heard


def test_one_may_go_back_and_answer_otherwise() -> None:
    """What was answered in between stays, and what is no longer asked is not asked."""
    values, _, person = talk(["2", "<", "1"])
    assert values == {"small.people": "nobody"}
    assert any("Enter keeps: Some" in line for line in person.heard)


def test_going_back_and_enter_keeps_the_answer() -> None:
    """Also over a table and within it."""
    values, _, _ = talk(["2", "1 2", "0 1", "<", "11", "10", "<", "", "", "1", "12", ""])
    assert values["small.harm"].chosen["users", "money"] == "bad"
    assert values["small.harm"].chosen["others", "health"] == "nothing"


def test_there_is_nothing_before_the_first_question() -> None:
    """The question is asked again."""
    _, _, person = talk(["<", "1"])
    assert "This is the first question." in person.heard


def test_help_tells_sources() -> None:
    """And asks again."""
    _, _, person = talk(["?", "1"])
    assert "Source: Somebody, https://example.org/" in person.heard


def test_not_applicable_needs_a_reason() -> None:
    """Without one the question is asked again."""
    values, _, person = talk([*WHOLE[:-1], "-", "", "-", "all said"])
    assert values["small.note"] == NotApplicable("all said")
    assert any("needs a reason" in line for line in person.heard)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("7", "there is no choice '7' (type a number, 1 to 3)"),
        ("0", "there is no choice '0' (type a number, 1 to 3)"),
        ("-", "there is no choice '-' (type a number, 1 to 3)"),
        ("9" * 5000, "there is no choice '99999999999999999999'"),
        ("", "nothing was typed (answer it; ? explains)"),
        ("1 2", "there is no choice '1 2'"),
    ],
)
def test_what_does_not_fit_is_asked_again(wrong: str, says: str) -> None:
    """With what would fit."""
    values, _, person = talk([wrong, "1"])
    assert values == {"small.people": "nobody"}
    assert any(says in line for line in person.heard)


def test_a_row_needs_an_answer_for_each_column() -> None:
    """And says which."""
    _, _, person = talk(["2", "1", "0", "0 1 1", "", "0 9", "0 1", "1", "12", ""])
    told = [line for line in person.heard if "does not fit" in line]
    assert len(told) == 4
    assert "expected 2 answers, got 1 (one each for money, health)" in told[0]


def test_leaving_keeps_what_was_saved() -> None:
    """The end of input is passed on."""
    saved: list[dict[str, Value]] = []
    with pytest.raises(EOFError):
        Interview(SMALL, Person(["2"]), lambda v: saved.append(dict(v))).run()
    assert saved == [{"small.people": "some"}]
