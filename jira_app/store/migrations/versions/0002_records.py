"""People, projects, issues, assessments, evidence, rollouts, acceptances, history, words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ROWID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
ISSUE = sa.String(255)
NAME = sa.String(64)
SHA256 = sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    _people()
    _issues()
    _assessments()
    _evidence()
    _history()


def downgrade() -> None:
    """Drop them."""
    for table in (
        "words",
        "history",
        "acceptances",
        "rollouts",
        "evidence",
        "assessments",
        "issues",
        "projects",
        "people",
    ):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("account", sa.String(255), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("erased", sa.Double),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.create_index("ix_people_account", "people", ["account"])
    op.create_table(
        "projects",
        sa.Column("key", ISSUE, primary_key=True),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("updated", sa.Double, nullable=False),
    )


def _issues() -> None:
    op.create_table(
        "issues",
        sa.Column("key", ISSUE, primary_key=True),
        sa.Column("project", ISSUE, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("status", sa.String(255), nullable=False),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("squad", sa.String(255), nullable=False),
        sa.Column("risk", sa.String(8), nullable=False),
        sa.Column("needs_assessment", sa.Boolean, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("first_seen", sa.Double, nullable=False),
        sa.Column("seen", sa.Double, nullable=False),
    )
    op.create_index("ix_issues_project", "issues", ["project"])


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", NAME, primary_key=True),
        sa.Column("issue", ISSUE, nullable=False),
        sa.Column("project", ISSUE, nullable=False),
        sa.Column("template", NAME, nullable=False),
        sa.Column("template_version", sa.String(32), nullable=False),
        sa.Column("template_digest", sa.String(80), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("inherent", sa.Double),
        sa.Column("residual", sa.Double),
        sa.Column("likelihood", sa.Double),
        sa.Column("severity", sa.Double),
        sa.Column("author", NAME, nullable=False),
        sa.Column("submitted_by", NAME),
        sa.Column("submitted", sa.Double),
        sa.Column("decided_by", NAME),
        sa.Column("decided", sa.Double),
        sa.Column("until", sa.Double),
        sa.Column("answers_digest", SHA256, nullable=False),
        sa.Column("model_digest", SHA256, nullable=False),
        sa.Column("envelope", sa.Text),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("public_tiers", sa.JSON, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("updated", sa.Double, nullable=False),
        sa.UniqueConstraint("issue", "template"),
    )
    op.create_index("ix_assessments_issue", "assessments", ["issue"])
    op.create_index("ix_assessments_project", "assessments", ["project"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", ROWID, primary_key=True),
        sa.Column("issue", ISSUE, nullable=False),
        sa.Column("project", ISSUE, nullable=False),
        sa.Column("digest", SHA256, nullable=False),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.Column("trusted", sa.Boolean, nullable=False),
        sa.Column("key_id", sa.String(80), nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("policy_digest", SHA256, nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("blocks", sa.Boolean, nullable=False),
        sa.Column("model_digest", SHA256, nullable=False),
        sa.Column("binding", sa.String(16), nullable=False),
        sa.Column("commit", sa.String(64), nullable=False),
        sa.Column("report_url", sa.Text, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("received", sa.Double, nullable=False),
        sa.UniqueConstraint("issue", "digest"),
    )
    op.create_index("evidence_by_issue", "evidence", ["issue", "id"])
    op.create_table(
        "rollouts",
        sa.Column("id", ROWID, primary_key=True),
        sa.Column("issue", ISSUE, nullable=False),
        sa.Column("flag", sa.String(255), nullable=False),
        sa.Column("environment", sa.String(255), nullable=False),
        sa.Column("digest", SHA256, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("received", sa.Double, nullable=False),
        sa.UniqueConstraint("issue", "digest"),
    )
    op.create_index("rollouts_by_issue", "rollouts", ["issue", "id"])
    op.create_table(
        "acceptances",
        sa.Column("issue", ISSUE, primary_key=True),
        sa.Column("by", NAME, nullable=False),
        sa.Column("words", SHA256, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
    )


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", ROWID, primary_key=True),
        sa.Column("issue", ISSUE, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("event", sa.String(48), nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("words", SHA256),
        sa.Column("previous", SHA256, nullable=False),
        sa.Column("hash", SHA256, nullable=False),
        sa.UniqueConstraint("issue", "number"),
    )
    op.create_index("history_by_age", "history", ["at"])
    op.create_table(
        "words",
        sa.Column("digest", SHA256, primary_key=True),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("author", sa.String(255), nullable=False),
    )
    op.create_index("ix_words_author", "words", ["author"])
