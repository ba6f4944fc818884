"""The twin's webhooks: who hears what, signed how, and how often it is tried."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
import urllib3
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from jira_app.twin import JiraTwin, Manners, seed
from jira_app.twin.delivery import LARGEST_BODY, Deliveries, Webhook, signature
from jira_app.twin.events import EVENTS
from jira_app.twin.refusal import Refusal
from jira_app.twin.routes.hooks import NEW, OLD

MakeTwin = Callable[..., JiraTwin]

HASTY = Manners(retries=(0.0,) * 5)


class Listener:
    """Somebody who is told: notes what comes and answers what was planned, then 202."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.server = make_server("127.0.0.1", 0, self.application)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/jira"

    @Request.application
    def application(self, request: Request) -> Response:
        """Take a webhook."""
        self.heard.append((dict(request.headers), request.get_data()))
        return Response(status=self.answers.pop(0) if self.answers else 202)

    def bodies(self) -> list[Any]:
        """Parse what came."""
        return [json.loads(body) for _, body in self.heard]


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Listen."""
    listener = Listener()
    thread = threading.Thread(target=listener.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield listener
    listener.server.shutdown()
    thread.join()
    listener.server.server_close()


def test_the_signature_is_atlassians() -> None:
    """Their own vector."""
    assert signature("It's a Secret to Everybody", b"Hello World!") == (
        "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    )


def test_what_happens_is_told_in_jiras_envelope(make_twin: MakeTwin, listener: Listener) -> None:
    """The issue has the shape of version 2, and an update says what changed."""
    twin = make_twin()
    twin.add_webhook(listener.url, "secret")
    twin.create_issue("ED", "Score", description="By age.")
    twin.edit_issue("ED-1", labels=["ml"], summary="Score")
    twin.comment("ED-1", "Really?")
    twin.delete_issue("ED-1")
    assert twin.settle()
    created, updated, commented, deleted = listener.bodies()
    assert (created["webhookEvent"], created["issue"]["fields"]["description"]) == (
        "jira:issue_created",
        "By age.",
    )
    assert created["timestamp"] > 1_700_000_000_000
    assert updated["changelog"]["items"] == [
        {
            "field": "labels",
            "fieldtype": "jira",
            "fieldId": "labels",
            "from": None,
            "fromString": None,
            "to": None,
            "toString": "ml",
        }
    ]
    assert (updated["user"]["accountId"], updated["issue_event_type_name"]) == (
        "ann",
        "issue_updated",
    )
    assert commented["comment"]["body"] == "Really?"
    assert (deleted["webhookEvent"], deleted["issue"]["key"]) == ("jira:issue_deleted", "ED-1")
    for headers, body in listener.heard:
        assert headers["X-Hub-Signature"] == signature("secret", body)
    identifiers = {headers["X-Atlassian-Webhook-Identifier"] for headers, _ in listener.heard}
    assert len(identifiers) == 4


def test_nothing_is_told_when_nothing_changed(make_twin: MakeTwin, listener: Listener) -> None:
    """An edit that sets what is set, and events that nobody asked for."""
    twin = make_twin()
    twin.add_webhook(listener.url, events=["jira:issue_updated"])
    twin.create_issue("ED", "Score")
    twin.edit_issue("ED-1", summary="Score", labels=[])
    twin.comment("ED-1", "Really?")
    assert twin.settle()
    assert listener.heard == []


def test_properties_and_transitions_are_told(make_twin: MakeTwin, listener: Listener) -> None:
    """Without a secret there is no signature."""
    twin = make_twin()
    issue = twin.create_issue("ED", "Score")
    twin.add_webhook(listener.url)
    twin.site.set_property(seed.APP, issue, "fairgate", {"risk": "high"}, 16)
    twin.site.move(seed.ANN, issue, "21")
    twin.site.delete_property(seed.ANN, issue, "fairgate")
    assert twin.settle()
    names = [body["webhookEvent"] for body in listener.bodies()]
    assert names == ["issue_property_set", "jira:issue_updated", "issue_property_deleted"]
    item = listener.bodies()[1]["changelog"]["items"][0]
    assert (item["field"], item["fromString"], item["toString"]) == (
        "status",
        "To Do",
        "In Progress",
    )
    assert not [1 for headers, _ in listener.heard if "X-Hub-Signature" in headers]


def test_a_webhook_may_ask_for_some_issues_only(make_twin: MakeTwin, listener: Listener) -> None:
    """By JQL."""
    twin = make_twin(projects=("ED", "LOAN"))
    twin.add_webhook(listener.url, jql="project = LOAN")
    twin.create_issue("ED", "one")
    twin.create_issue("LOAN", "two")
    assert twin.settle()
    assert [body["issue"]["key"] for body in listener.bodies()] == ["LOAN-1"]


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 503])
def test_a_refusal_that_may_pass_is_tried_again_under_the_same_identifier(
    make_twin: MakeTwin, listener: Listener, status: int
) -> None:
    """With the same body."""
    twin = make_twin(manners=HASTY)
    twin.add_webhook(listener.url, "secret")
    listener.answers = [status, status]
    twin.create_issue("ED", "Score")
    assert twin.settle()
    assert [each.status for each in twin.deliveries.attempts] == [status, status, 202]
    assert len({headers["X-Atlassian-Webhook-Identifier"] for headers, _ in listener.heard}) == 1
    assert len({body for _, body in listener.heard}) == 1


@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 413])
def test_other_answers_are_the_last_word(
    make_twin: MakeTwin, listener: Listener, status: int
) -> None:
    """A wrong signature is not retried, for one."""
    twin = make_twin(manners=HASTY)
    twin.add_webhook(listener.url)
    listener.answers = [status]
    twin.create_issue("ED", "Score")
    assert twin.settle()
    assert [each.status for each in twin.deliveries.attempts] == [status]


def test_after_five_retries_it_is_given_up(make_twin: MakeTwin) -> None:
    """Nobody listens at this address."""
    twin = make_twin(manners=HASTY)
    twin.add_webhook("http://127.0.0.1:9/webhooks/jira")
    twin.create_issue("ED", "Score")
    assert twin.settle()
    attempts = twin.deliveries.attempts
    assert [(each.number, each.status) for each in attempts] == [(n, None) for n in range(1, 7)]


def test_events_come_twice_and_out_of_order_on_demand(
    make_twin: MakeTwin, listener: Listener
) -> None:
    """At least once, and in no order; the same disorder each time."""
    twin = make_twin(manners=Manners(duplicate_every=3, shuffle=5))
    twin.add_webhook(listener.url)
    with twin.site.lock, twin.deliveries._changed:  # all are queued before the first goes out
        for number in range(9):
            twin.create_issue("ED", f"Item {number}")
    assert twin.settle()
    keys = [body["issue"]["key"] for body in listener.bodies()]
    assert sorted(set(keys)) == [f"ED-{number}" for number in range(1, 10)]
    assert (
        len(keys),
        len({headers["X-Atlassian-Webhook-Identifier"] for headers, _ in listener.heard}),
    ) == (12, 9)
    assert keys != sorted(keys)


def test_another_twin_has_other_identifiers(make_twin: MakeTwin, listener: Listener) -> None:
    """Or an app that kept its database would take its events for repeats; the clock decides."""
    for day in (2, 2, 3):
        twin = make_twin(clock=lambda day=day: datetime(2026, 11, day, tzinfo=UTC))
        twin.add_webhook(listener.url)
        twin.create_issue("ED", "Score")
        assert twin.settle()
    found = [headers["X-Atlassian-Webhook-Identifier"] for headers, _ in listener.heard]
    assert (found[0] == found[1], found[1] == found[2]) == (True, False)


def test_a_body_beyond_25_megabytes_is_dropped() -> None:
    """As Jira drops it: without a word."""
    posted: list[bytes] = []

    def post(_: str, body: bytes, __: dict[str, str]) -> int:
        posted.append(body)
        return 202

    deliveries = Deliveries(post, lambda: 0.0, HASTY)
    webhook = Webhook(1, "app", "http://127.0.0.1:9", EVENTS)
    deliveries.start()
    deliveries.send(webhook, "jira:issue_created", "x" * LARGEST_BODY)
    deliveries.send(webhook, "jira:issue_created", "small")
    assert deliveries.settle()
    deliveries.stop()
    assert posted == [b'"small"']


@pytest.mark.parametrize(
    ("deployment", "version", "path", "other"),
    [
        ("Cloud", "1001.0.0-SNAPSHOT", OLD, NEW),
        ("Server", "9.12.0", OLD, NEW),
        ("Server", "10.3.0", NEW, OLD),
    ],
)
def test_webhooks_are_registered_by_administrators(
    make_twin: MakeTwin, deployment: str, version: str, path: str, other: str
) -> None:
    """Where this version of Jira has it; the secret is never shown again."""
    twin = make_twin(deployment=deployment, version=version)
    pool = urllib3.PoolManager(retries=False)

    def ask(method: str, path: str, body: Any = None, account: Any = seed.ADA) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {account.token}", "Content-Type": "application/json"}
        answer = pool.request(method, twin.url + path, json=body, headers=headers)
        return answer.status, answer.data

    body = {"name": "app", "url": "http://127.0.0.1:9", "events": ["jira:issue_created"]}
    status, made = ask("POST", path, body | {"secret": "hush-hush"})
    assert (status, b"hush" in made) == (201, False)
    listed = json.loads(ask("GET", path)[1])
    assert [each["name"] for each in listed] == ["app"]
    address = listed[0]["self"].removeprefix(twin.url)
    assert ask("POST", path, body, seed.ANN)[0] == 403
    assert ask("POST", other, body)[0] == 501
    assert (ask("DELETE", address)[0], ask("DELETE", address)[0]) == (204, 404)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"url": "ftp://example.org"}, 400),
        ({"events": []}, 400),
        ({"events": ["sprint_started"]}, 501),
        ({"filters": {"issue-related-events-section": "project ="}}, 400),
    ],
)
def test_a_webhook_that_cannot_work_is_refused(
    twin: JiraTwin, change: dict[str, Any], status: int
) -> None:
    """When it is registered, not when it should be sent."""
    body = {"name": "app", "url": "http://127.0.0.1:9", "events": ["jira:issue_created"]}
    with pytest.raises(Refusal) as caught:
        twin.webhooks.register(seed.ADA, body | change)
    assert caught.value.status == status


def test_numbers_are_given_once(make_twin: MakeTwin, listener: Listener) -> None:
    """Eight writers at once: no key twice, no event lost."""
    twin = make_twin(ids=count(1))
    twin.add_webhook(listener.url)
    writers = [
        threading.Thread(target=lambda: [twin.create_issue("ED", "x") for _ in range(5)])
        for _ in range(8)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert twin.settle()
    keys = {body["issue"]["key"] for body in listener.bodies()}
    assert keys == {f"ED-{number}" for number in range(1, 41)}
