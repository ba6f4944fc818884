"""GitHub Actions: the event file, and a few variables.

https://docs.github.com/actions/reference/workflows-and-actions/variables
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ci_actions.change import Change
from ci_actions.git import is_commit
from fairgate.errors import UserError
from fairgate.files import read_bytes

LARGEST_EVENT = 32 * 1024 * 1024

Event = Mapping[str, Any]


def change(environment: Mapping[str, str]) -> Change:
    """Read the change from the event file that ``GITHUB_EVENT_PATH`` names.

    Raises
    ------
    UserError
        For an event that the gate does not judge, or a file that is not what GitHub writes.
    """
    event = _event(environment)
    name = environment.get("GITHUB_EVENT_NAME", "")
    repository = environment.get("GITHUB_REPOSITORY", "")
    if name in ("pull_request", "pull_request_target"):
        return _request(event, name, repository)
    if name == "merge_group":
        return _queue(event, repository)
    if name in ("push", "workflow_dispatch", "schedule"):
        return _push(event, environment)
    raise UserError(
        f"this event is not judged, got {name!r}",
        "run the gate on pull_request, merge_group, push, schedule or workflow_dispatch",
        place="GITHUB_EVENT_NAME",
    )


def _event(environment: Mapping[str, str]) -> Event:
    path = environment.get("GITHUB_EVENT_PATH", "")
    if not path:
        cure = "run this in a GitHub workflow, or unset GITHUB_ACTIONS elsewhere"
        raise UserError("names no file", cure, place="GITHUB_EVENT_PATH")
    try:
        event = json.loads(read_bytes(path, LARGEST_EVENT))
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, dict):
        raise UserError("is no event of GitHub's", "leave the file as it was", file=path)
    return event


def _request(event: Event, name: str, repository: str) -> Change:
    if name == "pull_request_target":
        raise UserError(
            "a model of somebody else's would be loaded beside a token that may write",
            "run the gate on pull_request, and comment from a workflow_run workflow",
            place="GITHUB_EVENT_NAME",
        )
    request = _inside(event, "pull_request")
    base, head = _inside(request, "base"), _inside(request, "head")
    source = _text(_inside(head, "repo"), "full_name")  # none: the fork was deleted
    target = _text(_inside(base, "repo"), "full_name") or repository
    number = event.get("number", request.get("number"))
    return Change(
        platform="github",
        kind="request",
        repository=target,
        number=number if isinstance(number, int) else None,
        title=_text(request, "title"),
        branch=_text(head, "ref"),
        base_branch=_text(base, "ref"),
        base=_commit(base, "pull_request.base.sha"),
        head=_commit(head, "pull_request.head.sha"),
        from_fork=source != target,
    )


def _queue(event: Event, repository: str) -> Change:
    group = _inside(event, "merge_group")
    message = _text(_inside(group, "head_commit"), "message")
    return Change(
        platform="github",
        kind="queue",
        repository=repository,
        branch=_text(group, "head_ref").removeprefix("refs/heads/"),
        base_branch=_text(group, "base_ref").removeprefix("refs/heads/"),
        base=_commit(group, "merge_group.base_sha"),
        head=_commit(group, "merge_group.head_sha"),
        messages=(message,) if message else (),
    )


def _push(event: Event, environment: Mapping[str, str]) -> Change:
    branch = environment.get("GITHUB_REF_NAME", "")
    is_branch = environment.get("GITHUB_REF_TYPE", "branch") == "branch"
    default = _text(_inside(event, "repository"), "default_branch")
    protected = environment.get("GITHUB_REF_PROTECTED") == "true"
    return Change(
        platform="github",
        kind="push",
        repository=environment.get("GITHUB_REPOSITORY", ""),
        base_branch=branch,
        head=_sha(environment.get("GITHUB_SHA", ""), "GITHUB_SHA"),
        previous=_text(event, "before") if _text(event, "before").strip("0") else None,
        protected=is_branch and bool(branch) and (branch == default or protected),
    )


def _inside(event: Event, key: str) -> Event:
    value = event.get(key)
    return value if isinstance(value, dict) else {}


def _text(event: Event, key: str) -> str:
    value = event.get(key)
    return value if isinstance(value, str) else ""


def _commit(event: Event, place: str) -> str:
    return _sha(_text(event, place.rpartition(".")[2]), place)


def _sha(text: str, place: str) -> str:
    if not is_commit(text):
        cure = "leave the event as GitHub wrote it"
        raise UserError(f"expected a commit, got {text!r:.80}", cure, place=place)
    return text
