"""Settings of the app, from variables of the environment; complaints come all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy.engine import URL

from fairgate.errors import UserError, UserErrors
from jira_app.intake.local import is_loopback
from jira_app.jira import JiraSite
from jira_app.store.engine import database_url

DATABASE = "FAIRGATE_DATABASE_URL"
JIRA_URL = "FAIRGATE_JIRA_URL"
JIRA_TOKEN = "FAIRGATE_JIRA_TOKEN"  # noqa: S105 - a name
JIRA_EMAIL = "FAIRGATE_JIRA_EMAIL"
RISK_FIELD = "FAIRGATE_JIRA_RISK_FIELD"
WEBHOOK_SECRET = "FAIRGATE_WEBHOOK_SECRET"  # noqa: S105 - a name

DEFAULT_DATABASE = "sqlite:///fairgate.db"
SHORTEST_SECRET = 16

T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """What the app was told.

    Attributes
    ----------
    database : sqlalchemy.engine.URL
        The store; its password is never shown.
    site : JiraSite or None
        Which Jira; None: hints are stored, and worked off once there is one.
    webhook_secret : str
        With which Jira signs; empty only for development on this machine.
    """

    database: URL
    site: JiraSite | None
    webhook_secret: str = field(repr=False, default="")


def read_settings(environ: Mapping[str, str], host: str | None) -> Settings:
    """Read and check all settings.

    Parameters
    ----------
    environ : mapping of str to str
        Variables.
    host : str or None
        Where webhooks will be listened for; None: nowhere.

    Raises
    ------
    UserErrors
        All that is wrong or half configured.

    Examples
    --------
    >>> read_settings({}, "127.0.0.1").database.database
    'fairgate.db'
    >>> read_settings({"FAIRGATE_JIRA_URL": "https://example.atlassian.net"}, None)
    Traceback (most recent call last):
    ...
    fairgate.errors.UserErrors: FAIRGATE_JIRA_TOKEN: Jira is half configured: this one is missing \
(set it, or unset FAIRGATE_JIRA_URL)
    FAIRGATE_JIRA_EMAIL: Jira is half configured: this one is missing \
(name the account of the API token; Jira Cloud asks for both)
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    errors = [*_half_jira(given), *_secret(given, host)]
    database = _try(errors, lambda: _database(given))
    half = any(error.place.startswith("FAIRGATE_JIRA") for error in errors)
    site = None if half or JIRA_URL not in given else _try(errors, lambda: _site(given))
    if errors:
        raise UserErrors(errors)
    assert database is not None
    return Settings(database, site, given.get(WEBHOOK_SECRET, ""))


def _half_jira(given: Mapping[str, str]) -> Iterator[UserError]:
    half = "Jira is half configured: this one is missing"
    others = [name for name in (JIRA_TOKEN, JIRA_EMAIL, RISK_FIELD) if name in given]
    if JIRA_URL not in given:
        if others:
            yield UserError(half, f"set it, or unset {' and '.join(others)}", place=JIRA_URL)
        return
    if JIRA_TOKEN not in given:
        yield UserError(half, f"set it, or unset {JIRA_URL}", place=JIRA_TOKEN)
    host = urlsplit(given[JIRA_URL]).hostname or ""
    if JIRA_EMAIL not in given and host.endswith((".atlassian.net", "api.atlassian.com")):
        cure = "name the account of the API token; Jira Cloud asks for both"
        yield UserError(half, cure, place=JIRA_EMAIL)


def _secret(given: Mapping[str, str], host: str | None) -> Iterator[UserError]:
    secret = given.get(WEBHOOK_SECRET, "")
    cure = "set the secret that you entered in Jira beside the webhook's address"
    if host is not None and not secret and not is_loopback(host):
        problem = f"{host} can be reached from elsewhere, so webhooks have to be signed"
        yield UserError(problem, cure, place=WEBHOOK_SECRET)
    if secret and len(secret) < SHORTEST_SECRET:
        problem = f"expected {SHORTEST_SECRET} characters or more, got {len(secret)}"
        cure = "make one with: openssl rand -hex 32"
        yield UserError(problem, cure, place=WEBHOOK_SECRET)


def _database(given: Mapping[str, str]) -> URL:
    try:
        return database_url(given.get(DATABASE, DEFAULT_DATABASE))
    except UserError as error:
        raise UserError(error.problem, error.cure, place=DATABASE) from None


def _site(given: Mapping[str, str]) -> JiraSite:
    return JiraSite(
        given[JIRA_URL],
        given[JIRA_TOKEN],
        email=given.get(JIRA_EMAIL, ""),
        risk_field=given.get(RISK_FIELD, ""),
    )


def _try(errors: list[UserError], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except UserError as error:
        errors.append(error)
        return None
