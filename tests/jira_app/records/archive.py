"""Rows as the app leaves them, for tests of what is kept and what is forgotten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert

from jira_app.records.history import append, keep
from jira_app.store.records import acceptances, assessments, evidence, issues, people, rollouts
from tests.jira_app.town import NOON

DIGEST = "ab" * 32
ANN, BEN = "p-ann", "p-ben"


def add_person(db: Connection, person: str, name: str = "Ann Example", **given: Any) -> None:
    """Let somebody sign in."""
    row = {
        "id": person,
        "issuer": "https://id.example.org",
        "subject": f"subject-{person}",
        "account": f"account-{person}",
        "name": name,
        "email": f"{person}@example.org",
        "roles": ["squad", "reviewer"],
        "created": NOON,
    }
    db.execute(insert(people).values(row | given))


def add_issue(db: Connection, key: str, **given: Any) -> None:
    """Look at an issue."""
    row = {
        "key": key,
        "project": key.rpartition("-")[0],
        "summary": f"Summary of {key}",
        "status": "To Do",
        "owner": "",
        "squad": "Blue",
        "risk": "high",
        "needs_assessment": True,
        "gone": False,
        "first_seen": NOON,
        "seen": NOON,
    }
    db.execute(insert(issues).values(row | given))


def add_assessment(db: Connection, key: str, author: str = ANN, **given: Any) -> str:
    """Begin an assessment, with a first entry in the history; its id."""
    name = f"a-{key}"
    row: dict[str, Any] = {
        "id": name,
        "issue": key,
        "project": key.rpartition("-")[0],
        "template": "preflight",
        "template_version": "1.0",
        "template_digest": DIGEST,
        "state": "draft",
        "answers": {"who": "everybody who rents"},
        "revision": 1,
        "level": "high",
        "author": author,
        "answers_digest": DIGEST,
        "model_digest": "",
        "public": False,
        "public_tiers": {},
        "created": NOON,
        "updated": NOON,
    }
    db.execute(insert(assessments).values(row | given))
    append(db, key, "assessment-begun", actor=author, at=NOON, facts={"assessment": name})
    return name


def add_evidence(db: Connection, key: str, digest: str = DIGEST) -> None:
    """Receive evidence."""
    row = {
        "issue": key,
        "project": key.rpartition("-")[0],
        "digest": digest,
        "envelope": "{}",
        "trusted": True,
        "key_id": "k",
        "policy": "loan-approval",
        "policy_digest": DIGEST,
        "outcome": "pass",
        "blocks": False,
        "model_digest": "",
        "binding": "scored",
        "commit": "",
        "report_url": "",
        "report": {},
        "sender": "ci",
        "received": NOON,
    }
    db.execute(insert(evidence).values(row))


def add_rollout(db: Connection, key: str) -> None:
    """Receive a rollout's decision."""
    row = {"issue": key, "flag": "f", "environment": "e", "digest": DIGEST, "body": {}}
    db.execute(insert(rollouts).values(row | {"received": NOON}))


def accept_risk(db: Connection, key: str, by: str, reason: str) -> None:
    """Accept a risk, with words of their own beside the history's."""
    words = keep(db, reason, by)
    row = {"issue": key, "by": by, "words": words, "at": NOON, "until": NOON + 1000}
    db.execute(insert(acceptances).values(row))
    append(db, key, "risk-accepted", actor=by, at=NOON, facts={"until": NOON + 1000}, reason=reason)
