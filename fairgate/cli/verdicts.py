"""A verdict that fills in a record: where the command line reads one."""

from __future__ import annotations

from collections.abc import Mapping

from fairgate.assessment.nyc.record import ID, Filled, fill
from fairgate.assessment.template import Template
from fairgate.assessment.values import Value
from fairgate.errors import UserError
from fairgate.files import read_bytes
from fairgate.report.from_json import LIMIT, read


def fill_in(template: Template, path: str, given: Mapping[str, Value]) -> Filled:
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
