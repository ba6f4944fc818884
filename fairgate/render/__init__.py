"""Documents for people: one small model, written as text, Markdown, Jira's ADF or an HTML page.

Checklists, cases and filled assessments become a :class:`Document`; what it looks like is
decided here. Strings only: nothing reads or writes files.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from fairgate.render.document import (
    Block,
    Bullets,
    Code,
    Document,
    Heading,
    Inline,
    Line,
    Link,
    Paragraph,
    Strong,
    Table,
    Task,
    Tasks,
    joined,
)

__all__ = [
    "FORMATS",
    "Block",
    "Bullets",
    "Code",
    "Document",
    "Heading",
    "Inline",
    "Line",
    "Link",
    "Paragraph",
    "Strong",
    "Table",
    "Task",
    "Tasks",
    "joined",
    "render",
]

FORMATS = ("text", "markdown", "adf", "html")
"""Names that ``--format`` takes."""


def render(document: Document, format: str, *, width: int = 80) -> str:  # noqa: A002 - the word of the command line
    """Write a document in one format.

    Parameters
    ----------
    document : Document
        What to write.
    format : str
        One of :data:`FORMATS`.
    width : int
        Columns of the terminal; text only.

    Raises
    ------
    ValueError
        For a format that is not in :data:`FORMATS`.

    Examples
    --------
    >>> print(render(Document("Note", "Launch", (Paragraph(("Ready",)),)), "markdown"))
    # Launch
    <BLANKLINE>
    Ready
    <BLANKLINE>
    """
    if format not in FORMATS:
        raise ValueError(f"expected one of {', '.join(FORMATS)}, got {format!r}")
    # Loaded when used: jinja2 would slow down every command.
    write: Callable[[Document, int], str] = import_module(f"{__name__}.as_{format}").write
    return write(document, width)
