"""A run that could not judge: what was wrong, for its log's annotations and its page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from ci_actions.outcome import Note
from ci_actions.publish.commands import bounded, shown
from fairgate.errors import UserError
from fairgate.report.safe import markdown

_MOST, _LONGEST = 50, 1_000


def beside_files(errors: Sequence[UserError]) -> str:
    r"""Write complaints as workflow commands, beside their lines where they name a file.

    Examples
    --------
    >>> beside_files([UserError("no such key", "drop", "fairgate.yaml", 3)])
    '::error file=fairgate.yaml,line=3,title=Fairness gate::fairgate.yaml:3: no such key (drop)\n'
    """
    notes = [Note("error", str(each), _inside(each.file), each.line) for each in errors]
    return shown(bounded([(note, "Fairness gate") for note in notes]))


def summary(errors: Sequence[UserError]) -> str:
    """Write complaints for the page of a run: nothing was judged, why, and what to do."""
    lines = [f"- {markdown(str(each)[:_LONGEST])}" for each in errors[:_MOST]]
    lines += [f"- {len(errors) - _MOST} more in the log."] if len(errors) > _MOST else []
    head = "## Fairness gate: no verdict\n\n**Nothing was judged, so a merge must wait.**"
    return "\n".join([head, "", *lines, ""])


def _inside(file: str | None) -> str | None:
    """Keep a path that GitHub can show: below the checkout, where the run works."""
    path = PurePosixPath(file or "/")
    return None if path.is_absolute() or ".." in path.parts or "://" in (file or "") else file
