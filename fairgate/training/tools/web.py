"""The static accessibility checker on a learner's page."""

from __future__ import annotations

from fairgate.errors import UserError
from fairgate.files import read_bytes
from fairgate.training.models import Step
from fairgate.training.page import barriers
from fairgate.training.steps import PageOptions, options_of
from fairgate.training.tools.desk import Desk

MAX_BYTES = 1_000_000


def page(step: Step, desk: Desk) -> tuple[str, ...]:
    """Find barriers on the page."""
    options: PageOptions = options_of(step)
    path = desk.path(step.file)
    text = read_bytes(path, MAX_BYTES).decode("utf-8-sig", errors="replace")
    if not text.strip():
        raise UserError("the page is empty", "write it", file=path)
    return tuple(str(barrier) for barrier in barriers(text, options.rules))
