"""A result for a pull request, a wiki or an issue."""

from __future__ import annotations

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
from fairgate.report.safe import markdown


def as_markdown(result: Result, *, subject: str = "", notes: Sequence[str] = ()) -> str:
    """Write a result as Markdown; text from templates and answers is escaped.

    Parameters
    ----------
    result : Result
        What the assessment found.
    subject : str
        What was assessed.
    notes : sequence of str
        Remarks about versions.
    """
    return "\n".join(_lines(result, subject, notes)) + "\n"


def _lines(result: Result, subject: str, notes: Sequence[str]) -> Iterator[str]:
    template = result.template
    named = f": {markdown(subject)}" if subject else ""
    yield f"## {markdown(template.title)}{named}"
    yield ""
    yield f"**Level: {markdown(level_line(result))}.** {markdown(level_meaning(result))}".rstrip()
    yield ""
    yield f"Template `{template.id}` {template.version}."
    yield from (f"\n> {markdown(note)}" for note in notes)
    yield from _list("Days that the law names", deadline_lines(template))
    lines = (f"{line.text} (never below {line.floor})" for line in result.red_lines)
    yield from _list("Red lines", lines)
    may = (f"{line.text} (then {line.floor})" for line in result.possible_red_lines)
    yield from _list("Red lines that missing answers may draw", may)
    if result.obligations:
        duties = (duty_words(result, duty) for duty in result.obligations)
        yield from _list(f"What this asks for: {effort(result)}", duties, "- [ ] ")
    yield from _list("How the score comes about", weighed(result))
    yield from _risks(result)
    missing = (f"{question.text} ({question.id})" for question in result.missing)
    yield from _list("Missing answers", missing)
    yield from _list("Answers that were not needed", result.ignored)


def _list(title: str, entries: Iterable[str], bullet: str = "- ") -> Iterator[str]:
    lines = [f"{bullet}{markdown(entry)}" for entry in entries]
    if lines:
        yield f"\n### {markdown(title)}\n"
        yield from lines


def _risks(result: Result) -> Iterator[str]:
    found = notable(result)
    if not found:
        return
    yield "\n### Risks, largest first\n"
    yield "| Who and what | Severity x reach x reversibility x vulnerability | Why |"
    yield "|---|---|---|"
    for risk in found:
        why = "<br>".join(markdown(line) for line in reason_lines(risk))
        name = markdown(risk_name(result.template, risk))
        yield f"| {name} | {markdown(risk_sum(risk))} | {why} |"
