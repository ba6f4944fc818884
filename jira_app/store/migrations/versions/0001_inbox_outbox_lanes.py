"""Inbox, outbox, lanes and pauses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROWID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        sa.Column("id", ROWID, primary_key=True),
        sa.Column("identifier", sa.String(255), unique=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("issue", sa.String(255), nullable=False),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("received", sa.Double, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("error", sa.Text),
    )
    op.create_index("inbox_by_issue", "inbox", ["issue", "state", "id"])
    op.create_index("inbox_by_age", "inbox", ["state", "received"])
    op.create_table(
        "outbox",
        sa.Column("id", ROWID, primary_key=True),
        sa.Column("issue", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("made", sa.Double, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("error", sa.Text),
    )
    op.create_index("outbox_by_issue", "outbox", ["issue", "state", "id"])
    op.create_index("outbox_by_age", "outbox", ["state", "made"])
    op.create_table(
        "lanes",
        sa.Column("issue", sa.String(255), primary_key=True),
        sa.Column("due", sa.Double),
        sa.Column("holder", sa.String(64)),
        sa.Column("held_until", sa.Double),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("error", sa.Text),
    )
    op.create_index("lanes_by_due", "lanes", ["due"])
    op.create_table(
        "pauses",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("until", sa.Double, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("pauses", "lanes", "outbox", "inbox"):
        op.drop_table(table)
