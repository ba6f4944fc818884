"""The filled-in examples as documents."""

from __future__ import annotations

from pathlib import Path

from fairgate.assessment import assess, read_answers, read_template
from fairgate.assessment.nyc.record import fill
from fairgate.assessment.page import page
from fairgate.render import Document
from fairgate.report.from_json import read

CASES = Path(__file__).parents[1] / "cases/assessment"
EXAMPLES = {
    "canada": "canada-aia",
    "credit": "preflight",
    "eu-fria": "eu-fria",
    "nyc-ll144": "nyc-ll144",
}
"""File of answers, and the form that they fill in."""


def document(name: str) -> Document:
    """Make the page of an example."""
    form = read_template(EXAMPLES[name]).content
    path = CASES / f"{name}.yaml"
    answers = read_answers(path.read_bytes(), path.name, form)
    if name != "nyc-ll144":
        return page(assess(form, answers.values), answers, digest="sha256:0")
    verdict = CASES / "nyc-ll144.verdict.json"
    found = fill(read(verdict.read_bytes(), verdict.name), verdict.name, answers.values)
    whole = type(answers)({**found.answers, **answers.values}, answers.subject)
    result = assess(form, whole.values)
    return page(result, whole, digest="sha256:0", notes=found.notes, tables=found.tables)
