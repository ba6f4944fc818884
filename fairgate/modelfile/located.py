"""Complaints with file and line, each thing to mend once, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fairgate.errors import UserError
from fairgate.modelfile.complaints import Complaint
from fairgate.yamlfile import place


def located(
    found: Iterable[Complaint],
    lines: Mapping[str, int],
    name: str,
    ambiguous: Iterable[UserError] = (),
) -> tuple[UserError, ...]:
    """Give complaints their file and line.

    Parameters
    ----------
    found : iterable of Complaint
        What is wrong.
    lines : mapping of str to int
        Line of every place of the file.
    name : str
        The file, as the user named it.
    ambiguous : iterable of UserError
        What YAML may misread; where it has spoken, nothing else is said about the same place.

    Examples
    --------
    >>> complaint = Complaint(("rules", 0, "id"), "unknown key", "")
    >>> [error.line for error in located([complaint], {"": 1, "rules[0]": 7}, "a.yaml")]
    [7]
    """
    wrong = (
        UserError(c.problem, c.cure, name, _nearest_line(c, lines), place(c.path)) for c in found
    )
    errors = _once(ambiguous, wrong)
    return tuple(sorted(errors, key=lambda error: (error.line or 0, error.place)))


def _nearest_line(complaint: Complaint, lines: Mapping[str, int]) -> int | None:
    """Line of the place, or of what it is missing from."""
    path = complaint.path
    while path and place(path) not in lines:
        path = path[:-1]
    return lines.get(place(path))


def _once(ambiguous: Iterable[UserError], wrong: Iterable[UserError]) -> list[UserError]:
    """Keep one complaint a thing to mend: what YAML may misread need not be called wrong too."""
    kept = list(ambiguous)
    places = {error.place for error in kept}
    for error in wrong:
        lacks = error.problem.endswith(" is missing")
        if lacks or error.place not in places:
            kept.append(error)
            places |= set() if lacks else {error.place}
    return kept
