"""Settings of the flag hook: all complaints at once, each with its cure, and no secret shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairgate.cli.flag.settings import (
    DEFAULT_DATABASE,
    Settings,
    database_of,
    read_settings,
)
from fairgate.errors import UserErrors

GIVEN = {
    "FAIRGATE_UNLEASH_URL": "https://unleash.example.org/api",
    "FAIRGATE_UNLEASH_TOKEN": "user:tell-nobody",
    "FAIRGATE_TRUSTED_KEYS": "/etc/fairgate/trusted",
    "FAIRGATE_GRANT_KEY": "/etc/fairgate/grant/fairgate.key",
}
APP = {"FAIRGATE_APP_URL": "https://fairgate.example.org", "FAIRGATE_API_TOKEN": "tell-nobody"}


def complaints(environ: dict[str, str]) -> list[str]:
    """Names of the variables that are complained about."""
    with pytest.raises(UserErrors) as said:
        read_settings(environ)
    assert "tell-nobody" not in str(said.value)
    return [error.place for error in said.value.errors]


def test_what_is_needed_is_enough() -> None:
    """The rest has defaults, or is not used."""
    assert read_settings(GIVEN) == Settings(
        database=DEFAULT_DATABASE,
        unleash_url="https://unleash.example.org/api",
        unleash_token=GIVEN["FAIRGATE_UNLEASH_TOKEN"],
        trusted=Path("/etc/fairgate/trusted"),
        grant_key=Path("/etc/fairgate/grant/fairgate.key"),
        app_url="",
        api_token="",
        chat="",
    )


def test_all_that_is_missing_is_named_at_once() -> None:
    """In the order of the documentation; a blank is nothing."""
    assert complaints({}) == list(GIVEN)
    assert complaints(dict.fromkeys(GIVEN, " \n")) == list(GIVEN)


@pytest.mark.parametrize("missing", APP)
def test_half_an_app_is_a_mistake(missing: str) -> None:
    """Address and token belong together."""
    half = {name: value for name, value in APP.items() if name != missing}
    assert complaints(GIVEN | half) == [missing]
    assert read_settings(GIVEN | APP).app_url == APP["FAIRGATE_APP_URL"]


def test_blanks_around_a_value_are_left_out() -> None:
    """As a file of variables often ends with a newline."""
    spaced = {name: f" {value}\n" for name, value in (GIVEN | APP).items()}
    assert read_settings(spaced) == read_settings(GIVEN | APP)


def test_no_secret_is_shown() -> None:
    """Not even where somebody prints the settings."""
    secrets = {
        "FAIRGATE_ROLLOUT_DATABASE_URL": "postgresql://a:tell-nobody@host/db",
        "FAIRGATE_CHAT_WEBHOOK": "https://chat.example.org/tell-nobody",
    }
    assert "tell-nobody" not in repr(read_settings(GIVEN | APP | secrets))


def test_reading_the_log_needs_the_ledger_alone() -> None:
    """At three in the morning, with everything else down."""
    assert database_of({}) == DEFAULT_DATABASE
    assert database_of({"FAIRGATE_ROLLOUT_DATABASE_URL": " sqlite:///x.db "}) == "sqlite:///x.db"
