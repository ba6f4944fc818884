"""From variables to settings, or to every complaint at once."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.engine import URL

from fairgate.errors import UserError, UserErrors
from jira_app.settings import content, jira, keys, programs, web
from jira_app.settings.halves import attempt, missing
from jira_app.settings.keys import TrustedKeys
from jira_app.settings.model import Settings
from jira_app.settings.names import (
    CONTENT,
    DATABASE,
    DEFAULT_DATABASE,
    FORGE_SITE,
    GATE_FIELD,
    JIRA_URL,
    RISK_FIELD,
    SECRET_KEY,
    TRAINING,
    TRAINING_DAYS,
    WEBHOOK_SECRET,
)
from jira_app.store.engine import database_url


def read_settings(environ: Mapping[str, str], host: str | None) -> Settings:
    """Read and check all settings.

    Parameters
    ----------
    environ : mapping of str to str
        Variables.
    host : str or None
        What will be listened on; None: nothing.

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
    half_jira = list(jira.half_jira(given))
    errors = [
        *half_jira,
        *jira.webhook_secret(given, host),
        *web.secret_key(given, host),
        *web.half_sign_in(given, host),
        *missing(given, "Tokens of GitHub's jobs", programs.CI),
        *missing(given, "Unleash", programs.UNLEASH),
    ]
    site = None
    if JIRA_URL in given and not half_jira:
        site = attempt(errors, lambda: jira.site(given))
    trusted = attempt(errors, lambda: keys.trusted_keys(given)) or TrustedKeys()
    settings = Settings(
        database=attempt(errors, lambda: _database(given)) or URL.create("sqlite"),
        site=site,
        webhook_secret=given.get(WEBHOOK_SECRET, ""),
        url=attempt(errors, lambda: web.url(given)) or "",
        secret_key=given.get(SECRET_KEY, ""),
        issuer=attempt(errors, lambda: web.issuer(given)),
        admins=attempt(errors, lambda: web.admins(given)) or (),
        tokens=attempt(errors, lambda: programs.tokens(given)) or (),
        jobs=attempt(errors, lambda: programs.jobs(given)),
        trusted=trusted,
        signing_key=attempt(errors, lambda: keys.signing_key(given, trusted)),
        forge_app=attempt(errors, lambda: programs.forge_app(given)) or "",
        forge_site=given.get(FORGE_SITE, ""),
        risk_field=given.get(RISK_FIELD, ""),
        gate_field=given.get(GATE_FIELD, ""),
        unleash=attempt(errors, lambda: programs.unleash(given)),
        content=attempt(errors, lambda: content.folders(given, CONTENT)) or (),
        training=attempt(errors, lambda: content.folders(given, TRAINING)) or (),
        training_days=attempt(errors, lambda: content.days(given, TRAINING_DAYS)) or 0,
    )
    if errors:
        raise UserErrors(errors)
    return settings


def _database(given: Mapping[str, str]) -> URL:
    try:
        return database_url(given.get(DATABASE, DEFAULT_DATABASE))
    except UserError as error:
        raise UserError(error.problem, error.cure, place=DATABASE) from None
