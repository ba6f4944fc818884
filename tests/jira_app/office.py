"""A worker, its clock and its Jira, and what others put into its store."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Engine, delete, insert

from jira_app.assessments.case import Case, State
from jira_app.jira import Issue
from jira_app.projects import Project, write_project
from jira_app.records import history
from jira_app.records.history import Entry
from jira_app.store import inbox, letters
from jira_app.store.inbox import Hint
from jira_app.store.records import assessments, evidence, people, rollouts
from jira_app.worker import Desk, Worker
from tests.jira_app.town import NOON, Clock, Town, judge

BROWSING = Issue("ED-1", "10001", summary="Sort by age", labels=("app",))
REPORT = "https://ci.example.org/1"


class Died(BaseException):
    """The process is gone: nothing below gets to clean up."""


class Office:
    """A worker, its clock and its Jira."""

    def __init__(
        self, store: Engine, *issues: Issue, risk_field: str = "", gate_field: str = ""
    ) -> None:
        self.store = store
        self.clock = Clock()
        self.town = Town(*issues)
        self.desk = Desk(store, self.town, judge, self.clock, risk_field, gate_field=gate_field)
        self.worker = self.hire("a")
        self._count = 0

    def hire(self, name: str) -> Worker:
        """Make a worker whose waits are whole."""
        return Worker(self.desk, name, lambda: 1.0)

    def hint(self, key: str = "ED-1") -> None:
        """Say that an issue may have changed."""
        self._count += 1
        with self.store.begin() as db:
            hint = Hint(key, "jira:issue_updated", f"digest-{self._count}")
            assert inbox.accept(db, hint, self.clock())

    def after(self, key: str = "ED-1") -> list[tuple[str, str, object]]:
        """Say so, do all work, and give what was seen to change meanwhile."""
        seen = len(self.town.journal)
        self.hint(key)
        self.worker.drain()
        return self.town.journal[seen:]

    def two_lives(self) -> None:
        """Have a worker work until it is done or dies, and then another, when leases are over."""
        for _ in range(2):
            self.clock.pass_(61)
            with suppress(Died):
                self.hire(f"{self.clock()}").drain()

    def dead(self) -> list[str]:
        """List why work was given up."""
        with self.store.begin() as db:
            return [letter.error for letter in letters.letters(db)]

    def past(self, key: str = "ED-1") -> tuple[Entry, ...]:
        """Read an issue's history, whose chain has to hold."""
        with self.store.begin() as db:
            assert history.broken_at(db, key) is None
            return history.read(db, key)

    def comments(self, key: str = "ED-1") -> list[str]:
        """List the markers of an issue's comments, oldest first."""
        return list(self.town.posted.get(key, ()))

    def said(self, marker: str, key: str = "ED-1") -> str:
        """Read the words of a comment."""
        return words(self.town.posted[key][marker])

    def shown(self, key: str = "ED-1") -> dict[str, Any]:
        """Read the property."""
        return self.town.properties[key]

    def setup(self, **settings: Any) -> None:
        """Set the project up as an administrator would."""
        with self.store.begin() as db:
            write_project(db, Project("ED", **settings), self.clock())

    def assess(self, state: State, **more: Any) -> None:
        """Put an assessment of ED-1 into the store, instead of the one that is there."""
        decided = state in {State.APPROVED, State.LAPSED}
        case = Case(
            **dict.fromkeys(("level", "answers_digest", "model_digest"), ""),
            **dict.fromkeys(("inherent", "residual", "likelihood", "severity", "envelope")),
            **dict.fromkeys(("submitted_by", "submitted")),
            id="case-1",
            issue="ED-1",
            project="ED",
            template="preflight",
            template_version="1.0.0",
            template_digest="",
            state=state,
            answers={},
            revision=1,
            author="p-ann",
            decided_by="p-rex" if decided else None,
            decided=self.clock() if decided else None,
            until=self.clock() + 86400.0 if decided else None,
            public=False,
            public_tiers={},
            created=NOON,
            updated=self.clock(),
        )
        row = asdict(replace(case, **more))
        with self.store.begin() as db:
            db.execute(delete(assessments))
            db.execute(insert(assessments).values(row))

    def judged(self, outcome: str, policy: str = "loan", **more: Any) -> None:
        """Put evidence of ED-1 into the store, as a trusted job sends it."""
        self._count += 1
        day = f"2026-11-21T12:{self._count:02d}:00Z"
        finding = {"outcome": outcome, "message": f"Women: {outcome} <b>."}
        row = {
            **dict.fromkeys(("envelope", "key_id", "model_digest"), ""),
            "issue": "ED-1",
            "project": "ED",
            "digest": f"{self._count}",
            "trusted": True,
            "policy": policy,
            "policy_digest": "",
            "outcome": outcome,
            "blocks": outcome in {"fail", "unknown"},
            "binding": "scored",
            "commit": "c0ffee",
            "report_url": REPORT,
            "report": {"judged": day, "findings": [finding]},
            "sender": "ci",
            "received": self.clock(),
        }
        with self.store.begin() as db:
            db.execute(insert(evidence).values(row | more))

    def rolled(self, **body: Any) -> None:
        """Put a notice of the flag hook into the store."""
        self._count += 1
        row = {"issue": "ED-1", "flag": "scoring", "environment": "production"}
        row |= {"digest": f"{self._count}", "body": body, "received": self.clock()}
        with self.store.begin() as db:
            db.execute(insert(rollouts).values(row))

    def know(self, person: str, name: str) -> None:
        """Let somebody have signed in."""
        row = {"issuer": "", "subject": person, "account": "", "email": "", "roles": []}
        with self.store.begin() as db:
            db.execute(insert(people).values(id=person, name=name, created=NOON, **row))


def words(node: dict[str, Any]) -> str:
    """Read the words of an ADF document."""
    inner = " ".join(words(child) for child in node.get("content", ()))
    return str(node["text"]) if node["type"] == "text" else inner


def what(seen: list[tuple[str, str, object]]) -> list[str]:
    """Name what changed."""
    return [name for _, name, _ in seen]
