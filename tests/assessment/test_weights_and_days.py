"""Templates with weights and days: what is refused, with its place, and what is read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from assessment.surveys import REQUIREMENTS, SMALL

from fairgate.assessment import parse_template, read_answers
from fairgate.assessment.canada.importing import imported
from fairgate.assessment.heard import heard
from fairgate.assessment.questions import Question
from fairgate.assessment.typed import Mistake
from fairgate.assessment.writing import answers_text
from fairgate.errors import UserErrors

FORM = imported(yaml.safe_dump(SMALL).encode(), yaml.safe_dump(REQUIREMENTS).encode(), ("a", "b"))
LEVELS = "{id: II, at_least: 2,"
WEIGHED = '{id: item1-3, text: "Yes", weight: 3}'
DAY = """\
schema: fairgate/template/v1
id: day
version: "1.0.0"
title: A day
licence: CC0-1.0
minutes: 1
scoring: record
sources: [{id: s, title: S, url: "https://example.org/"}]
sections:
  - id: all
    title: All
    questions:
      - {id: day.of, text: "When?", kind: date, within_years: 1, source: [s]}
"""


def complaints(text: str) -> str:
    """What is said about a template."""
    with pytest.raises(UserErrors) as caught:
        parse_template(text.encode(), "f")
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (LEVELS, "{id: II, at_least: 3,", "levels[1].at_least: the weights reach 6, so this"),
        ("counts_as: risk", "help: x", "its choices have weights that go to no sum"),
        (WEIGHED, '{id: x, text: "Yes", weight: -1}', "choices[0].weight: "),
        (
            WEIGHED,
            '{id: item1-3, text: "Yes", weight: 3, points: {reach: 2}}',
            "points and shares count only where scoring is risk",
        ),
        ("scoring: canada-aia", "scoring: risk", "weights count only where scoring is canada-aia"),
        ("scoring: canada-aia", "scoring: record", "a record has no levels"),
    ],
)
def test_weights_that_would_mislead_are_complaints(before: str, after: str, complaint: str) -> None:
    """Each with its line."""
    assert before in FORM
    said = complaints(FORM.replace(before, after, 1))
    assert complaint in said
    assert said.startswith("f:")


def test_fewer_than_four_levels_are_a_complaint() -> None:
    """The scoring has four."""
    lines = [line for line in FORM.splitlines() if not line.startswith("  - {id: IV,")]
    text = "\n".join(lines).replace("levels: [IV]", "levels: [III]")
    assert "expected four levels, got 3" in complaints(text)


@pytest.mark.parametrize("written", ["2026-02-28", '"2026-02-28"'])
def test_a_day_is_read_with_and_without_quotes_and_written_back(written: str) -> None:
    """YAML reads one as a date, the other as text."""
    form = parse_template(DAY.encode(), "day.yaml")
    head = 'schema: fairgate/answers/v1\ntemplate: {id: day, version: "1.0.0"}\n'
    text = f"{head}answers: {{day.of: {written}}}\n"
    answers = read_answers(text.encode(), "a.yaml", form.content)
    assert answers.values == {"day.of": "2026-02-28"}
    saved = answers_text(answers, form.content, form.digest)
    assert read_answers(saved.encode(), "b.yaml", form.content).values == answers.values


@pytest.mark.parametrize("said", ["28.2.2026", "2026-02-30", "soon", "20260", "2026-02-28 10:00"])
def test_what_is_no_day_is_refused(said: str) -> None:
    """In the terminal as in a file."""
    question = parse_template(DAY.encode(), "day.yaml").content.by_id["day.of"]
    with pytest.raises(Mistake, match="expected a day"):
        heard(question, said)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"kind": "text"}, "only a date is long ago"),
        ({"choices": [{"id": "a", "text": "A"}]}, "a date question has none"),
    ],
)
def test_a_date_has_neither_choices_nor_company(changes: dict[str, Any], complaint: str) -> None:
    """And only a date can be long ago."""
    plain = {"id": "a", "text": "?", "kind": "date", "within_years": 1, "source": ["s"]}
    with pytest.raises(ValueError, match=complaint):
        Question.model_validate({**plain, **changes})


def test_a_law_that_names_a_day_says_when_it_was_looked_up() -> None:
    """Without that day, the file is not taken."""
    dates = "dates:\n  - {id: day.law, text: It begins, day: 2026-08-02, source: [s]}\n"
    assert "dates[0]: checked is missing" in complaints(DAY + dates)
    whole = (DAY + dates).replace("day: 2026-08-02", "day: 2026-08-02, checked: 2026-11-22")
    (deadline,) = parse_template(whole.encode(), "day.yaml").content.dates
    assert deadline.day == date(2026, 8, 2)
