"""Alembic's environment and the migrations, run by :mod:`jira_app.store.migrate`."""
