"""GitHub's workflow commands: what a step says to the runner that runs it.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands. Whatever
comes from a change is escaped twice over: :func:`~fairgate.report.safe.printable` leaves no
``::`` in it, and the runner's own escapes leave no line end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ci_actions.outcome import Level, Note
from fairgate.report.safe import printable

MOST = 10
"""Annotations of one level that GitHub shows of a step."""

LEVELS: tuple[Level, ...] = ("error", "warning", "notice")
_LONGEST = 4_000


def data(text: str) -> str:
    r"""Escape the message of a command.

    Examples
    --------
    >>> data("50 %\n::set-output name=a::b")
    '50 %25%0A::set-output name=a::b'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """Escape a property of a command, which a comma or a colon would end.

    Examples
    --------
    >>> value("a,b::c")
    'a%2Cb%3A%3Ac'
    """
    return data(text).replace(":", "%3A").replace(",", "%2C")


def annotation(note: Note, title: str) -> str:
    r"""Write a note as the command that shows it beside a line of a file.

    Examples
    --------
    >>> annotation(Note("error", "too far: ::add-mask::x", "a,b.yaml", 3), "four-fifths")
    '::error file=a%2Cb.yaml,line=3,title=four-fifths::too far: \\x3a:add-mask\\x3a:x'
    """
    properties = {
        "file": note.file,
        "line": None if note.line is None or note.file is None else str(note.line),
        "title": title,
    }
    written = ",".join(
        f"{name}={value(printable(text))}" for name, text in properties.items() if text
    )
    return f"::{note.level} {written}::{data(printable(note.text)[:_LONGEST])}"


def bounded(notes: Sequence[tuple[Note, str]]) -> list[str]:
    """Write notes, at most :data:`MOST` of a level; the last one counts the rest.

    Parameters
    ----------
    notes : sequence of (Note, str)
        Each with its title, the most important first.
    """
    lines: list[str] = []
    for level in LEVELS:
        here = [(note, title) for note, title in notes if note.level == level]
        shown = here if len(here) <= MOST else here[: MOST - 1]
        lines.extend(annotation(note, title) for note, title in shown)
        if len(here) > len(shown):
            lines.append(annotation(_rest(level, len(here) - len(shown)), "fairgate"))
    return lines


def _rest(level: Level, number: int) -> Note:
    return Note(level, f"{number} more of these: see the summary of this run.")


def quoted(text: str, nonce: str) -> str:
    """Put text into the log in a way that no line of it is a command.

    Parameters
    ----------
    text : str
        Lines; each is printed as it is where it is plain.
    nonce : str
        Nobody can guess it, so nothing in the text can end the quotation.
    """
    lines = "\n".join(printable(line) for line in text.splitlines())
    return f"::stop-commands::{nonce}\n{lines}\n::{nonce}::"


def outputs(values: Mapping[str, str], nonce: str) -> str:
    r"""Write a step's outputs for the file ``GITHUB_OUTPUT``.

    Raises
    ------
    ValueError
        If a value holds the delimiter: somebody guessed what nobody can.

    Examples
    --------
    >>> outputs({"outcome": "pass"}, "9c1f")
    'outcome<<9c1f\npass\n9c1f\n'
    """
    if any(nonce in text for text in values.values()):
        raise ValueError("an output holds its own delimiter")
    return "".join(f"{name}<<{nonce}\n{text}\n{nonce}\n" for name, text in values.items())


def shown(lines: Iterable[str]) -> str:
    """Join commands, each on a line of its own."""
    return "".join(f"{line}\n" for line in lines)
