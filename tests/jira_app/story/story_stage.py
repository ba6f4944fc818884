"""Where the story plays: a Jira, the app behind a real server, its worker, and one CI job."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from urllib.request import Request, urlopen

import envelopes
from browsing import served
from databases import new_store
from sqlalchemy import Engine

from fairgate.checklist.library import open_library
from fairgate.signing import generate_keys
from fairgate.triage import ready
from jira_app.access.development import Development, Known
from jira_app.access.jira_authority import JiraAuthority
from jira_app.access.sender import Scope, Sender
from jira_app.app import create_app
from jira_app.jira import JiraClient, JiraError, JiraSite
from jira_app.projects import Project, write_project
from jira_app.twin import JiraTwin, Plan, seed
from jira_app.twin.model import MEMBER, Account, Step
from jira_app.twin.workflow import field_is
from jira_app.web import Web
from jira_app.worker import Desk, Worker
from tests.waiting import eventually

SECRET = token_hex()
CI_TOKEN = token_hex()
REFUSAL = "The fairness gate of this issue is closed."

RITA = Account("rita", "Rita Reviewer", "rita@example.org", "rita-token", {"*": MEMBER})
PAT = Account("pat", "Pat Product", "pat@example.org", "pat-token", {"*": MEMBER})
PEOPLE = (seed.ANN, RITA, PAT, seed.NED)


@dataclass
class Stage:
    """What there is.

    Attributes
    ----------
    twin : JiraTwin
        Jira, with a project LOAN whose step "Release" asks the app's own field.
    url : str
        Of the app.
    engine : Engine
        Its store.
    worker : Worker
        Running.
    evidence_key : Path
        With which CI signs.
    """

    twin: JiraTwin
    url: str
    engine: Engine
    worker: Worker
    evidence_key: Path

    def catch_up(self) -> None:
        """Wait until all webhooks are delivered and all that came of them is done."""
        assert self.twin.settle()
        eventually(self._is_idle, "the end of the work")
        assert self.twin.settle()

    def _is_idle(self) -> bool:
        """Whether nothing waits; if something does, the worker is told."""
        with self.engine.connect() as db:
            waits = bool(db.exec_driver_sql(WORK).scalar())
        if waits:
            self.worker.wake()
        return not waits

    def property_of(self, key: str) -> dict[str, object]:
        """Look at what the app shows of an issue."""
        return dict(self.twin.issue(key).properties.get("fairgate", {}))

    def release(self, key: str) -> str:
        """Take the guarded step as Ann would in Jira; gives what Jira says against it."""
        site = JiraSite(self.twin.url, seed.ANN.token, seed.ANN.email)
        client = JiraClient(site)
        try:
            client.transition(key, "41")
        except JiraError as error:
            return str(error)
        finally:
            client.close()
        return ""

    def send_evidence(self, outcome: str, key: str) -> dict[str, object]:
        """Judge a model in CI, and hand in the signed evidence."""
        body = envelopes.signed(
            self.evidence_key, outcome, issues=(key,), time=datetime.now(UTC).replace(microsecond=0)
        )
        headers = {"Authorization": f"Bearer {CI_TOKEN}", "Content-Type": "application/json"}
        with urlopen(Request(f"{self.url}/api/evidence", body, headers), timeout=20) as answer:  # noqa: S310 - our own server
            assert answer.status == 201
            return dict(json.load(answer))


WORK = """
SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'waiting')
    OR EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting')
    OR EXISTS (SELECT 1 FROM lanes WHERE holder IS NOT NULL OR due IS NOT NULL)
"""


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Put everything in its place, and take it away again."""
    approvals, _ = generate_keys(folder / "approvals")
    evidence = envelopes.keys(folder / "evidence")
    guarded = Step("41", "Release", seed.DONE, (field_is(seed.GATE_APP, ("open",), REFUSAL),))
    plan = Plan(
        projects=("LOAN", "PAY"),
        accounts=(*seed.ACCOUNTS, RITA, PAT),
        steps=(*seed.steps(), guarded),
    )
    with JiraTwin(plan) as twin, new_store("sqlite", folder) as engine:
        site = JiraSite(twin.url, seed.APP.token, seed.APP.email, gate_field=seed.GATE_APP)
        client = JiraClient(site)
        desk = Desk(engine, client, ready().flag, time.time, gate_field=seed.GATE_APP)
        worker = Worker(desk, "story", lambda: 0.5, idle=0.05)
        with engine.begin() as db:
            write_project(db, Project("LOAN"), time.time())
        web = Web(
            SECRET,
            open_library(),
            secure=False,
            authority=JiraAuthority(client, time.monotonic),
            development=Development("127.0.0.1", tuple(Known(p.name, p.email) for p in PEOPLE)),
            authenticate=_authenticate,
            evidence_keys=evidence.public,
            signing_key=approvals,
            jira=client,
            jira_url=twin.url,
        )
        app = create_app(engine, SECRET, time.time, wake=worker.wake, web=web)
        thread = worker.start()
        with served(app) as url:
            twin.add_webhook(f"{url}/webhooks/jira", SECRET)
            yield Stage(twin, url, engine, worker, evidence.private)
        worker.stop()
        thread.join(timeout=30)
        client.close()


def _authenticate(header: str) -> Sender | None:
    if header != f"Bearer {CI_TOKEN}":
        return None
    return Sender("loan-ci", frozenset(Scope), frozenset({"LOAN"}))
