"""Columns of a file: what they are called in queries, and what can be done with their type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_NESTED = re.compile(r".*\]|(STRUCT|MAP|UNION|VARIANT|BLOB|BIT|GEOMETRY)\b.*", re.DOTALL)
_TEXT = re.compile(r'VARCHAR|JSON|ENUM\b.*|"?NULL"?', re.DOTALL)
_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM|VARINT")


def quote(text: str) -> str:
    """Write a text as an SQL literal.

    Examples
    --------
    >>> quote("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Write a name as an SQL identifier, for files that are written; queries use ``c0``...

    Examples
    --------
    >>> print(identifier('5" pipe'))
    "5"" pipe"
    """
    return '"' + name.replace('"', '""') + '"'


class Family(Enum):
    """What can be done with a column of some type."""

    BOOLEAN = "true or false"
    WHOLE = "whole numbers"
    DECIMAL = "decimal numbers"
    FLOAT = "numbers, NaN among them"
    TEXT = "text"
    OTHER = "dates, times and the like"
    NESTED = "lists, structs, maps, raw bytes"

    @classmethod
    def of(cls, type_name: str) -> Family:
        """Sort a type, named in DuckDB's words, into its family.

        Examples
        --------
        >>> Family.of("DECIMAL(9,2)").name, Family.of("BIGINT[]").name, Family.of("DATE").name
        ('DECIMAL', 'NESTED', 'OTHER')
        """
        if _NESTED.fullmatch(type_name):
            return cls.NESTED
        if _TEXT.fullmatch(type_name):
            return cls.TEXT
        if _WHOLE.fullmatch(type_name):
            return cls.WHOLE
        if type_name.startswith("DECIMAL"):
            return cls.DECIMAL
        return {"BOOLEAN": cls.BOOLEAN, "FLOAT": cls.FLOAT, "DOUBLE": cls.FLOAT}.get(
            type_name, cls.OTHER
        )


@dataclass(frozen=True)
class SourceColumn:
    """A column of the file.

    Attributes
    ----------
    name, type : str
        Name in the file, type in DuckDB's words.
    sql : str
        Its name in queries on :attr:`Source.relation`.
    untyped : bool
        From CSV: text that may stand for numbers or truth values.
    """

    name: str
    type: str
    sql: str
    untyped: bool = False

    @property
    def family(self) -> Family:
        """What can be done with it."""
        return Family.of(self.type)
