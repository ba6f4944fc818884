"""Open the store and bring it up to date, with complaints that a person can act on."""

from __future__ import annotations

from pathlib import Path

from alembic.util.exc import CommandError
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from fairgate.errors import UserError
from jira_app.settings import DATABASE
from jira_app.store.engine import UNAVAILABLE, open_engine
from jira_app.store.migrate import upgrade


def open_store(url: URL) -> Engine:
    """Open a database and migrate it.

    Raises
    ------
    UserError
        If it cannot be reached or written to, or belongs to a later version of the app.
    """
    shown = url.render_as_string(hide_password=True)
    engine = open_engine(url)
    try:
        upgrade(engine)
    except UNAVAILABLE as error:
        said = str(getattr(error, "orig", error)).splitlines()[0]
        problem = f"could not open {shown}: {said}"
        raise UserError(problem, "check address, rights and room", place=DATABASE) from None
    except CommandError:
        problem = f"{shown} was made by a later version of fairgate"
        raise UserError(problem, "install that version, or later", place=DATABASE) from None
    return engine


def open_kept(url: URL) -> Engine:
    """Open a database that is there already, to look after what it holds.

    Raises
    ------
    UserError
        As :func:`open_store`, or if there is no such file: the app would have made a new one.
    """
    if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
        problem = f"no such file: {url.database}"
        cure = "go to the folder in which `fairgate serve` runs, or name its database"
        raise UserError(problem, cure, place=DATABASE)
    return open_store(url)
