"""DuckDB's complaints about a file, in words for the person who has to mend it."""

from __future__ import annotations

import re

import duckdb

from fairgate.errors import UserError

OUR_MISTAKES = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)
"""Errors that no file can cause: a bug here, so they stay tracebacks."""

_ENCODING = "save it as UTF-8, for example: iconv -f LATIN1 -t UTF-8 OLD > NEW"
_QUOTES = 'close every quote, and double a quote inside a quoted field: "a ""b"" c"'
_ADDRESS = (
    "check the address, the network and the credentials "
    "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION for s3://)"
)
_REWRITE = "write it again, it may have been cut short or overwritten"

_RULES: tuple[tuple[str, str, str], ...] = (
    (
        r"Expected Number of Columns: (\d+) Found: (\d+)",
        "this line has {1} fields, the header has {0}",
        "give every line as many fields as the header, and quote fields that hold the delimiter",
    ),
    (r"Invalid unicode|not utf-8 encoded", "this line is not UTF-8", _ENCODING),
    (r"unterminated quote", "a quote is not closed, or text follows a closing quote", _QUOTES),
    (
        r"state machine reached an invalid state",
        "the lines end in different ways, or a quote is not closed",
        "write the file again with one kind of line ending",
    ),
    (
        r"Maximum line size of (\d+) bytes exceeded",
        "a line is longer than {0} bytes",
        "close every quote, or leave the long text out",
    ),
    (r"No magic bytes found at end", "this Parquet file has no end", _REWRITE),
    (
        r"No space left|max_temp_directory_size|Out of Memory",
        "memory and the temporary directory are too small to count it",
        "free some disk space, or point TMPDIR to a larger disk",
    ),
    (
        r"Permission denied",
        "this file may not be read",
        "give yourself the right to read it: chmod u+r FILE",
    ),
    (
        r"HTTP Error|HTTP code|Could not establish connection",
        "the address cannot be read: {reason}",
        _ADDRESS,
    ),
)


def explain(path: str, complaint: str) -> UserError:
    r"""Translate one complaint.

    Examples
    --------
    >>> explain("a.csv", "CSV Error on Line: 3\nInvalid unicode").problem
    'this line is not UTF-8'
    """
    found = re.search(r"CSV Error on Line: (\d+)", complaint)
    line = int(found.group(1)) if found else None
    reason = complaint.strip().splitlines()[0].removeprefix("Invalid Input Error: ")
    for pattern, problem, cure in _RULES:
        match = re.search(pattern, complaint)
        if match:
            text = problem.format(*match.groups(), reason=reason)
            return UserError(text, cure, file=path, line=line)
    return UserError(f"this file cannot be read: {reason}", _REWRITE, file=path, line=line)
