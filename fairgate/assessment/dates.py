"""Days: those that a law names, and answers that are too long ago."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from fairgate.assessment.template import Template
from fairgate.assessment.values import Value


def overdue(template: Template, values: Mapping[str, Value], today: date) -> Iterator[str]:
    """Say which days are too long ago, or have not come yet, of those that must be recent.

    Parameters
    ----------
    template : Template
        What was asked.
    values : mapping of str to Value
        Answers.
    today : date
        The day it is.
    """
    for name, question in template.by_id.items():
        value = values.get(name)
        if question.within_years is None or not isinstance(value, str):
            continue
        day = date.fromisoformat(value)
        if day > today:
            yield f"{value} has not come yet ({name})"
        elif today > after(day, question.within_years):
            years = "a year" if question.within_years == 1 else f"{question.within_years} years"
            yield f"{value} is more than {years} ago ({name})"


def after(day: date, years: int) -> date:
    """Find the same day some years later; of 29 February, the last of the month.

    Examples
    --------
    >>> after(date(2024, 2, 29), 1).isoformat(), after(date(2025, 11, 22), 1).isoformat()
    ('2025-02-28', '2026-11-22')
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def deadline_lines(template: Template) -> list[str]:
    """Tell the days that a law names, with when somebody last looked."""
    return [f"{each.day}: {each.text} (looked up {each.checked})" for each in template.dates]
