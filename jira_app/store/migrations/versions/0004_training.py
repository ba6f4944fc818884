"""Training: attempts at quizzes, completions, reading marks, cohorts, feedback."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ROWID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
NAME = sa.String(64)
MODULE = sa.String(64)
DAY = sa.String(10)


def upgrade() -> None:
    """Make the tables."""
    _quizzes()
    _learning()
    _cohorts()
    _feedback()


def downgrade() -> None:
    """Drop them."""
    for table in (
        "feedback_given",
        "feedback_answers",
        "cohort_members",
        "cohorts",
        "reading_marks",
        "exercise_reports",
        "completions",
        "quiz_attempts",
    ):
        op.drop_table(table)


def _quizzes() -> None:
    op.create_table(
        "quiz_attempts",
        sa.Column("id", ROWID, primary_key=True),
        sa.Column("person", NAME, nullable=False),
        sa.Column("module", MODULE, nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(71), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("answers", sa.JSON),
        sa.Column("right", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.UniqueConstraint("person", "nonce"),
    )
    op.create_index("quiz_attempts_by_person", "quiz_attempts", ["person", "module"])
    op.create_index("quiz_attempts_by_module", "quiz_attempts", ["module", "at"])
    op.create_table(
        "completions",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("person", NAME, nullable=False),
        sa.Column("module", MODULE, nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(71), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("right", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("envelope", sa.Text),
        sa.UniqueConstraint("person", "module"),
    )


def _learning() -> None:
    op.create_table(
        "exercise_reports",
        sa.Column("person", NAME, primary_key=True),
        sa.Column("module", MODULE, primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_table(
        "reading_marks",
        sa.Column("person", NAME, primary_key=True),
        sa.Column("module", MODULE, primary_key=True),
        sa.Column("section", sa.String(64), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )


def _cohorts() -> None:
    op.create_table(
        "cohorts",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("modules", sa.JSON, nullable=False),
        sa.Column("trainer", NAME, nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("made", sa.Double, nullable=False),
        sa.Column("closed", sa.Double),
    )
    op.create_index("ix_cohorts_trainer", "cohorts", ["trainer"])
    op.create_table(
        "cohort_members",
        sa.Column("cohort", NAME, primary_key=True),
        sa.Column("person", NAME, primary_key=True),
        sa.Column("joined", sa.Double, nullable=False),
        sa.Column("attended", sa.JSON, nullable=False),
    )
    op.create_index("ix_cohort_members_person", "cohort_members", ["person"])


def _feedback() -> None:
    op.create_table(
        "feedback_answers",
        sa.Column("id", ROWID, primary_key=True),
        sa.Column("cohort", NAME),
        sa.Column("module", MODULE, nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
    )
    op.create_index("feedback_answers_by_module", "feedback_answers", ["module", "cohort"])
    op.create_table(
        "feedback_given",
        sa.Column("cohort", NAME, primary_key=True),
        sa.Column("person", NAME, primary_key=True),
        sa.Column("module", MODULE, primary_key=True),
    )
