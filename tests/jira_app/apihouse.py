"""The API and the pages of evidence, served alone, with two tokens and whoever signed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, insert, select
from werkzeug.test import TestResponse

from fairgate.signing import PublicKey
from jira_app.access import Permission, Person, Visit
from jira_app.access.sender import Scope, Sender
from jira_app.api import api
from jira_app.evidence.pages import evidence_pages
from jira_app.intake import problems
from jira_app.intake.webhooks import webhooks
from jira_app.metrics import metrics
from jira_app.pages import install
from jira_app.store.records import assessments, evidence
from tests.jira_app import envelopes
from tests.jira_app.specimens import CASE, as_row
from tests.jira_app.town import Clock

SENDERS = {
    "Bearer all": Sender("main", frozenset(Scope), frozenset({"LOAN", "CARE"})),
    "Bearer reads": Sender("reads", frozenset({Scope.READ}), frozenset({"LOAN"})),
    "Bearer sends": Sender("sends", frozenset({Scope.EVIDENCE}), frozenset({"LOAN"})),
}
ALL = {"Authorization": "Bearer all"}
ANN = Person("a" * 32, "Ann Author", "ann@example.org", "ann")
LIMIT = 25 * 2**20


class Sees:
    """Lets Ann browse LOAN, and nobody anything else."""

    def allowed(
        self, person: Person, keys: Iterable[str], permission: Permission = Permission.BROWSE
    ) -> frozenset[str]:
        """Look at the key alone."""
        mine = permission is Permission.BROWSE and person == ANN
        return frozenset(key for key in keys if mine and key.startswith("LOAN-"))


@dataclass
class House:
    """An app with its collaborators.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        The store.
    keys : sequence of PublicKey
        Trusted keys of evidence.
    woken : list
        One entry each time the worker was woken.
    signed_in : Person or None
        Whoever signed in, for browsers.
    """

    engine: Engine
    keys: Sequence[PublicKey] = ()
    clock: Clock = field(default_factory=Clock)
    woken: list[None] = field(default_factory=list)
    signed_in: Person | None = None

    def __post_init__(self) -> None:
        app = self.app = Flask("house", static_folder=None)
        app.config.update(SECRET_KEY="a" * 32, MAX_CONTENT_LENGTH=LIMIT)
        problems.register(app)
        install(app, Sees(), lambda: self.signed_in)
        app.register_blueprint(
            api(
                self.engine,
                self.clock,
                authenticate=SENDERS.get,
                evidence_keys=self.keys,
                wake=lambda: self.woken.append(None),
            )
        )
        app.register_blueprint(evidence_pages(self.engine))
        app.register_blueprint(metrics(self.engine, self.clock))
        app.register_blueprint(webhooks(self.engine, "secret" * 4, self.clock, lambda: None))

    @property
    def client(self) -> FlaskClient:
        """A new client."""
        return self.app.test_client()

    def send(self, body: bytes, query: str = "", as_: str = "all") -> TestResponse:
        """Send evidence."""
        headers = {"Authorization": f"Bearer {as_}"} if as_ else {}
        return self.client.post(f"/api/evidence{query}", data=body, headers=headers)

    def read(self, path: str, as_: str = "all", visitor: Person | None = None) -> TestResponse:
        """Read something, with a token or as somebody who signed in."""
        headers = {"Authorization": f"Bearer {as_}"} if as_ else {}
        seen = {"fairgate.visit": Visit(visitor)} if visitor else {}
        return self.client.get(path, headers=headers, environ_overrides=seen)

    def kept(self) -> int:
        """Count the evidence that is kept."""
        with self.engine.connect() as db:
            return db.scalar(select(func.count()).select_from(evidence)) or 0


def approved(engine: Engine, keys: envelopes.Keys, envelope: str) -> House:
    """Make an app with an approved issue, LOAN-1, and evidence that fails."""
    with engine.begin() as db:
        db.execute(insert(assessments).values(as_row(replace(CASE, envelope=envelope))))
    house = House(engine, keys.public)
    house.send(envelopes.signed(keys.private, "fail"))
    return house
