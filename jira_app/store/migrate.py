"""Bring a database to the schema of this version, or back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

MIGRATIONS = Path(__file__).with_name("migrations")

_LOCK = 0x66616972
"""Number of PostgreSQL's advisory lock under which one process migrates while others wait."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Migrate up, all or nothing; processes that start together do it one after another.

    Raises
    ------
    sqlalchemy.exc.OperationalError
        If the database cannot be reached or written to.
    """
    _migrate(engine, command.upgrade, to)


def downgrade(engine: Engine, to: str) -> None:
    """Migrate down to a revision; ``base`` leaves no table of the app."""
    _migrate(engine, command.downgrade, to)


def revision(engine: Engine) -> str | None:
    """Say which revision a database is at; None where it was never migrated."""
    with engine.connect() as db:
        return MigrationContext.configure(db).get_current_revision()


def _migrate(engine: Engine, run: Callable[[Config, str], None], to: str) -> None:
    with engine.begin() as db:
        if engine.dialect.name == "postgresql":
            db.execute(text("SET LOCAL lock_timeout = 0"))
            db.execute(text("SET LOCAL statement_timeout = 0"))
            db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = Config(attributes={"connection": db})
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        run(config, to)
