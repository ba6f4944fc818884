"""A result for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from fairgate.assessment.assess import Result
from fairgate.assessment.dates import deadline_lines
from fairgate.assessment.words import (
    duty_words,
    effort,
    level_line,
    level_meaning,
    notable,
    reason_lines,
    risk_name,
    risk_sum,
    weighed,
)
from fairgate.report.safe import printable

FEW = 5
"""Risks that are explained point by point; the other formats have all."""


def as_text(
    result: Result, *, subject: str = "", notes: Sequence[str] = (), width: int = 80
) -> str:
    """Write a result as plain text.

    Parameters
    ----------
    result : Result
        What the assessment found.
    subject : str
        What was assessed.
    notes : sequence of str
        Remarks about versions.
    width : int
        Columns of the terminal.
    """
    lines = (printable(line) for line in _lines(result, subject, notes))
    return "\n".join(_wrapped(line, width) for line in lines) + "\n"


def _wrapped(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip(" "))
    hang = " " * (indent + (2 if line.lstrip().startswith("- ") else 0))
    return textwrap.fill(
        line.strip(), max(width, 40), initial_indent=" " * indent, subsequent_indent=hang
    )


def _lines(result: Result, subject: str, notes: Sequence[str]) -> Iterator[str]:
    template = result.template
    yield f"{template.title} {template.version}" + (f": {subject}" if subject else "")
    yield ""
    yield f"Level: {level_line(result)}"
    if level_meaning(result):
        yield f"  {level_meaning(result)}."
    yield from (f"  note: {note}" for note in notes)
    yield from _list("Days that the law names", deadline_lines(template))
    lines = (f"{line.text} (never below {line.floor})" for line in result.red_lines)
    yield from _list("Red lines", lines)
    may = (f"{line.text} (then {line.floor})" for line in result.possible_red_lines)
    yield from _list("Red lines that missing answers may draw", may)
    if result.obligations:
        duties = (duty_words(result, duty) for duty in result.obligations)
        yield from _list(f"What this asks for ({effort(result)})", duties)
    yield from _list("How the score comes about", weighed(result))
    yield from _risks(result)
    missing = (f"{question.text} ({question.id})" for question in result.missing)
    yield from _list("Missing answers", missing)
    yield from _list("Answers that were not needed", result.ignored)


def _list(title: str, entries: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {entry}" for entry in entries]
    if lines:
        yield ""
        yield title
        yield from lines


def _risks(result: Result) -> Iterator[str]:
    found = notable(result)
    if not found:
        return
    yield ""
    yield "Risks, largest first: severity x reach x reversibility x vulnerability"
    for risk in found[:FEW]:
        yield f"  {risk_name(result.template, risk)}: {risk_sum(risk)}"
        yield from (f"    - {line}" for line in reason_lines(risk))
    if len(found) > FEW:
        yield f"  and {len(found) - FEW} smaller ones: --format markdown or json shows them"
