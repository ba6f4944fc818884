"""Issue keys in a branch, a title and commit messages.

What is searched was written by whoever made the change, so no text may make the search hang:
DuckDB's regular expressions (RE2) take time in proportion to the text, whatever the pattern.
"""

from __future__ import annotations

import re

from ci_actions.change import Change

JIRA_KEYS = r"(?:^|[^A-Za-z0-9])([A-Z][A-Z0-9_]{1,9}-[1-9][0-9]{0,8})"
"""Keys as Jira makes them, ``LOAN-12``; where a pattern has a group, the first is the key."""

NO_PROJECTS = frozenset({"AES", "CVE", "CWE", "HTTP", "ISO", "PEP", "RFC", "SHA", "TLS", "UTF"})
"""Standards whose names look like keys; a pattern of one's own finds them all the same."""

LONGEST_PATTERN = 200
LONGEST_TEXT = 2_000
MOST_TEXTS = 200
LONGEST_KEY = 64
MOST_KEYS = 20


def check_pattern(pattern: str) -> str:
    """Return a pattern that can be searched for.

    Raises
    ------
    ValueError
        For one that is too long, no regular expression, or found in every text.

    Examples
    --------
    >>> check_pattern("LOAN-[0-9]+")
    'LOAN-[0-9]+'
    >>> check_pattern("[0-9]*")
    Traceback (most recent call last):
    ValueError: expected a pattern that needs at least one character
    """
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"expected at most {LONGEST_PATTERN} characters")
    try:
        everywhere = re.compile(pattern).fullmatch("") is not None
        _search(pattern, [""])
    except re.error as error:
        raise ValueError(f"expected a regular expression: {error}") from None
    if everywhere:
        raise ValueError("expected a pattern that needs at least one character")
    return pattern


def issue_keys(change: Change, pattern: str = JIRA_KEYS) -> tuple[str, ...]:
    """List the keys that a change names: branch first, then title, then commits; each once.

    Only the first 2,000 characters of a text and the 200 newest commits are looked at, and
    20 keys at most are listed.

    Examples
    --------
    >>> change = Change("github", "request", title="LOAN-2: less debt", branch="LOAN-1_mend",
    ...                 messages=("Read it as UTF-8 (see LOAN-2, RISK-7)",))
    >>> issue_keys(change)
    ('LOAN-1', 'LOAN-2', 'RISK-7')
    """
    texts = [change.branch, change.title, *change.messages][:MOST_TEXTS]
    found = _search(check_pattern(pattern), [text[:LONGEST_TEXT] for text in texts])
    keys = [key.strip() for key in found if key.isprintable() and len(key) <= LONGEST_KEY]
    if pattern == JIRA_KEYS:
        keys = [key for key in keys if key.partition("-")[0] not in NO_PROJECTS]
    return tuple(dict.fromkeys(filter(None, keys)))[:MOST_KEYS]


def _search(pattern: str, texts: list[str]) -> list[str]:
    """Find everything that matches, text by text, in time in proportion to their length."""
    import duckdb  # noqa: PLC0415 - loaded where it is used

    group = min(re.compile(pattern).groups, 1)
    whole = [text.encode(errors="replace").decode() for text in texts]
    query = "SELECT unnest(regexp_extract_all(text, ?, ?)) FROM (SELECT unnest(?) AS text)"
    try:
        with duckdb.connect() as connection:
            return [
                str(row[0]) for row in connection.execute(query, [pattern, group, whole]).fetchall()
            ]
    except duckdb.Error as error:
        said = str(error).partition(": ")[2]
        raise ValueError(f"expected a regular expression as RE2 reads it: {said}") from None
