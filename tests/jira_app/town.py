"""A Jira of a few lines, in memory: state, a journal of what was seen to change, and troubles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fairgate.triage import Item, Reason, RiskFlag
from jira_app.jira import Issue, JiraError, Move, Trail, Transition

NOON = 1_795_262_400.0


def judge(item: Item) -> RiskFlag:
    """Judge by one word: an issue that says "age" is high, one that says "name" medium."""
    for word, risk in (("age", "high"), ("name", "medium")):
        if word in item.summary.split():
            start = item.summary.index(word)
            return RiskFlag(
                item.id, risk, (Reason(word, f"{word} matters", word, "summary", start),)
            )
    return RiskFlag(item.id, "none")


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


class Town:
    """Issues, and what the app did to them.

    Attributes
    ----------
    journal : list of tuple
        Changes that somebody would see, in order: (key, what, value).
    troubles : list of JiraError or None
        What the next requests meet, one each; None lets one pass.
    before : callable
        Called with the name of each method before it does anything.
    """

    def __init__(self, *issues: Issue) -> None:
        self.issues = {issue.key: issue for issue in issues}
        self.properties: dict[str, dict[str, Any]] = {}
        self.posted: dict[str, dict[str, dict[str, Any]]] = {}
        self.journal: list[tuple[str, str, object]] = []
        self.requests: list[tuple[str, str]] = []
        self.troubles: list[JiraError | None] = []
        self.before: Callable[[str], object] = str
        self.links: dict[str, dict[str, tuple[str, str]]] = {}
        self.moves: dict[str, list[Move]] = {}
        self.steps: tuple[str, ...] = ("Backlog", "In progress", "In review", "Released")

    def edit(self, key: str, **changes: Any) -> None:
        """Change an issue as a person would."""
        self.issues[key] = replace(self.issues[key], **changes)

    def issue(self, key: str) -> Issue:
        """Read an issue."""
        self._enter("issue", key)
        return self.issues[key]

    def get_property(self, key: str, name: str) -> dict[str, Any] | None:
        """Read the property."""
        self._enter("get_property", key)
        assert name == "fairgate"
        return self.properties.get(key)

    def set_property(self, key: str, name: str, value: Mapping[str, Any]) -> None:
        """Set the property."""
        self._enter("set_property", key)
        assert name == "fairgate"
        self._see(key, "property", self.properties.get(key), dict(value))
        self.properties[key] = dict(value)

    def set_labels(self, key: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Add and remove labels."""
        self._enter("set_labels", key)
        old = self.issues[key].labels
        new = tuple(sorted((set(old) | set(add)) - set(remove)))
        self._see(key, "labels", old, new)
        self.edit(key, labels=new)

    def set_flagged(self, key: str, flagged: bool) -> bool:  # noqa: FBT001 - as the client has it
        """Set the flag."""
        self._enter("set_flagged", key)
        self._see(key, "flagged", self.issues[key].flagged, flagged)
        self.edit(key, flagged=flagged)
        return True

    def set_field(self, key: str, field_id: str, value: Any) -> None:
        """Set the risk field."""
        self._enter("set_field", key)
        assert field_id == "customfield_10050"
        self._see(key, "risk", self.issues[key].risk, value["value"])
        self.edit(key, risk=value["value"])

    def set_gate(self, key: str, issue_id: str, value: str) -> None:
        """Set the gate field."""
        self._enter("set_gate", key)
        assert issue_id == self.issues[key].id
        self._see(key, "gate", self.issues[key].gate, value)
        self.edit(key, gate=value)

    def set_remote_link(self, key: str, global_id: str, url: str, title: str) -> None:
        """Link to a page."""
        self._enter("set_remote_link", key)
        links = self.links.setdefault(key, {})
        self._see(key, "link", links.get(global_id), (url, title))
        links[global_id] = (url, title)

    def move(self, key: str, status: str, by: str, at: float) -> None:
        """Move an issue as a person would."""
        moves = self.moves.setdefault(key, [])
        when = datetime.fromtimestamp(at, UTC)
        moves.append(Move(str(len(moves) + 1), by, when, self.issues[key].status, status))
        self.edit(key, status=status)

    def trail(self, key: str) -> Trail:
        """Read how an issue came where it is."""
        self._enter("trail", key)
        return Trail(self.issues[key].status, tuple(self.moves.get(key, ())))

    def transitions(self, key: str) -> tuple[Transition, ...]:
        """Read the steps that may be taken."""
        self._enter("transitions", key)
        return tuple(Transition(f"{n}1", f"To {to}", to) for n, to in enumerate(self.steps))

    def transition(self, key: str, transition_id: str) -> None:
        """Take a step."""
        self._enter("transition", key)
        status = self.steps[int(transition_id) // 10]
        self._see(key, "status", self.issues[key].status, status)
        self.move(key, status, self.account(), NOON)

    def account(self) -> str:
        """Say whose account the app has."""
        return "app"

    def add_comment(self, key: str, adf: dict[str, Any], marker: str) -> str:
        """Comment once a marker."""
        self._enter("add_comment", key)
        posted = self.posted.setdefault(key, {})
        self._see(key, "comment", posted.get(marker), adf)
        posted.setdefault(marker, adf)
        return marker

    def _enter(self, name: str, key: str) -> None:
        self.before(name)
        self.requests.append((name, key))
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble:
            raise trouble
        if key not in self.issues:
            raise JiraError("gone", f"GET issue/{key}: no such issue")

    def _see(self, key: str, what: str, old: object, new: object) -> None:
        if old != new:
            self.journal.append((key, what, new))
