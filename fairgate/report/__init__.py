"""Reports: a verdict as text, Markdown, JSON, SARIF, JUnit or an HTML page.

Strings only: nothing here reads or writes files, so a report can be tested by reading it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from fairgate.verdict import Verdict

FORMATS = ("text", "markdown", "json", "sarif", "junit", "html")
"""Names that ``--format`` takes."""


@dataclass(frozen=True)
class Context:
    """What a report says about where a verdict comes from, and how it is laid out.

    Attributes
    ----------
    policy_file, predictions : str
        As the user named them.
    width : int or None
        Columns of the terminal; text only.
    colour : bool
        Whether the terminal shows colours; text only.
    """

    policy_file: str
    predictions: str
    width: int | None = None
    colour: bool = False


def render(
    verdict: Verdict,
    format: str,  # noqa: A002 - the word of the command line
    *,
    policy_file: str,
    predictions: str,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write a verdict in one format.

    Parameters
    ----------
    verdict : Verdict
        What the gate answered.
    format : str
        One of :data:`FORMATS`.
    policy_file, predictions : str
        As the user named them; a policy inside a repository by its path from the root.
    width : int, optional
        Columns of the terminal, 80 by default; text only.
    colour : bool
        Whether the terminal shows colours; text only.

    Raises
    ------
    ValueError
        For a format that is not in :data:`FORMATS`.

    Examples
    --------
    >>> from fairgate.verdict import Comparison, Outcome
    >>> verdict = Verdict("loans", Outcome.PASS, 90, 0.95, 5, Comparison("none", 0), (), ())
    >>> text = render(verdict, "text", policy_file="fairgate.yaml", predictions="p.csv")
    >>> text.splitlines()[0]
    'PASS: loans passes; there are no findings.'
    """
    if format not in FORMATS:
        raise ValueError(f"expected one of {', '.join(FORMATS)}, got {format!r}")
    # Loaded when used: rich and jinja2 would slow down every command.
    write: Callable[[Verdict, Context], str] = import_module(f"{__name__}.as_{format}").render
    return write(verdict, Context(policy_file, predictions, width, colour))
