"""A database of the version before training: brought up to date with all that it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, select

from jira_app.store.engine import open_engine
from jira_app.store.migrate import downgrade, revision, upgrade
from jira_app.store.records import people, projects
from jira_app.store.training import completions, quiz_attempts
from tests.jira_app.databases import KINDS, new_url

PERSON = {
    "id": "p-ann",
    "issuer": "https://id.example.org",
    "subject": "ann",
    "account": "",
    "name": "Ann Example",
    "email": "",
    "roles": ["squad"],
    "created": 0.0,
    "erased": None,
}
PROJECT = {"key": "LOAN", "enabled": True, "settings": {"kept_for_days": 7}, "updated": 1.0}
ATTEMPT = {
    "person": "p-ann",
    "module": "02",
    "version": "1.0.0",
    "digest": "sha256:" + "0" * 64,
    "at": 2.0,
    "answers": {"q": ["a"]},
    "right": 9,
    "total": 9,
    "passed": True,
    "nonce": "form-1",
}
NOT_DONE = ("answers", "passed", "nonce")
"""What an attempt has and a completion has not."""


@pytest.mark.parametrize("kind", KINDS)
def test_people_and_projects_are_still_there_and_can_learn(kind: str, tmp_path: Path) -> None:
    """Going back loses training and nothing else; forward again it begins empty."""
    with new_url(kind, tmp_path) as url:
        engine = open_engine(url)
        upgrade(engine, "0003")
        assert "quiz_attempts" not in inspect(engine).get_table_names()
        with engine.begin() as db:
            db.execute(insert(people).values(PERSON))
            db.execute(insert(projects).values(PROJECT))
        upgrade(engine)
        done = {name: value for name, value in ATTEMPT.items() if name not in NOT_DONE}
        with engine.begin() as db:
            db.execute(insert(quiz_attempts).values(ATTEMPT))
            db.execute(insert(completions).values(id="n-1", **done))
            assert db.execute(select(people)).mappings().all() == [PERSON]
            assert db.execute(select(projects)).mappings().all() == [PROJECT]
        downgrade(engine, "0003")
        assert "completions" not in inspect(engine).get_table_names()
        with engine.begin() as db:
            assert db.execute(select(people)).mappings().all() == [PERSON]
        upgrade(engine)
        with engine.begin() as db:
            assert db.execute(select(quiz_attempts)).all() == []
        assert revision(engine) == "0004"
        engine.dispose()
