"""Alembic runs this for every migration, on the connection it is handed."""

from __future__ import annotations

from alembic import context

import jira_app.store.records
import jira_app.store.training  # noqa: F401 - their tables are part of the metadata
from jira_app.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # of SQLite too, since its transactions are begun explicitly
)
with context.begin_transaction():
    context.run_migrations()
