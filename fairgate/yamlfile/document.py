"""A YAML document: bytes to values with lines, or every complaint.

YAML 1.1 reads ``NO`` as false, ``1:30`` as 90 and ``010`` as 8, and keeps the last of two
equal keys. In a file that decides who is waived and what is allowed, none of that may
happen silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairgate.errors import UserError, UserErrors
from fairgate.yamlfile.reader import Reader
from fairgate.yamlfile.syntax import compose


@dataclass(frozen=True)
class Document:
    """A YAML file as values, with the line of every one of them.

    Attributes
    ----------
    data : Any
        Mappings, lists, text, numbers, booleans, dates and None.
    lines : mapping of str to int
        Line, from 1, of every place such as ``rules[2].metric``; of a key, not its value.
    complaints : tuple of UserError
        What could be read in two ways; empty in a document that :func:`load` returns.
    """

    data: Any
    lines: Mapping[str, int]
    complaints: tuple[UserError, ...] = ()

    def line(self, place: str) -> int | None:
        """Line of a place, or None where the file has no such place."""
        return self.lines.get(place)


def load(text: bytes, name: str) -> Document:
    r"""Read a document in which nothing is ambiguous.

    Parameters
    ----------
    text : bytes
        UTF-8, with or without a byte order mark, with any line ends.
    name : str
        Name of the file, for complaints.

    Raises
    ------
    UserError
        Where the file is no YAML at all.
    UserErrors
        Duplicate keys, unquoted yes or no, octals, sexagesimals, tags: all of them at once.

    Examples
    --------
    >>> load(b"version: 1\nrules: [a, b]", "x.yaml").data
    {'version': 1, 'rules': ['a', 'b']}
    >>> load(b"x: NO", "a.yaml")
    Traceback (most recent call last):
    fairgate.errors.UserErrors: a.yaml:1: x: YAML reads NO as false (quote it: "NO", or write false)
    """
    document = scan(text, name)
    if document.complaints:
        raise UserErrors(document.complaints)
    return document


def scan(text: bytes, name: str) -> Document:
    """Read a document and keep the complaints beside the values that were probably meant."""
    node = compose(text, name)
    reader = Reader(name)
    data = None if node is None else reader.value(node, ())
    return Document(data, reader.lines, tuple(reader.complaints))
