"""An assessment as a document, for any format: the result alone, or with every answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from fairgate.assessment.assess import Result
from fairgate.assessment.dates import deadline_lines
from fairgate.assessment.nyc.tables import AuditTable, figure, people
from fairgate.assessment.prompts import answer_words
from fairgate.assessment.questions import Question
from fairgate.assessment.template import Obligation, Template
from fairgate.assessment.values import Answers, Cells, Value
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
from fairgate.render import (
    Block,
    Bullets,
    Code,
    Document,
    Heading,
    Line,
    Link,
    Paragraph,
    Strong,
    Table,
    Task,
    Tasks,
    joined,
)

LONG, SHORT = 160, 60
FEW = 5
"""Risks that are shown without the answers; the whole document has all."""
FIELDS = ("Filled in by", "Approved by", "Date")


def page(
    result: Result,
    answers: Answers,
    *,
    digest: str,
    notes: Sequence[str] = (),
    tables: Sequence[AuditTable] = (),
    whole: bool = True,
) -> Document:
    """Make a document of an assessment.

    Parameters
    ----------
    result : Result
        What the assessment found.
    answers : Answers
        What was answered, and about what.
    digest : str
        ``sha256:...`` of the template's bytes.
    notes : sequence of str
        Remarks about versions and dates.
    tables : sequence of AuditTable
        Rates and impact ratios of a verdict.
    whole : bool
        With every answer, all risks, sources, and lines to sign; else the result alone.

    Examples
    --------
    >>> from fairgate.assessment import assess, read_template
    >>> file = read_template("eu-fria")
    >>> page(assess(file.content, {}), Answers(), digest=file.digest).kind
    'Assessment'
    """
    template = result.template
    return Document(
        kind="Assessment",
        title=f"{template.title}: {answers.subject}" if answers.subject else template.title,
        blocks=(
            *_result(result, notes),
            *(_duties(result) if whole else _duties_in_short(result)),
            *_reasons(result, None if whole else FEW),
            *(_record(result, answers, tables) if whole else ()),
        ),
        fields=FIELDS if whole else (),
        footer=_footer(template, digest) if whole else (Code(template.id), f" {template.version}"),
    )


def _footer(template: Template, digest: str) -> Line:
    return (Code(template.id), f" {template.version}, {template.licence}, ", Code(digest))


def _record(result: Result, answers: Answers, tables: Sequence[AuditTable]) -> Iterator[Block]:
    yield from _audits(tables)
    yield from _answers(result, answers.values)
    yield from _sources(result.template)


def _result(result: Result, notes: Sequence[str]) -> Iterator[Block]:
    meaning = level_meaning(result)
    after = f". {meaning}." if meaning else ""
    yield Paragraph((Strong("Level:"), f" {level_line(result)}{after}"))
    yield from _list("To look at", notes)
    yield from _list("Days that the law names", deadline_lines(result.template))
    lines = (f"{line.text} (never below {line.floor})" for line in result.red_lines)
    yield from _list("Red lines", lines)
    may = (f"{line.text} (then {line.floor})" for line in result.possible_red_lines)
    yield from _list("Red lines that missing answers may draw", may)
    missing = (f"{question.text} ({question.id})" for question in result.missing)
    yield from _list("Missing answers", missing)
    yield from _list("Answers that were not needed", result.ignored)


def _duties_in_short(result: Result) -> Iterator[Block]:
    duties = (duty_words(result, duty) for duty in result.obligations)
    yield from _list(f"What this asks for ({effort(result)})", duties)


def _duties(result: Result) -> Iterator[Block]:
    if result.obligations:
        yield Heading("What this asks for")
        yield Paragraph((f"{effort(result).capitalize()}.",))
        yield Tasks(tuple(_duty(duty, result) for duty in result.obligations))


def _duty(duty: Obligation, result: Result) -> Task:
    """Make a task of a duty; a long one with a heading of its own keeps it as the title."""
    sources = {source.id: source for source in result.template.sources}
    links = joined(((Link(sources[name].title, sources[name].url),) for name in duty.source), "; ")
    notes: list[Line] = [(Strong("Source:"), " ", *links)]
    if duty.approves:
        notes.insert(0, (Strong("Agreed by:"), f" {', '.join(duty.approves)}"))
    text = duty_words(result, duty)
    title, _, rest = text.partition(": ")
    if len(text) <= LONG or not rest or len(title) > SHORT:
        return Task(duty.id, text, notes=tuple(notes))
    return Task(duty.id, title, rest, tuple(notes))


def _reasons(result: Result, most: int | None) -> Iterator[Block]:
    yield from _list("How the score comes about", weighed(result))
    risks = notable(result)[:most]
    if risks:
        yield Heading("Risks, largest first: severity x reach x reversibility x vulnerability")
        rows = tuple(
            (
                (risk_name(result.template, risk),),
                (risk_sum(risk),),
                ("; ".join(reason_lines(risk)),),
            )
            for risk in risks
        )
        head = ("Who and what", "Size", "Why")
        yield Table("Risks", head, rows)
    smaller = len(notable(result)) - len(risks)
    if smaller:
        yield Paragraph((f"And {smaller} smaller; the whole record shows them.",))


def _audits(tables: Sequence[AuditTable]) -> Iterator[Block]:
    if tables:
        yield Heading("Rates and impact ratios")
        yield from map(_audit, tables)


def _audit(table: AuditTable) -> Table:
    rows = [
        (
            (category.name,),
            (people(category.n),),
            (figure(category.rate),),
            (f"left out: {category.left_out}" if category.left_out else figure(category.ratio),),
        )
        for category in table.categories
    ]
    rows += [((name,), (people(n),), ("",), ("in no ratio",)) for name, n in table.unknown]
    return Table(table.title, ("Category", "Number", "Rate", "Impact ratio"), tuple(rows))


def _answers(result: Result, values: Mapping[str, Value]) -> Iterator[Block]:
    """Every answer that counts, by section; a matrix is a table."""
    for section in result.template.sections:
        given = [q for q in section.questions if q.id in values and q.id not in result.ignored]
        if not given:
            continue
        yield Heading(section.title)
        lines = tuple(_answer(q, values[q.id]) for q in given if q.kind != "matrix")
        if lines:
            yield Bullets(lines)
        for question in given:
            value = values[question.id]
            if isinstance(value, Cells):
                yield _matrix(question, value)


def _answer(question: Question, value: Value) -> Line:
    return (Strong(question.text), f" {answer_words(question, value)}")


def _matrix(question: Question, cells: Cells) -> Table:
    words = {choice.id: choice.text for choice in question.choices}
    answered = {row for row, _ in cells.chosen}
    rows = tuple(
        (
            (row.text,),
            *((words.get(cells.chosen.get((row.id, c.id), ""), ""),) for c in question.columns),
        )
        for row in question.rows
        if row.id in answered
    )
    return Table(question.text, ("Who", *(column.text for column in question.columns)), rows)


def _sources(template: Template) -> Iterator[Block]:
    yield Heading("Sources")
    yield Bullets(tuple((Link(source.title, source.url),) for source in template.sources))


def _list(title: str, entries: Iterable[str]) -> Iterator[Block]:
    lines: tuple[Line, ...] = tuple((entry,) for entry in entries)
    if lines:
        yield Heading(title)
        yield Bullets(lines)
