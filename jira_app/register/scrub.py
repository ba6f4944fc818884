"""Take out of a text what must not be public: names of people, addresses, keys of issues."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final, Protocol

REMOVED: Final = "[…]"
EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
KEY: Final = re.compile(r"\b[A-Z][A-Z0-9_]+-[0-9]+\b")


class Scrub(Protocol):
    """Cleans a text."""

    def __call__(self, text: str, stays: str = "") -> str:
        """Clean a text, but for one key."""


def scrubber(names: Iterable[str], projects: Collection[str]) -> Scrub:
    """Make what cleans a text; it takes one key that may stay.

    Parameters
    ----------
    names : iterable of str
        Of people the app knows; those of one word are too like other words to look for.
    projects : collection of str
        Keys of projects whose issues' keys are taken out, too.

    Examples
    --------
    >>> clean = scrubber(["Ada Admin"], {"LOAN"})
    >>> clean("Ask ADA ADMIN (ada@example.org) about LOAN-12, or read ISO-9001.")
    'Ask […] ([…]) about […], or read ISO-9001.'
    >>> clean("LOAN-12 follows LOAN-11.", "LOAN-12")
    'LOAN-12 follows […].'
    """
    whole = sorted({name.strip() for name in names if " " in name.strip()}, key=len, reverse=True)
    people = re.compile("|".join(map(re.escape, whole)), re.IGNORECASE) if whole else None

    def clean(text: str, stays: str = "") -> str:
        def key(found: re.Match[str]) -> str:
            named = found.group()
            ours = named.rpartition("-")[0] in projects and named != stays
            return REMOVED if ours else named

        text = KEY.sub(key, EMAIL.sub(REMOVED, text))
        return people.sub(REMOVED, text) if people else text

    return clean
