"""What the app keeps: hints that came in, changes that go out, a lane per issue, and records.

One schema for SQLite and PostgreSQL. Every function takes a connection, so that what belongs
together is committed together: ``with engine.begin() as db: ...``.
:mod:`~jira_app.store.inbox` and :mod:`~jira_app.store.outbox` hold the work,
:mod:`~jira_app.store.lanes` says who may do it, :mod:`~jira_app.store.letters` what was given up;
:mod:`~jira_app.store.records` are the tables of people, assessments, evidence and history.
"""
