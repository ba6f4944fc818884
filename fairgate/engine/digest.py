"""Digests of files, for evidence and for seeds."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fairgate.errors import UserError


def sha256_file(path: str) -> str:
    """Digest a file without holding it in memory.

    Parameters
    ----------
    path : str
        A local file, or an ``s3://`` or ``https://`` address; a remote file is fetched
        whole by DuckDB, so it has to fit into memory.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    UserError
        If it cannot be read.

    Examples
    --------
    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile() as file:
    ...     sha256_file(file.name)[:16]
    'e3b0c44298fc1c14'
    """
    if "://" in path:
        return _remote(path)
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        cure = "check the path and the right to read it"
        raise UserError(f"this file cannot be read: {error.strerror}", cure, file=path) from None


def _remote(path: str) -> str:
    from fairgate.engine.columns import quote  # noqa: PLC0415 - DuckDB is loaded where it is used
    from fairgate.engine.session import Session, reading  # noqa: PLC0415 - likewise

    with Session() as session, reading(path):
        session.load_httpfs(path)
        rows = session.rows(f"SELECT sha256(content) FROM read_blob({quote(path)})")
        return str(rows[0][0])
