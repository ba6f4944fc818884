"""The tables of what people decide: people, projects, issues, assessments, evidence, history."""

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

from jira_app.store.tables import ISSUE, ROWID, metadata

NAME: Final = String(64)
SHA256: Final = String(64)

people = Table(
    "people",
    metadata,
    Column("id", NAME, primary_key=True),
    Column("issuer", String(255), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("account", String(255), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("created", Double, nullable=False),
    Column("erased", Double),
    UniqueConstraint("issuer", "subject"),
)
"""Who signed in. Everything else names people by ``id`` alone, so that a person can be erased."""

projects = Table(
    "projects",
    metadata,
    Column("key", ISSUE, primary_key=True),
    Column("enabled", Boolean, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("updated", Double, nullable=False),
)
"""Projects that somebody set up; ``settings`` is a :class:`jira_app.projects.Project`."""

issues = Table(
    "issues",
    metadata,
    Column("key", ISSUE, primary_key=True),
    Column("project", ISSUE, nullable=False, index=True),
    Column("summary", Text, nullable=False),
    Column("status", String(255), nullable=False),
    Column("owner", String(255), nullable=False),
    Column("squad", String(255), nullable=False),
    Column("risk", String(8), nullable=False),
    Column("needs_assessment", Boolean, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("first_seen", Double, nullable=False),
    Column("seen", Double, nullable=False),
)
"""Issues as they were when last looked at, for the board; Jira has the truth."""

assessments = Table(
    "assessments",
    metadata,
    Column("id", NAME, primary_key=True),
    Column("issue", ISSUE, nullable=False, index=True),
    Column("project", ISSUE, nullable=False, index=True),
    Column("template", NAME, nullable=False),
    Column("template_version", String(32), nullable=False),
    Column("template_digest", String(80), nullable=False),
    Column("state", String(20), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("level", String(32), nullable=False),
    Column("inherent", Double),
    Column("residual", Double),
    Column("likelihood", Double),
    Column("severity", Double),
    Column("author", NAME, nullable=False),
    Column("submitted_by", NAME),
    Column("submitted", Double),
    Column("decided_by", NAME),
    Column("decided", Double),
    Column("until", Double),
    Column("answers_digest", SHA256, nullable=False),
    Column("model_digest", SHA256, nullable=False),
    Column("envelope", Text),
    Column("public", Boolean, nullable=False),
    Column("public_tiers", JSON, nullable=False),
    Column("created", Double, nullable=False),
    Column("updated", Double, nullable=False),
    UniqueConstraint("issue", "template"),
)
"""One an issue and template; what it was before is in the history."""

evidence = Table(
    "evidence",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("issue", ISSUE, nullable=False),
    Column("project", ISSUE, nullable=False),
    Column("digest", SHA256, nullable=False),
    Column("envelope", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("key_id", String(80), nullable=False),
    Column("policy", Text, nullable=False),
    Column("policy_digest", SHA256, nullable=False),
    Column("outcome", String(8), nullable=False),
    Column("blocks", Boolean, nullable=False),
    Column("model_digest", SHA256, nullable=False),
    Column("binding", String(16), nullable=False),
    Column("commit", String(64), nullable=False),
    Column("report_url", Text, nullable=False),
    Column("report", JSON, nullable=False),
    Column("sender", String(255), nullable=False),
    Column("received", Double, nullable=False),
    UniqueConstraint("issue", "digest"),
    Index("evidence_by_issue", "issue", "id"),
)
"""Envelopes as they came, and what people may see of them: ``report``, suppressed."""

installations = Table(
    "installations",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("cloud_id", NAME, nullable=False),
    Column("app", String(255), nullable=False),
    Column("api_base_url", Text, nullable=False),
    Column("environment", String(32), nullable=False),
    Column("installed", Double, nullable=False),
    Column("updated", Double, nullable=False),
)
"""Where the Forge app is; ``cloud_id`` stays when it is installed anew, ``id`` changes."""

rollouts = Table(
    "rollouts",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("issue", ISSUE, nullable=False),
    Column("flag", String(255), nullable=False),
    Column("environment", String(255), nullable=False),
    Column("digest", SHA256, nullable=False),
    Column("body", JSON, nullable=False),
    Column("received", Double, nullable=False),
    UniqueConstraint("issue", "digest"),
    Index("rollouts_by_issue", "issue", "id"),
)
"""What the flag hook decided and did."""

acceptances = Table(
    "acceptances",
    metadata,
    Column("issue", ISSUE, primary_key=True),
    Column("by", NAME, nullable=False),
    Column("words", SHA256, nullable=False),
    Column("at", Double, nullable=False),
    Column("until", Double, nullable=False),
)
"""Risks that somebody accepted, with a reason (``words``) and an end."""

history = Table(
    "history",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("issue", ISSUE, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Double, nullable=False),
    Column("actor", String(255), nullable=False),
    Column("event", String(48), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("words", SHA256),
    Column("previous", SHA256, nullable=False),
    Column("hash", SHA256, nullable=False),
    UniqueConstraint("issue", "number"),
    Index("history_by_age", "at"),
)
"""Every change, one chain of hashes an issue. It holds ids and facts, never names or free text."""

words = Table(
    "words",
    metadata,
    Column("digest", SHA256, primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("text", Text),
    Column("author", String(255), nullable=False, index=True),
)
"""What people wrote. The chain holds only the salted digest, so the text can be erased."""
