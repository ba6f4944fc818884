"""The head of a CSV file: encoding, delimiter and header, decided here and not guessed later.

DuckDB would sniff types and dialect from a sample and can be wrong about row 20,481.
So it is told the dialect and reads every field as text; the columns that are needed
are cast where they are used.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from fairgate.errors import UserError

DELIMITERS = ",;\t|"
_HEAD_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS_UTF8 = "save it as UTF-8, for example: iconv -f {old} -t UTF-8 OLD > NEW"


@dataclass(frozen=True)
class CsvHead:
    """What the first line says.

    Attributes
    ----------
    delimiter : str
        One of :data:`DELIMITERS`.
    names : tuple of str
        Column names in file order, without surrounding blanks.
    compression : str
        ``none`` or ``gzip``, whatever the file is called.
    """

    delimiter: str
    names: tuple[str, ...]
    compression: str = "none"


def read_head(path: str) -> CsvHead:
    """Read the header of a local file, packed with gzip or not."""
    with Path(path).open("rb") as file:
        packed = file.read(2) == _GZIP
    return parse_head(path, _decode(path, _first_bytes(path, packed)), "gzip" if packed else "none")


def parse_head(path: str, text: str, compression: str = "none") -> CsvHead:
    r"""Find delimiter and names in the first line of ``text``.

    Examples
    --------
    >>> parse_head("a.csv", 'id;"race; sex"\r\n1;2\r\n').names
    ('id', 'race; sex')
    """
    first = io.StringIO(text, newline="").readline()
    if not first.strip():
        raise UserError("the first line is empty", "begin the file with a header", file=path)
    delimiter = max(DELIMITERS, key=lambda mark: _outside_quotes(first, mark))
    lines = io.StringIO(text, newline="")
    try:
        names = next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        problem = f"the header cannot be read: {error}"
        raise UserError(problem, "close every quote", file=path, line=1) from None
    return CsvHead(delimiter, tuple(name.strip() for name in names), compression)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _first_bytes(path: str, packed: bool) -> bytes:  # noqa: FBT001 - private, named by its caller
    try:
        with gzip.open(path) if packed else Path(path).open("rb") as file:
            return file.read(_HEAD_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        cure = "pack it again, it may have been cut short"
        raise UserError(f"the gzip file cannot be unpacked: {error}", cure, file=path) from None


def _decode(path: str, head: bytes) -> str:
    if head.startswith(_UTF16):
        raise UserError("this file is UTF-16", _SAVE_AS_UTF8.format(old="UTF-16"), file=path)
    if b"\0" in head:
        cure = "name a CSV or Parquet file; spreadsheets can be saved as CSV"
        raise UserError("this is a binary file, neither CSV nor Parquet", cure, file=path)
    try:
        # The chunk may end inside a character, which is no error: final=False.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head, final=False)
    except UnicodeDecodeError as error:
        line = head.count(b"\n", 0, error.start) + 1
        problem = f"this line is not UTF-8: byte 0x{head[error.start]:02x}"
        cure = _SAVE_AS_UTF8.format(old="LATIN1")
        raise UserError(problem, cure, file=path, line=line) from None
