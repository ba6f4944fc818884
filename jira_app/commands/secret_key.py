"""The key of the cookies where nobody set one: made once, and kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy.engine import URL

from fairgate.errors import UserError
from fairgate.files import user_error
from jira_app.settings import SECRET_KEY

LENGTH = 64


def kept_secret_key(database: URL) -> str:
    """Give the key of this database's app, and make it first if there is none.

    SQLite only: a PostgreSQL server is no place of this machine, so there the key lasts as long
    as the process, and people sign in anew after it.

    Raises
    ------
    UserError
        If the file cannot be read or made, is open to others, or is not ours.
    """
    if database.get_backend_name() != "sqlite":
        return secrets.token_hex(LENGTH // 2)
    path = Path(f"{database.database}.secret-key")
    try:
        _make(path)
        others = path.stat().st_mode & 0o077
        key = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise user_error(error, path, "keep the key of cookies in") from None
    if others:
        raise UserError("others may read it", f"chmod 600 {path}", file=str(path))
    if len(key) != LENGTH:
        cure = f"remove it; a new one is made. Or set {SECRET_KEY}"
        raise UserError("this is not the key that was made here", cure, file=str(path))
    return key


def _make(path: Path) -> None:
    """Make it whole under another name first: who starts at the same time finds one or none."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(LENGTH // 2))
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
