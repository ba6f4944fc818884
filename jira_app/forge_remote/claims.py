"""What a Forge invocation token says, as much of it as is used.

https://developer.atlassian.com/platform/forge/remote/essentials/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from jira_app.forge_remote.invocation import Invocation
from jira_app.jira import issue_key

Text = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Url = Annotated[
    str, StringConstraints(min_length=8, max_length=500, pattern=r"^https?://[^\s?#]+$")
]

PROJECT: Final = re.compile(r"[A-Z][A-Z0-9_]{0,254}", re.ASCII)
CLOUD: Final = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)


class _Part(BaseModel):
    """A part of the token; what else Atlassian puts there is not read."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class _Named(_Part):
    key: Text


class _Environment(_Part):
    type: Text


class _Place(_Part):
    cloudId: Text | None = None  # noqa: N815 - Forge's word


class _Installation(_Part):
    contexts: list[_Place] = []


class _App(_Part):
    id: Text
    installationId: Text  # noqa: N815 - Forge's word
    apiBaseUrl: Url  # noqa: N815 - Forge's word
    environment: _Environment
    module: _Named
    installation: _Installation = _Installation()


class _Extension(_Part):
    type: Text | None = None
    issue: _Named | None = None
    project: _Named | None = None


class _Context(_Part):
    cloudId: Text | None = None  # noqa: N815 - Forge's word
    extension: _Extension = _Extension()


class Claims(_Part):
    """The claims of a token whose signature holds."""

    app: _App
    context: _Context = _Context()
    principal: Text | None = None


def read(claims: Mapping[str, Any], system_token: str, user_token: str) -> Invocation:
    """Turn claims into an invocation.

    Raises
    ------
    ValueError
        They have not the shape that Forge describes, or contradict each other.
    JiraError
        An issue's key is none.
    """
    found = Claims.model_validate(dict(claims))
    app, extension = found.app, found.context.extension
    project = extension.project.key if extension.project else None
    if project is not None and not PROJECT.fullmatch(project):
        raise ValueError("context.extension.project.key is not a project's key")
    return Invocation(
        installation_id=app.installationId,
        cloud_id=_cloud(found),
        app_id=app.id,
        environment=app.environment.type,
        api_base_url=app.apiBaseUrl.rstrip("/"),
        module_key=app.module.key,
        account=found.principal or "",
        place=extension.type or "",
        issue_key=issue_key(extension.issue.key) if extension.issue else None,
        project_key=project,
        system_token=system_token,
        user_token=user_token,
    )


def isolated(claims: Mapping[str, Any]) -> str | None:
    """Give the label of an Isolated Cloud; None for the cloud that everybody has."""
    parts = (claims, claims.get("app"), claims.get("context"))
    labels = [part["icLabel"] for part in parts if isinstance(part, Mapping) and "icLabel" in part]
    return str(labels[0]) if labels else None


def _cloud(claims: Claims) -> str:
    """Name the site: the same in every part of the token that names one."""
    places = (claims.context.cloudId, *(each.cloudId for each in claims.app.installation.contexts))
    named = {place for place in places if place}
    if not named:
        named = {claims.app.apiBaseUrl.rstrip("/").rpartition("/")[2]}
    if len(named) != 1 or not all(map(CLOUD.fullmatch, named)):
        raise ValueError("the token names no site, or several")
    return named.pop()
