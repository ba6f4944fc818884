"""The tables of training: what people learnt, certificates, cohorts, feedback."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from jira_app.store.records import NAME
from jira_app.store.tables import ROWID, metadata

MODULE: Final = String(64)
DAY: Final = String(10)

quiz_attempts = Table(
    "quiz_attempts",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("person", NAME, nullable=False),
    Column("module", MODULE, nullable=False),
    Column("version", String(32), nullable=False),
    Column("digest", String(71), nullable=False),
    Column("at", Double, nullable=False),
    Column("answers", JSON(none_as_null=True)),
    Column("right", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("nonce", String(32), nullable=False),
    Index("quiz_attempts_by_person", "person", "module"),
    Index("quiz_attempts_by_module", "module", "at"),
    UniqueConstraint("person", "nonce"),
)
"""Every time somebody took a quiz; ``answers`` are ids of options by id of the question.

They are null once they were kept long enough; the score stays.

``nonce`` names the form that was sent, so that one sent twice is one attempt.
"""

completions = Table(
    "completions",
    metadata,
    Column("id", NAME, primary_key=True),
    Column("person", NAME, nullable=False),
    Column("module", MODULE, nullable=False),
    Column("version", String(32), nullable=False),
    Column("digest", String(71), nullable=False),
    Column("at", Double, nullable=False),
    Column("right", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("envelope", Text),
    UniqueConstraint("person", "module"),
)
"""The first pass of a module, with the signed statement.

``id`` is the number of the certificate. A row is never changed; it is deleted when the person is
erased.
"""

exercise_reports = Table(
    "exercise_reports",
    metadata,
    Column("person", NAME, primary_key=True),
    Column("module", MODULE, primary_key=True),
    Column("at", Double, nullable=False),
)
"""Learners' own word that an exercise is done."""

reading_marks = Table(
    "reading_marks",
    metadata,
    Column("person", NAME, primary_key=True),
    Column("module", MODULE, primary_key=True),
    Column("section", String(64), nullable=False),
    Column("at", Double, nullable=False),
)
"""Where somebody stopped reading."""

cohorts = Table(
    "cohorts",
    metadata,
    Column("id", NAME, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("modules", JSON, nullable=False),
    Column("trainer", NAME, nullable=False, index=True),
    Column("day", DAY, nullable=False),
    Column("code", String(16), nullable=False, unique=True),
    Column("made", Double, nullable=False),
    Column("closed", Double),
)
"""Groups that a trainer teaches; ``code`` is what people join with."""

cohort_members = Table(
    "cohort_members",
    metadata,
    Column("cohort", NAME, primary_key=True),
    Column("person", NAME, primary_key=True, index=True),
    Column("joined", Double, nullable=False),
    Column("attended", JSON, nullable=False),
)
"""Who is in a cohort, and the modules at which the trainer saw them."""

feedback_answers = Table(
    "feedback_answers",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("cohort", NAME),
    Column("module", MODULE, nullable=False),
    Column("version", String(32), nullable=False),
    Column("day", DAY, nullable=False),
    Column("answers", JSON, nullable=False),
    Index("feedback_answers_by_module", "module", "cohort"),
)
"""What learners say about a session. Whose it is, and when exactly it came, is nowhere."""

feedback_given = Table(
    "feedback_given",
    metadata,
    Column("cohort", NAME, primary_key=True),
    Column("person", NAME, primary_key=True),
    Column("module", MODULE, primary_key=True),
)
"""That somebody has answered, so that nobody does twice; ``cohort`` is empty where there is none.

It has no time, so that it does not lead to the answers.
"""
