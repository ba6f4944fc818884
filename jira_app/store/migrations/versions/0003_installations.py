"""Installations of the Forge app."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "installations",
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("cloud_id", sa.String(64), nullable=False),
        sa.Column("app", sa.String(255), nullable=False),
        sa.Column("api_base_url", sa.Text, nullable=False),
        sa.Column("environment", sa.String(32), nullable=False),
        sa.Column("installed", sa.Double, nullable=False),
        sa.Column("updated", sa.Double, nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("installations")
