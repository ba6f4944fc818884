"""Answers of ``fairgate assess``: from a file, from a verdict, and the report about them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from fairgate.assessment.answers import given_ids, read_answers, stamp_of
from fairgate.assessment.as_json import as_json
from fairgate.assessment.assess import Result
from fairgate.assessment.dates import overdue
from fairgate.assessment.nyc.record import ID, Filled, fill
from fairgate.assessment.nyc.tables import AuditTable
from fairgate.assessment.page import page
from fairgate.assessment.rescore import Difference, check_version, difference
from fairgate.assessment.template import Template
from fairgate.assessment.values import Answers, Value
from fairgate.assessment.words import difference_lines
from fairgate.cli.terminal import width
from fairgate.content import ContentFile
from fairgate.errors import UserError
from fairgate.files import read_bytes
from fairgate.render import render
from fairgate.report.from_json import LIMIT, read
from fairgate.yamlfile.syntax import MAX_BYTES


@dataclass(frozen=True)
class Given:
    """Answers from a file, with what is to be said about their version."""

    answers: Answers
    notes: tuple[str, ...] = ()
    raw: Mapping[str, object] | None = None
    tables: tuple[AuditTable, ...] = ()

    def changed(self, result: Result) -> Difference | None:
        """What scoring anew changed; None where nothing was scored anew."""
        return None if self.raw is None else difference(self.raw, self.answers, result)


def given_in(file: ContentFile[Template], path: str, *, rescore: bool) -> Given:
    """Read answers from a file, or from standard input where the path is ``-``."""
    text = sys.stdin.buffer.read() if path == "-" else read_bytes(path, MAX_BYTES)
    name = "standard input" if path == "-" else path
    stamp = stamp_of(text, name)
    if rescore and stamp.id == file.content.id and stamp.version != file.content.version:
        answers = read_answers(text, name, file.content, other_version=True)
        return Given(answers, (), given_ids(text, name))
    note = check_version(stamp, file.content, file.digest, name) if _same(stamp.id, file) else ""
    return Given(read_answers(text, name, file.content), (note,) if note else ())


def with_verdict(template: Template, given: Given, path: str) -> Given:
    """Take from a verdict what was not answered; what was answered stays."""
    found = _fill_in(template, path, given.answers.values)
    kept = [
        f"{name}: your answer stays; the verdict says otherwise"
        for name, value in found.answers.items()
        if given.answers.values.get(name, value) != value
    ]
    answers = replace(given.answers, values={**found.answers, **given.answers.values})
    return replace(
        given, answers=answers, notes=(*given.notes, *found.notes, *kept), tables=found.tables
    )


def dated(template: Template, given: Given, today: date) -> Given:
    """Note the days that are too long ago."""
    notes = overdue(template, given.answers.values, today)
    return replace(given, notes=(*given.notes, *notes))


def _same(name: str, file: ContentFile[Template]) -> bool:
    return name == file.content.id


def _fill_in(template: Template, path: str, given: Mapping[str, Value]) -> Filled:
    """Read a verdict and take from it what a template asks for.

    Raises
    ------
    UserError
        Where the template is another one, or the file is no verdict with such rates.
    """
    if template.id != ID:
        problem = f"--verdict fills in {ID}, not {template.id}"
        raise UserError(problem, "leave it away, or assess nyc-ll144")
    filled = fill(read(read_bytes(path, LIMIT), path), path, given)
    unknown = [name for name in filled.answers if name not in template.by_id]
    if unknown:
        problem = f"{template.id} {template.version} has no question {unknown[0]}"
        raise UserError(problem, "add it, or use the built-in form")
    return filled


def report(
    file: ContentFile[Template],
    result: Result,
    named: Answers,
    given: Given,
    format_: str,
    *,
    whole: bool,
) -> str:
    """Write what was found, in one of the formats."""
    changed = given.changed(result)
    if format_ == "json":
        return as_json(
            result,
            digest=file.digest,
            subject=named.subject,
            notes=given.notes,
            changed=changed,
        )
    notes = (*given.notes, *(difference_lines(changed) if changed else ()))
    document = page(
        result,
        named,
        digest=file.digest,
        notes=notes,
        tables=given.tables,
        whole=whole or format_ in ("adf", "html"),
    )
    return render(document, format_, width=width())
