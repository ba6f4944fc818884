"""What hangs on an issue: entity properties, comments with properties, remote links."""

from __future__ import annotations

from typing import Any

from flask import request

from jira_app.twin.model import Account, Comment
from jira_app.twin.refusal import Refusal, unplayed
from jira_app.twin.routes.request import Answer, Jira, Routes, body, no_expansion, number, who

LONGEST_NAME = 255


def property_keys(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: the names of an issue's properties."""
    issue = jira.site.issue(who(jira, request), ref)
    shapes = jira.shapes(request, version)
    path = f"issue/{issue.id}/properties"
    keys = [{"key": name, "self": shapes.link(f"{path}/{name}")} for name in issue.properties]
    return {"keys": keys}, 200


def get_property(jira: Jira, version: str, ref: str, name: str) -> Answer:
    """Jira's REST documentation: 404 if the property is not set."""
    del version
    return _property(jira.site.issue(who(jira, request), ref).properties, name), 200


def set_property(jira: Jira, version: str, ref: str, name: str) -> Answer:
    """Jira's REST documentation: 201 when new, 200 when changed; Browse and Edit suffice."""
    del version
    account, value = who(jira, request), body(request)
    _named(name)
    size = len(request.get_data())
    new = jira.site.set_property(account, jira.site.issue(account, ref), name, value, size)
    return "", 201 if new else 200


def delete_property(jira: Jira, version: str, ref: str, name: str) -> Answer:
    """Jira's REST documentation: 204, or 404 if there was none."""
    del version
    account = who(jira, request)
    jira.site.delete_property(account, jira.site.issue(account, ref), name)
    return "", 204


def comments(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: a page of comments, oldest first, or by ``-created``."""
    no_expansion(request.args.get("expand"))
    issue = jira.site.issue(who(jira, request), ref)
    order = request.args.get("orderBy", "created")
    if order not in {"created", "+created", "-created"}:
        raise unplayed(f"orderBy={order}")
    found = issue.comments[::-1] if order.startswith("-") else issue.comments
    start, most = number(request, "startAt", 0), number(request, "maxResults", 5000)
    shapes = jira.shapes(request, version)
    page = [shapes.comment(issue, each) for each in found[start : start + most]]
    total = len(found)
    return {"startAt": start, "maxResults": most, "total": total, "comments": page}, 200


def add_comment(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: 201; the comment's properties come with it."""
    account, given = who(jira, request), body(request)
    issue = jira.site.issue(account, ref)
    others = sorted(given.keys() - {"body", "properties"}) if isinstance(given, dict) else []
    if others:
        raise unplayed(f"{others[0]!r} of a comment")
    text = given.get("body") if isinstance(given, dict) else None
    properties = _properties(given.get("properties")) if isinstance(given, dict) else {}
    comment = jira.site.comment(account, issue, text, properties, int(version))
    return jira.shapes(request, version).comment(issue, comment), 201


def get_comment(jira: Jira, version: str, ref: str, comment_id: str) -> Answer:
    """Jira's REST documentation: 404 if there is no such comment."""
    issue = jira.site.issue(who(jira, request), ref)
    for comment in issue.comments:
        if comment.id == comment_id:
            return jira.shapes(request, version).comment(issue, comment), 200
    raise Refusal(404, f"Can not find a comment for the id: {comment_id}.")


def get_comment_property(jira: Jira, version: str, comment_id: str, name: str) -> Answer:
    """Jira's REST documentation: a property of a comment that one may see."""
    del version
    return _property(_comment(jira, who(jira, request), comment_id).properties, name), 200


def set_comment_property(jira: Jira, version: str, comment_id: str, name: str) -> Answer:
    """Jira's REST documentation: 201 when new, 200 when changed; authors only, here."""
    del version
    account, value = who(jira, request), body(request)
    _named(name)
    comment = _comment(jira, account, comment_id)
    if comment.author != account:
        raise Refusal(403, "You do not have permission to edit this comment.")
    new = name not in comment.properties
    comment.properties[name] = value
    return "", 201 if new else 200


def links(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: all links, or the one of a ``globalId``."""
    issue = jira.site.issue(who(jira, request), ref)
    shapes = jira.shapes(request, version)
    wanted = request.args.get("globalId")
    if wanted is None:
        return [shapes.remote_link(issue, link) for link in issue.links], 200
    for link in issue.links:
        if link.global_id == wanted:
            return shapes.remote_link(issue, link), 200
    raise Refusal(404, "There is no remote link of this globalId.")


def set_link(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: 201 when new, 200 when the ``globalId`` was known."""
    account, given = who(jira, request), body(request)
    issue = jira.site.issue(account, ref)
    shown = given.get("object") if isinstance(given, dict) else None
    shown = shown if isinstance(shown, dict) else {}
    for name in ("url", "title"):
        if not isinstance(shown.get(name), str) or not shown[name]:
            raise Refusal(400, errors={name: f"'{name}' is required."})
    link, new = jira.site.link(account, issue, given)
    address = jira.shapes(request, version).link(f"issue/{issue.key}/remotelink/{link.id}")
    return {"id": link.id, "self": address}, 201 if new else 200


def _property(properties: dict[str, Any], name: str) -> dict[str, Any]:
    if name not in properties:
        raise Refusal(404, f"The property with key '{name}' does not exist.")
    return {"key": name, "value": properties[name]}


def _properties(given: Any) -> dict[str, Any]:
    pairs = given if isinstance(given, list) else []
    return {str(each["key"]): each.get("value") for each in pairs if "key" in each}


def _named(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise Refusal(400, f"The property key is longer than {LONGEST_NAME} characters.")


def _comment(jira: Jira, account: Account, comment_id: str) -> Comment:
    """Find a comment of an issue that one may see."""
    found = jira.site.comments.get(comment_id)
    if found is None:
        raise Refusal(404, f"Can not find a comment for the id: {comment_id}.")
    issue, comment = found
    jira.site.issue(account, issue.key)
    return comment


ROUTES: Routes = (
    ("GET", "issue/<ref>/properties", property_keys),
    ("GET", "issue/<ref>/properties/<name>", get_property),
    ("PUT", "issue/<ref>/properties/<name>", set_property),
    ("DELETE", "issue/<ref>/properties/<name>", delete_property),
    ("GET", "issue/<ref>/comment", comments),
    ("POST", "issue/<ref>/comment", add_comment),
    ("GET", "issue/<ref>/comment/<comment_id>", get_comment),
    ("GET", "comment/<comment_id>/properties/<name>", get_comment_property),
    ("PUT", "comment/<comment_id>/properties/<name>", set_comment_property),
    ("GET", "issue/<ref>/remotelink", links),
    ("POST", "issue/<ref>/remotelink", set_link),
)
