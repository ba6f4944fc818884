"""The ledger's log: hashed as it ever was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from fairgate.rollout.store import Ledger
from fairgate.rollout.tables import log, open_ledger_engine

CASE = Path(__file__).resolve().parents[1] / "cases" / "chain" / "rollout.json"


def test_lines_are_stored_as_version_0_1_0_stored_them(tmp_path: Path) -> None:
    """Number, previous and hash are the same; several flags, each with a chain of its own."""
    expected: list[dict[str, Any]] = json.loads(CASE.read_text(encoding="utf-8"))
    ledger = Ledger(open_ledger_engine(f"sqlite:///{tmp_path}/rollout.db"))
    with ledger.begin() as db:
        given = [
            ledger.append(
                db,
                line["name"],
                line["event"],
                actor=line["actor"],
                at=line["at"],
                facts=line["facts"],
            )
            for line in expected
        ]
        rows = [dict(row) for row in db.execute(select(log).order_by(log.c.id)).mappings()]
    assert given == [line["number"] for line in expected]
    assert [{**line, "id": at} for at, line in enumerate(expected, start=1)] == rows
    assert {ledger.broken_at(line["name"]) for line in expected} == {None}
    ledger.engine.dispose()
