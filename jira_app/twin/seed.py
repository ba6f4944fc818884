"""What a new twin holds: statuses, steps, fields, projects, accounts."""

from __future__ import annotations

from collections.abc import Iterable

from jira_app.twin.model import (
    ADMIN,
    BROWSE,
    EVERYTHING,
    EVERYWHERE,
    MEMBER,
    Account,
    FieldKind,
    Project,
    Status,
    Step,
)
from jira_app.twin.workflow import field_is

TO_DO = Status("10000", "To Do", "new")
IN_PROGRESS = Status("10001", "In Progress", "indeterminate")
DONE = Status("10002", "Done", "done")

BACKLOG = Status("10003", "Backlog", "new")
WORKING = Status("10004", "In progress", "indeterminate")
IN_REVIEW = Status("10005", "In review", "indeterminate")
RELEASED = Status("10006", "Released", "done")

FLAGGED = "customfield_10021"
RISK_SELECT = "customfield_10050"
RISK_APP = "customfield_10060"
GATE_SELECT = "customfield_10051"
GATE_APP = "customfield_10061"
RISKS = ("none", "low", "medium", "high")
GATES = ("open", "closed")

_TYPES = "com.atlassian.jira.plugin.system.customfieldtypes"
_FORGE = "ari:cloud:ecosystem::extension/fairgate/static"

FIELDS = (
    FieldKind("summary", "Summary", "text", "string"),
    FieldKind("description", "Description", "document", "string"),
    FieldKind("labels", "Labels", "labels", "array"),
    FieldKind("components", "Components", "components", "array"),
    FieldKind("issuetype", "Issue Type", "type", "issuetype"),
    FieldKind("project", "Project", "shown", "project"),
    FieldKind("status", "Status", "shown", "status"),
    FieldKind("created", "Created", "shown", "datetime"),
    FieldKind("updated", "Updated", "shown", "datetime"),
    FieldKind("assignee", "Assignee", "user", "user"),
    FieldKind("creator", "Creator", "shown", "user"),
    FieldKind("reporter", "Reporter", "shown", "user"),
    FieldKind(FLAGGED, "Flagged", "options", "array", f"{_TYPES}:multicheckboxes", ("Impediment",)),
    FieldKind(RISK_SELECT, "Fairness risk", "option", "option", f"{_TYPES}:select", RISKS),
    FieldKind(
        RISK_APP,
        "Fairness risk (app)",
        "app",
        "string",
        f"{_FORGE}/fairness-risk",
    ),
    FieldKind(GATE_SELECT, "Fairness gate", "option", "option", f"{_TYPES}:select", GATES),
    FieldKind(GATE_APP, "Fairness gate (app)", "app", "string", f"{_FORGE}/fairness-gate"),
)
"""Jira's own fields, "Flagged" of its boards, and fields for risk and gate for either way to run
the app: select lists that an administrator made, and Forge fields that only the app can set."""


def steps() -> tuple[Step, ...]:
    """Give the default workflow: from anywhere to anywhere, without a rule."""
    return (
        Step("11", "To Do", TO_DO),
        Step("21", "Start", IN_PROGRESS),
        Step("31", "Finish", DONE),
    )


def story_steps() -> tuple[Step, ...]:
    """Give a workflow as squads have it: from a backlog over a review to the release.

    Work goes forward one step at a time and back to any; rules are attached as they are needed.
    """
    return (
        Step("51", "Back to the backlog", BACKLOG),
        Step("61", "Start work", WORKING),
        Step("71", "Ask for review", IN_REVIEW, origins=("In progress", "Released")),
        Step("81", "Release", RELEASED, origins=("In review",)),
    )


def ruled_steps() -> tuple[Step, ...]:
    """Add a step with a rule, as an administrator sets it up on the risk field's select list."""
    words = "Choose a fairness risk below high, or have the impact assessment approved."
    rule = field_is(RISK_SELECT, ("none", "low", "medium"), words)
    return (*steps(), Step("41", "Release", DONE, (rule,)))


def projects(keys: Iterable[str]) -> tuple[Project, ...]:
    """Make projects of these keys."""
    return tuple(
        Project(str(10000 + number), key, f"Project {key}", ("Scoring", "Website"))
        for number, key in enumerate(keys)
    )


APP = Account(
    "app", "fairgate", "fairgate@example.org", "app-token", {EVERYWHERE: EVERYTHING}, app=True
)
ANN = Account("ann", "Ann Author", "ann@example.org", "ann-token", {EVERYWHERE: MEMBER})
REX = Account(
    "rex", "Rex Reader", "rex@example.org", "rex-token", {EVERYWHERE: frozenset({BROWSE})}
)
ADA = Account("ada", "Ada Admin", "ada@example.org", "ada-token", {EVERYWHERE: MEMBER | {ADMIN}})
NED = Account("ned", "Ned Nobody", "ned@example.org", "ned-token")

ACCOUNTS = (APP, ANN, REX, ADA, NED)
"""The app, a member, a reader, an administrator, and one who sees no project."""
