"""The twin's workflow: a story's statuses, rules that are attached, and who moved what."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import urllib3

from jira_app.jira import JiraClient, JiraError, Move
from jira_app.twin import JiraTwin, Rule, seed
from jira_app.twin.events import envelope
from jira_app.twin.model import Event
from jira_app.twin.shapes import Shapes

MakeTwin = Callable[..., JiraTwin]
Make = Callable[..., JiraClient]


@pytest.fixture
def story(make_twin: MakeTwin) -> JiraTwin:
    """Start a twin with a backlog, a review and a release."""
    twin = make_twin(steps=seed.story_steps())
    twin.create_issue("ED", "Score applicants")
    return twin


def ask(twin: JiraTwin, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Ask as Ann."""
    login = urllib3.make_headers(basic_auth=f"{seed.ANN.email}:{seed.ANN.token}")
    headers = {**login, "Content-Type": "application/json"}
    answer = urllib3.request(method, twin.url + path, body=json.dumps(body), headers=headers)
    return answer.status, json.loads(answer.data) if answer.data else None


def names(client: JiraClient) -> list[str]:
    """Name the steps that may be taken."""
    return [step.name for step in client.transitions("ED-1")]


def test_work_goes_forward_step_by_step(story: JiraTwin, make_client: Make) -> None:
    """What is offered depends on where the issue is."""
    client = make_client(of=story)
    assert client.issue("ED-1").status == "Backlog"
    assert names(client) == ["Back to the backlog", "Start work"]
    for step in ("61", "71", "81"):
        client.transition("ED-1", step)
    assert client.issue("ED-1").status == "Released"
    with pytest.raises(JiraError, match="not valid"):
        client.transition("ED-1", "81")


@pytest.mark.parametrize(
    ("field", "setter"), [(seed.GATE_SELECT, "people"), (seed.GATE_APP, "the app alone")]
)
def test_a_rule_on_the_gate_field_refuses_until_it_is_open(
    story: JiraTwin, make_client: Make, field: str, setter: str
) -> None:
    """400 with the rule's words in Jira's error shape, and nothing moves."""
    rule = {"transition": "61", "field": field, "equals": "open", "message": "Closed."}
    assert ask(story, "POST", "/twin/rules", rule) == (204, None)
    move = {"transition": {"id": "61"}}
    path = "/rest/api/3/issue/ED-1/transitions"
    refused = {"errorMessages": ["Closed."], "errors": {}}
    assert ask(story, "POST", path, move) == (400, refused)
    client = make_client(of=story, gate_field=field)
    client.set_gate("ED-1", story.issue("ED-1").id, "closed")
    assert ask(story, "POST", path, move)[0] == 400
    client.set_gate("ED-1", story.issue("ED-1").id, "open")
    assert client.issue("ED-1").gate == "open"
    assert ask(story, "POST", path, move)[0] == 204
    closed = {"fields": {field: {"value": "closed"}}}
    allowed = ask(story, "PUT", "/rest/api/3/issue/ED-1", closed)[0] == 204
    assert allowed == (setter == "people")


def test_a_condition_hides_the_transition(story: JiraTwin, make_client: Make) -> None:
    """Who tries it all the same is told that there is none; taking rules off shows it again."""
    story.attach(Rule("61", seed.GATE_APP, kind="condition"))
    client = make_client(of=story, gate_field=seed.GATE_APP)
    assert names(client) == ["Back to the backlog"]
    with pytest.raises(JiraError, match="not valid for this issue"):
        client.transition("ED-1", "61")
    client.set_gate("ED-1", story.issue("ED-1").id, "open")
    assert names(client) == ["Back to the backlog", "Start work"]
    client.set_gate("ED-1", story.issue("ED-1").id, "closed")
    assert ask(story, "DELETE", "/twin/rules") == (204, None)
    assert "Start work" in names(client)


@pytest.mark.parametrize(
    "rule",
    [
        {"transition": "99", "field": seed.GATE_APP},
        {"transition": "61", "field": "customfield_1"},
        {"transition": "61", "field": seed.GATE_APP, "kind": "wish"},
        {"transition": 61, "field": seed.GATE_APP},
        {"step": "61"},
    ],
)
def test_a_rule_that_cannot_be_is_refused(story: JiraTwin, rule: dict[str, Any]) -> None:
    """Else a test would pass because nothing was attached."""
    assert ask(story, "POST", "/twin/rules", rule)[0] == 400


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
def test_the_way_of_an_issue_is_read_from_its_changelog(
    make_twin: MakeTwin, make_client: Make, deployment: str
) -> None:
    """Who moved it, when, and from where; Cloud answers newest first, Data Center oldest first."""
    cloud = deployment == "Cloud"
    twin = make_twin(steps=seed.story_steps(), deployment=deployment, version="10.3.0")
    twin.create_issue("ED", "Score applicants")
    twin.move_issue("ED-1", "61")
    twin.edit_issue("ED-1", summary="Rank applicants")
    twin.move_issue("ED-1", "71", by=seed.ADA)
    client = make_client(of=twin, **({} if cloud else {"email": "", "cloud": False}))
    trail = client.trail("ED-1")
    found = twin.issue("ED-1").changelog
    assert trail.status == "In review"
    assert [(move.id, move.author, move.before, move.after) for move in trail.moves] == [
        (found[0].id, "ann", "Backlog", "In progress"),
        (found[2].id, "ada", "In progress", "In review"),
    ]
    assert isinstance(trail.moves[0], Move)
    assert trail.moves[0].before_id == seed.BACKLOG.id
    assert trail.moves[0].at is not None


def test_a_webhook_tells_of_a_move_with_the_ids_of_the_history(story: JiraTwin) -> None:
    """The envelope's changelog is the entry that the issue's own history has."""
    told: list[Event] = []
    story.site.listeners.append(told.append)
    story.move_issue("ED-1", "61")
    log = envelope(told[0], story.site, Shapes(story.url, 2, cloud=True))["changelog"]
    assert log["id"] == story.issue("ED-1").changelog[0].id
    item = log["items"][0]
    assert (item["field"], item["fromString"], item["toString"]) == (
        "status",
        "Backlog",
        "In progress",
    )
    assert (item["from"], item["to"]) == (seed.BACKLOG.id, seed.WORKING.id)


def test_an_issue_is_assigned(story: JiraTwin, make_client: Make) -> None:
    """By account id; the name is what the board shows. Nobody unknown can be."""
    client = make_client(of=story)
    client.set_field("ED-1", "assignee", {"accountId": "ada"})
    assert client.issue("ED-1").assignee == "Ada Admin"
    with pytest.raises(JiraError) as caught:
        client.set_field("ED-1", "assignee", {"accountId": "eve"})
    assert caught.value.kind == "invalid"
    client.set_field("ED-1", "assignee", None)
    assert client.issue("ED-1").assignee == ""
