"""What every address needs of a request: whose it is, its body, its numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, Request

from jira_app.twin.model import Account, FieldKind
from jira_app.twin.refusal import Refusal, unplayed
from jira_app.twin.shapes import Shapes
from jira_app.twin.site import Site
from jira_app.twin.webhooks import Webhooks

Answer = tuple[Any, int]
Routes = tuple[tuple[str, str, Callable[..., Answer]], ...]
"""Method, path below the root of the API, and the function that answers."""


@dataclass(frozen=True)
class Jira:
    """What the addresses answer from.

    Attributes
    ----------
    deployment : str
        ``Cloud`` or ``Server`` (what Data Center says of itself).
    version : str
        Of Jira.
    page_limit : int
        Most issues on a page of search, however many are asked for.
    aliases : dict
        Search aliases of properties, as a Forge manifest declares them.
    """

    site: Site
    webhooks: Webhooks
    deployment: str
    version: str
    page_limit: int
    aliases: dict[str, tuple[str, str]]

    @property
    def root(self) -> str:
        """Give the root of the API: versions 2 and 3 on Cloud, 2 on Data Center."""
        versions = "'2', '3'" if self.cloud else "'2'"
        return f"/rest/api/<any({versions}):version>"

    @property
    def cloud(self) -> bool:
        """Whether this plays Jira Cloud."""
        return self.deployment == "Cloud"

    def shapes(self, request: Request, version: int | str) -> Shapes:
        """Write answers for a request."""
        return Shapes(request.host_url.rstrip("/"), int(version), self.cloud)

    def fields(self, wanted: list[str]) -> list[FieldKind]:
        """Choose fields: ``*all``, ``*navigable``, names, and names with a minus to leave out."""
        known = self.site.fields
        without = {name[1:] for name in wanted if name.startswith("-")}
        names = [name for name in wanted if not name.startswith("-")]
        if {"*all", "*navigable"} & set(names) or not names:
            names = list(known)
        return [known[name] for name in names if name in known and name not in without]


def bind(app: Flask, jira: Jira, routes: Routes) -> None:
    """Let these functions answer, below the root of the API."""
    for method, path, answer in routes:
        app.add_url_rule(
            f"{jira.root}/{path}", answer.__name__, partial(answer, jira), methods=[method]
        )


def who(jira: Jira, request: Request) -> Account:
    """Find whose request this is: e-mail and API token (Basic), or a token alone (Bearer).

    Raises
    ------
    Refusal
        401: credentials are wrong or missing, in the words of Jira's REST documentation.
    """
    given = request.authorization
    account = None
    if given is not None and given.type == "basic":
        account = jira.site.account(given.password or "", given.username or "")
    elif given is not None and given.type == "bearer":
        account = jira.site.account(given.token or "")
    if account is None:
        raise Refusal(401, "Client must be authenticated to access this resource.")
    return account


def body(request: Request) -> Any:
    """Parse the body: 415 unless it is called JSON, 400 unless it is."""
    if not request.is_json:
        raise Refusal(415, "The body is not called application/json.")
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "The body is not JSON.") from error


def number(request: Request, name: str, default: int) -> int:
    """Read a whole number from the query."""
    text = request.args.get(name)
    if text is None:
        return default
    try:
        return int(text)
    except ValueError as error:
        raise Refusal(400, f"{name} is not a number.") from error


def names(request: Request, name: str) -> list[str]:
    """Read a list from the query: repeated, or with commas."""
    return [each for text in request.args.getlist(name) for each in text.split(",") if each]


def no_expansion(expand: object) -> None:
    """Refuse what the twin would have to leave out."""
    if expand:
        raise unplayed(f"expand={expand}")
