"""The one error that is the user's to mend: file, place, value, cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(eq=False)
class UserError(Exception):
    """A request or a file is wrong. The command line prints it and exits with code 2.

    Attributes
    ----------
    problem : str
        What was found and what was expected, with the value: ``expected a number, got '0.1'``.
    cure : str
        What to do about it, as an imperative: ``remove the quotes``.
    file : str
        The file it is about, as the user named it.
    line : int
        Line in that file, from 1.
    place : str
        Where in the file: ``rules[2].difference.at_most`` or ``column race``.

    Examples
    --------
    >>> print(UserError("expected a number, got '0.1'", "remove the quotes",
    ...                 file="fairgate.yaml", line=14, place="rules[2].difference.at_most"))
    fairgate.yaml:14: rules[2].difference.at_most: expected a number, got '0.1' (remove the quotes)
    """

    problem: str
    cure: str = ""
    file: str = ""
    line: int | None = None
    place: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.file and self.line else self.file
        lead = "".join(f"{part}: " for part in (where, self.place) if part)
        return f"{lead}{self.problem}" + (f" ({self.cure})" if self.cure else "")


class UserErrors(Exception):  # noqa: N818 - the plural of UserError
    """Several complaints about one file, all at once, so that they are mended at once."""

    def __init__(self, errors: Iterable[UserError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, or list what is known.

    Examples
    --------
    >>> did_you_mean("selection_rat", ["accuracy", "selection_rate"])
    'did you mean selection_rate?'
    >>> did_you_mean("zzz", ["accuracy", "f1"])
    'known: accuracy, f1'
    """
    import difflib  # noqa: PLC0415 - only where a word was wrong; `--help` starts without it

    names = list(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else f"known: {', '.join(names)}"
