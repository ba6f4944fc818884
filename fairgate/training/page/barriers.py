"""What keeps people out of a page, as somebody can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Barrier:
    """Something on a page that keeps people out.

    Attributes
    ----------
    rule : str
        Name of the rule; as axe-core calls it, where it has one.
    line : int
        Line of the page.
    what : str
        The element, as its tag opens.
    problem, cure : str
        What is wrong, and what to do.
    criterion : str
        Success criterion of WCAG 2.2 with its level; empty for a good practice.

    Examples
    --------
    >>> print(Barrier("image-alt", 3, "<img>", "has no alt", "say what it shows", "1.1.1 A"))
    line 3: <img> has no alt (say what it shows) [image-alt, WCAG 1.1.1 A]
    """

    rule: str
    line: int
    what: str
    problem: str
    cure: str
    criterion: str = ""

    def __str__(self) -> str:
        basis = f", WCAG {self.criterion}" if self.criterion else ""
        return f"line {self.line}: {self.what} {self.problem} ({self.cure}) [{self.rule}{basis}]"
