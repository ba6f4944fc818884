"""One entry of the register. Nothing in it names a person, and nothing leads to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jira_app.board.sheet import day


@dataclass(frozen=True)
class Entry:
    """An approved assessment that somebody marked public.

    Attributes
    ----------
    id : str
        Of the assessment; says nothing about its issue.
    title : str
        First line of the short text.
    short, detail : str
        What was written for the register.
    form, version : str
        Title and version of the questions.
    level, meaning : str
        What the answers amount to, and what that means.
    responsible : str
        A role, never a name.
    red_lines, obligations : tuple of str
        What was found, and what has to be done.
    evidence : tuple of str
        Sentences, small counts suppressed.
    approved, until : float
        When it was approved, and until when; seconds since 1970.
    issue : str
        Its key, where it was marked to be shown; else empty.
    """

    id: str
    title: str
    short: str
    detail: str
    form: str
    version: str
    level: str
    meaning: str
    responsible: str
    red_lines: tuple[str, ...]
    obligations: tuple[str, ...]
    evidence: tuple[str, ...]
    approved: float
    until: float
    issue: str = ""

    def as_json(self) -> Mapping[str, Any]:
        """Write it for programs."""
        written = {
            "id": self.id,
            "title": self.title,
            "short": self.short,
            "detail": self.detail,
            "form": {"title": self.form, "version": self.version},
            "level": self.level,
            "meaning": self.meaning,
            "responsible": self.responsible,
            "red_lines": list(self.red_lines),
            "obligations": list(self.obligations),
            "evidence": list(self.evidence),
            "approved": day(self.approved),
            "until": day(self.until),
        }
        return written | ({"issue": self.issue} if self.issue else {})


def title_of(short: str) -> str:
    """Take the first sentence or line of a text as its title.

    Examples
    --------
    >>> title_of("We check names at sign-up. Nobody is refused.")
    'We check names at sign-up'
    """
    line = short.strip().partition("\n")[0].partition(". ")[0].rstrip(". ")
    return line if len(line) <= 120 else f"{line[:119]}…"
