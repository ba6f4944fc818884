"""Settings of the flag hook, from variables of the environment; complaints come all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fairgate.errors import UserError, UserErrors

DATABASE = "FAIRGATE_ROLLOUT_DATABASE_URL"
DEFAULT_DATABASE = "sqlite:///fairgate-rollout.db"
UNLEASH_URL = "FAIRGATE_UNLEASH_URL"
UNLEASH_TOKEN = "FAIRGATE_UNLEASH_TOKEN"  # noqa: S105 - a name
TRUSTED = "FAIRGATE_TRUSTED_KEYS"
GRANT_KEY = "FAIRGATE_GRANT_KEY"
APP_URL = "FAIRGATE_APP_URL"
API_TOKEN = "FAIRGATE_API_TOKEN"  # noqa: S105 - a name
CHAT = "FAIRGATE_CHAT_WEBHOOK"

_CURES = {
    UNLEASH_URL: "set it to the server's address, such as https://unleash.example.org/api",
    UNLEASH_TOKEN: "set it to an admin token of a user of fairgate's own",
    TRUSTED: "set it to a directory with evidence/*.pub and assessment/*.pub",
    GRANT_KEY: "make a key with fairgate keygen, and set it to the path of fairgate.key",
    APP_URL: f"set it, or unset {API_TOKEN}",
    API_TOKEN: f"set it, or unset {APP_URL}",
}


@dataclass(frozen=True)
class Settings:
    """What the hook was told.

    Attributes
    ----------
    database, unleash_url : str
        Addresses.
    unleash_token, api_token : str
        Secrets; never shown.
    trusted : Path
        Directory of trusted keys, one directory a kind within.
    grant_key : Path
        Private key that signs grants.
    app_url, chat : str
        Addresses; empty where there is none.
    """

    database: str = field(repr=False)
    unleash_url: str
    unleash_token: str = field(repr=False)
    trusted: Path
    grant_key: Path
    app_url: str
    api_token: str = field(repr=False)
    chat: str = field(repr=False)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check all settings.

    Raises
    ------
    UserErrors
        All that is missing or half configured.

    Examples
    --------
    >>> read_settings({"FAIRGATE_UNLEASH_URL": "http://127.0.0.1:4242/api"})
    Traceback (most recent call last):
    ...
    fairgate.errors.UserErrors: FAIRGATE_UNLEASH_TOKEN: is not set \
(set it to an admin token of a user of fairgate's own)
    FAIRGATE_TRUSTED_KEYS: is not set \
(set it to a directory with evidence/*.pub and assessment/*.pub)
    FAIRGATE_GRANT_KEY: is not set \
(make a key with fairgate keygen, and set it to the path of fairgate.key)
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    errors = list(_missing(given))
    if errors:
        raise UserErrors(errors)
    return Settings(
        database=given.get(DATABASE, DEFAULT_DATABASE),
        unleash_url=given[UNLEASH_URL],
        unleash_token=given[UNLEASH_TOKEN],
        trusted=Path(given[TRUSTED]),
        grant_key=Path(given[GRANT_KEY]),
        app_url=given.get(APP_URL, ""),
        api_token=given.get(API_TOKEN, ""),
        chat=given.get(CHAT, ""),
    )


def database_of(environ: Mapping[str, str]) -> str:
    """Read where the ledger is; all that ``status`` and ``log`` need."""
    return environ.get(DATABASE, "").strip() or DEFAULT_DATABASE


def _missing(given: Mapping[str, str]) -> Iterator[UserError]:
    for name in (UNLEASH_URL, UNLEASH_TOKEN, TRUSTED, GRANT_KEY):
        if name not in given:
            yield UserError("is not set", _CURES[name], place=name)
    for name, other in ((APP_URL, API_TOKEN), (API_TOKEN, APP_URL)):
        if other in given and name not in given:
            yield UserError("is not set, and the other half is", _CURES[name], place=name)
