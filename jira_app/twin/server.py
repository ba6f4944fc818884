"""A twin that runs: a real HTTP server on this machine, and a handle to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal, Self

from jira_app.twin import seed
from jira_app.twin.app import create_app
from jira_app.twin.delivery import Deliveries, Manners, Webhook
from jira_app.twin.events import EVENTS
from jira_app.twin.model import Account, FieldKind, Issue, Step
from jira_app.twin.post import post
from jira_app.twin.routes.request import Jira
from jira_app.twin.rules import Rule, attach
from jira_app.twin.site import Site
from jira_app.twin.trouble import Trouble
from jira_app.twin.webhooks import Webhooks

ALIASES = {
    "fairgateRisk": ("fairgate", "risk"),
    "fairgateAssessment": ("fairgate", "assessment_state"),
    "fairgateEvidence": ("fairgate", "evidence_outcome"),
    "fairgateGate": ("fairgate", "gate"),
    "fairgateNeedsAssessment": ("fairgate", "needs_assessment"),
}


def now() -> datetime:
    """Give the time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Plan:
    """What a twin is made of.

    Attributes
    ----------
    projects : iterable of str
        Keys.
    accounts, fields, steps : iterable
        Who is there, what issues have, what the workflow allows; see :mod:`jira_app.twin.seed`.
    deployment, version : str
        ``Cloud``, or ``Server`` with its version: 10 and later register webhooks elsewhere.
    clock, ids : callable, iterator of int
        The time, and numbers for what is made.
    manners : Manners
        How webhooks are delivered.
    page_limit : int
        Most issues on a page of search.
    aliases : mapping of str to (str, str)
        Search alias of a property to its name and path.
    """

    projects: Iterable[str] = ("ED",)
    accounts: Iterable[Account] = seed.ACCOUNTS
    fields: Iterable[FieldKind] = seed.FIELDS
    steps: Iterable[Step] = field(default_factory=seed.steps)
    deployment: Literal["Cloud", "Server"] = "Cloud"
    version: str = "1001.0.0-SNAPSHOT"
    clock: Callable[[], datetime] = now
    ids: Iterator[int] = field(default_factory=lambda: count(10001))
    manners: Manners = field(default_factory=Manners)
    page_limit: int = 5000
    aliases: Mapping[str, tuple[str, str]] = field(default_factory=lambda: dict(ALIASES))


class JiraTwin:
    """A stateful stand-in for Jira: in memory, on the loopback address only.

    Parameters
    ----------
    plan : Plan
        What it is made of.
    port : int
        0: any that is free.

    Examples
    --------
    >>> with JiraTwin() as twin:
    ...     made = twin.create_issue("ED", "Score applicants")
    >>> made.key
    'ED-1'
    """

    def __init__(self, plan: Plan | None = None, port: int = 0) -> None:
        plan = plan or Plan()
        self.site = Site(
            plan.accounts,
            seed.projects(plan.projects),
            plan.fields,
            plan.steps,
            clock=plan.clock,
            ids=plan.ids,
        )
        self.deliveries = Deliveries(
            post, time.monotonic, plan.manners, born=plan.clock().isoformat()
        )
        cloud = plan.deployment == "Cloud"
        self.webhooks = Webhooks(self.site, self.deliveries, plan.ids, cloud=cloud)
        jira = Jira(
            self.site,
            self.webhooks,
            plan.deployment,
            plan.version,
            plan.page_limit,
            dict(plan.aliases),
        )
        self.app, self.troubles = create_app(jira, self.deliveries)
        self._version = 3 if cloud else 2
        self._port = port
        self.url = ""

    def start(self) -> Self:
        """Open the port and begin to answer.

        Raises
        ------
        OSError
            The port is taken.
        """
        from waitress.server import create_server  # noqa: PLC0415

        self._server = create_server(self.app, host="127.0.0.1", port=self._port, threads=8)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self.webhooks.root = self.url
        self._thread = threading.Thread(target=self._server.run, name="jira-twin", daemon=True)
        self._thread.start()
        self.deliveries.start()
        return self

    def stop(self) -> None:
        """Stop answering; everything is forgotten with this object."""
        self.troubles.calm()
        self.deliveries.stop()
        self._server.task_dispatcher.shutdown(timeout=10)
        with suppress(OSError):  # it may have hung up by the time it is told that it was woken
            self._server.trigger.pull_trigger(self._hang_up)  # in the thread that owns the sockets
        self._thread.join(timeout=10)

    def _hang_up(self) -> None:
        for socket in list(self._server._map.values()):  # noqa: SLF001 - run() ends without any
            socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def create_issue(
        self, project: str, summary: str, by: Account = seed.ANN, **fields: Any
    ) -> Issue:
        """Make an issue as a person would; texts are plain."""
        given = {"project": {"key": project}, "summary": summary, "issuetype": {"name": "Story"}}
        with self.site.lock:
            return self.site.create(by, {"fields": given | fields}, 2)

    def edit_issue(self, key: str, by: Account = seed.ANN, **fields: Any) -> None:
        """Edit an issue as a person would; texts are plain."""
        with self.site.lock:
            self.site.edit(by, self.site.issue(by, key), {"fields": fields}, 2)

    def comment(self, key: str, text: str, by: Account = seed.ANN) -> None:
        """Comment as a person would."""
        with self.site.lock:
            self.site.comment(by, self.site.issue(by, key), text, {}, 2)

    def move_issue(self, key: str, step_id: str, by: Account = seed.ANN) -> None:
        """Move an issue as a person would; rules of the workflow may refuse."""
        with self.site.lock:
            self.site.move(by, self.site.issue(by, key), step_id)

    def attach(self, rule: Rule) -> None:
        """Attach a rule to a transition as the administrator would."""
        attach(self.site, rule)

    def delete_issue(self, key: str, by: Account = seed.ADA) -> None:
        """Delete an issue."""
        with self.site.lock:
            self.site.delete(by, self.site.issue(by, key))

    def issue(self, key: str) -> Issue:
        """Look at an issue's state, past all permissions."""
        return self.site.issues[key]

    def add_webhook(
        self, url: str, secret: str = "", events: Iterable[str] = EVENTS, jql: str = ""
    ) -> Webhook:
        """Register a webhook as the administrator would."""
        filters = {"issue-related-events-section": jql}
        body = {"name": "app", "url": url, "events": list(events), "secret": secret}
        with self.site.lock:
            return self.webhooks.register(seed_admin(self.site), body | {"filters": filters})

    def trouble(self, *troubles: Trouble) -> None:
        """Plan trouble."""
        self.troubles.plan(*troubles)

    def calm(self) -> None:
        """Forget all trouble."""
        self.troubles.calm()

    def settle(self, timeout: float = 30.0) -> bool:
        """Wait until all webhooks are delivered or given up."""
        return self.deliveries.settle(timeout)


def seed_admin(site: Site) -> Account:
    """Find an administrator of the site."""
    return next(account for account in site.accounts if account.may("ADMINISTER"))
