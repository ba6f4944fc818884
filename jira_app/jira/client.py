"""What the app asks of Jira, in Jira's words; Cloud (version 3) and Data Center (version 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from jira_app.jira import moves, parse, people
from jira_app.jira.adf import Node, to_text
from jira_app.jira.comments import Comments
from jira_app.jira.errors import JiraError
from jira_app.jira.keys import issue_key, number, segment
from jira_app.jira.search import search
from jira_app.jira.site import JiraSite
from jira_app.jira.transport import Pace, Transport
from jira_app.jira.values import (
    Account,
    Comment,
    Field,
    Hit,
    Issue,
    Server,
    Trail,
    Transition,
    User,
)

ISSUE_FIELDS = (
    "summary",
    "description",
    "labels",
    "components",
    "issuetype",
    "project",
    "status",
    "updated",
    "assignee",
)
IMPEDIMENT = [{"value": "Impediment"}]
"""What Jira's boards set in "Flagged" when somebody adds a flag."""


class JiraClient:
    """One Jira, seen as one account.

    Every method may raise :class:`~jira_app.jira.errors.JiraError`. Issue keys are checked before
    any request. Reading and setting may be repeated at will; setting what is set already is
    one request and changes nothing.

    Parameters
    ----------
    site : JiraSite
        Address and credentials.
    pace : Pace
        Retries within a request; ``Pace(ONCE)`` for a worker that keeps its own times.

    Examples
    --------
    >>> client = JiraClient(JiraSite("https://example.atlassian.net", "secret", "a@example.org"))
    >>> client.issue("ED-1/comment")
    Traceback (most recent call last):
    ...
    jira_app.jira.errors.JiraError: invalid: 'ED-1/comment' is not an issue key like ED-1
    """

    def __init__(self, site: JiraSite, pace: Pace | None = None) -> None:
        self.site = site
        self._transport = Transport(site, pace or Pace())
        self._send = self._transport.send
        self._comments = Comments(self._transport)

    def issue(self, key: str) -> Issue:
        """Read an issue."""
        path = f"issue/{issue_key(key)}"
        own = (self._flagged_field, self.site.risk_field, self.site.gate_field)
        wanted = [*ISSUE_FIELDS, *own]
        query = {"fields": ",".join(name for name in wanted if name)}
        found = self._send("GET", path, query=query)
        return parse.issue(found, *own)

    def get_property(self, key: str, name: str) -> dict[str, Any] | None:
        """Read an entity property; None if it is not set, or the issue is not there."""
        try:
            found = self._send("GET", _property(key, name))
        except JiraError as error:
            if error.kind == "gone":
                return None
            raise
        value = found.get("value") if isinstance(found, dict) else None
        return value if isinstance(value, dict) else None

    def set_property(self, key: str, name: str, value: Mapping[str, Any]) -> None:
        """Set an entity property, at most 32,768 bytes of JSON."""
        self._send("PUT", _property(key, name), dict(value))

    def delete_property(self, key: str, name: str) -> None:
        """Take an entity property away; none there is none the worse."""
        try:
            self._send("DELETE", _property(key, name))
        except JiraError as error:
            if error.kind != "gone":
                raise

    def set_labels(self, key: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Add and remove labels, without touching those that others set meanwhile."""
        steps = [{"add": label} for label in add] + [{"remove": label} for label in remove]
        if steps:
            self._edit(key, {"update": {"labels": steps}})

    def set_flagged(self, key: str, flagged: bool) -> bool:  # noqa: FBT001 - a setter's value
        """Add or remove Jira's own flag; False where this site has no field "Flagged"."""
        if not self._flagged_field:
            return False
        self.set_field(key, self._flagged_field, IMPEDIMENT if flagged else None)
        return True

    def set_field(self, key: str, field_id: str, value: Any) -> None:
        """Set a field as a person would; a select list takes ``{"value": "high"}``."""
        self._edit(key, {"fields": {field_id: value}})

    def set_app_field(self, issue_id: str, field_id: str, value: Any) -> None:
        """Set a field that belongs to this Forge app, which nobody else can set (Cloud)."""
        update = {"issueIds": [int(number(issue_id))], "value": value}
        path = f"app/field/{segment(field_id)}/value"
        self._send("PUT", path, {"updates": [update]})

    def set_gate(self, key: str, issue_id: str, value: str) -> None:
        """Set the gate field to ``open`` or ``closed``, in the way that its kind asks for."""
        field = self.site.gate_field
        if moves.is_apps(field, self._known_fields):
            self.set_app_field(issue_id, field, value)
        else:
            self.set_field(key, field, {"value": value})

    def add_comment(self, key: str, adf: Node, marker: str) -> str:
        """Comment once for a marker, however often this is called; see :class:`Comments`.

        Parameters
        ----------
        key : str
            Issue key.
        adf : dict
            The words, as ADF; sent as plain text where version 2 is spoken.
        marker : str
            What the comment is about; one of this marker by this account is enough.

        Returns
        -------
        str
            Id of the comment, whether it was there or is new.
        """
        body = adf if self.site.is_cloud else to_text(adf)
        return self._comments.add_once(issue_key(key), body, marker, self._me)

    def comments(self, key: str) -> tuple[Comment, ...]:
        """Read the comments of an issue, oldest first."""
        return tuple(self._comments.of(key))

    def trail(self, key: str) -> Trail:
        """Read where an issue is, and how it came there."""
        return moves.trail(self._send("GET", f"issue/{issue_key(key)}", query=moves.QUERY))

    def transitions(self, key: str) -> tuple[Transition, ...]:
        """Read the steps that this account may take with an issue now."""
        return parse.transitions(self._send("GET", f"issue/{issue_key(key)}/transitions"))

    def transition(self, key: str, transition_id: str) -> None:
        """Take a step; kind ``invalid`` if a rule of the workflow refuses it."""
        body = {"transition": {"id": number(transition_id)}}
        self._send("POST", f"issue/{issue_key(key)}/transitions", body)

    def set_remote_link(self, key: str, global_id: str, url: str, title: str) -> None:
        """Link to a page elsewhere; the same ``global_id`` changes the link it made before."""
        body = {"globalId": global_id, "object": {"url": url, "title": title}}
        self._send("POST", f"issue/{issue_key(key)}/remotelink", body, repeatable=True)

    def search(
        self, jql: str, fields: Iterable[str] = ("key",), properties: Iterable[str] = ()
    ) -> Iterator[Hit]:
        """Find issues, page by page; Cloud refuses a query that is not bounded.

        Cloud's search catches up with changes some seconds later.
        """
        return search(self._transport, jql, tuple(fields), tuple(properties), self.site.is_cloud)

    def fields(self) -> list[Field]:
        """Read the fields of this site."""
        return list(parse.fields(self._send("GET", "field")))

    def myself(self) -> User:
        """Read whose token this is."""
        return parse.user(self._send("GET", "myself"))

    def account(self) -> str:
        """Give the id of this account; it is asked for once."""
        return self._me

    def my_permissions(
        self, *names: str, project: str = "", issue: str | None = None
    ) -> dict[str, bool]:
        """Read which permissions this account has, in a project or for an issue.

        Parameters
        ----------
        names : str
            ``BROWSE_PROJECTS``, ``EDIT_ISSUES`` ...
        project, issue : str
            Keys; one of them, or neither for permissions anywhere.
        """
        query = {"permissions": ",".join(names)}
        if project:
            query["projectKey"] = project
        if issue is not None:
            query["issueKey"] = issue_key(issue)
        return parse.permissions(self._send("GET", "mypermissions", query=query))

    def accounts(self, email: str) -> tuple[Account, ...]:
        """Find the active accounts of people that show exactly this e-mail address."""
        return people.accounts(self._transport, email, cloud=self.site.is_cloud)

    def permitted(self, account: str, keys: Iterable[str], permission: str) -> frozenset[str]:
        """Say for which of these issues another account has a permission."""
        cloud = self.site.is_cloud
        return people.permitted(self._transport, account, keys, permission, cloud=cloud)

    def server_info(self) -> Server:
        """Read what this Jira says of itself."""
        return parse.server(self._send("GET", "serverInfo"))

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    @cached_property
    def _me(self) -> str:
        return self.myself().id

    @cached_property
    def _flagged_field(self) -> str:
        return parse.flagged_field(self._known_fields)

    @cached_property
    def _known_fields(self) -> list[Field]:
        return self.fields()

    def _edit(self, key: str, body: dict[str, Any]) -> None:
        self._send("PUT", f"issue/{issue_key(key)}", body)


def _property(key: str, name: str) -> str:
    return f"issue/{issue_key(key)}/properties/{segment(name)}"
