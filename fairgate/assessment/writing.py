"""Answers to YAML: what ``--save`` writes, and a person may edit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fairgate.assessment.template import Template
from fairgate.assessment.values import Answers, Cells, NotApplicable, Value
from fairgate.yamlfile.words import yaml_text


def answers_text(answers: Answers, template: Template, digest: str, level: str = "") -> str:
    """Write an answers file.

    Parameters
    ----------
    answers : Answers
        What was answered so far; written in the template's order.
    template : Template
        What was asked.
    digest : str
        ``sha256:...`` of the template's bytes.
    level : str
        Level found, for comparison with a later version of the template.
    """
    return "\n".join(_lines(answers, template, digest, level)) + "\n"


def _lines(answers: Answers, template: Template, digest: str, level: str) -> Iterator[str]:
    yield f"# Answers to: {template.title}."
    yield f"# Scored by: fairgate assess {template.id} --answers FILE"
    yield "schema: fairgate/answers/v1"
    yield "template:"
    yield f"  id: {yaml_text(template.id)}"
    yield f'  version: "{template.version}"'
    yield f"  digest: {yaml_text(digest)}"
    if answers.subject:
        yield f"subject: {yaml_text(answers.subject)}"
    if level:
        yield f"level: {yaml_text(level)}"
    if not answers.values:
        yield "answers: {}"
        return
    yield "answers:"
    for name, question in template.by_id.items():
        if name in answers.values:
            yield f"  # {' '.join(question.text.split())}"
            yield f"  {yaml_text(name)}: {_value(answers.values[name])}"


def _value(value: Value) -> str:
    if isinstance(value, NotApplicable):
        return f"{{not_applicable: {yaml_text(value.reason)}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(yaml_text(choice) for choice in value)}]"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}" if value % 1 else str(int(value))
    if isinstance(value, Cells):
        return _rows(value)
    return yaml_text(value)


def _rows(cells: Cells) -> str:
    """Write a line a row; nothing yet is an empty mapping."""
    rows: dict[str, list[str]] = {}
    for (row, column), choice in cells.chosen.items():
        rows.setdefault(row, []).append(f"{yaml_text(column)}: {yaml_text(choice)}")
    lines = [f"\n    {yaml_text(row)}: {{{', '.join(found)}}}" for row, found in rows.items()]
    return "".join(lines) or "{}"
