"""Open the store and bring it up to date, with complaints that a person can act on."""

from __future__ import annotations

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
