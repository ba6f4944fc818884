"""Settings: every variable, what is half configured, and that keys of two kinds never mix."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from fairgate.errors import UserError, UserErrors
from fairgate.signing import generate_keys
from jira_app.commands.secret_key import kept_secret_key
from jira_app.settings import read_settings

OIDC = {
    "FAIRGATE_OIDC_ISSUER": "https://login.example.org",
    "FAIRGATE_OIDC_CLIENT_ID": "fairgate",
    "FAIRGATE_OIDC_CLIENT_SECRET": "an app's secret",
}
EVERYWHERE = {
    "FAIRGATE_WEBHOOK_SECRET": "w" * 32,
    "FAIRGATE_SECRET_KEY": "k" * 32,
    "FAIRGATE_URL": "https://fairgate.example.org",
}
APP = "12345678-1234-1234-1234-123456789abc"


def complaints(given: dict[str, str], host: str | None = "127.0.0.1") -> list[str]:
    """Read settings that are wrong; gives the places of what is complained about."""
    with pytest.raises(UserErrors) as caught:
        read_settings(given, host)
    return [error.place or error.file for error in caught.value.errors]


def trusted(folder: Path, **kinds: str) -> Path:
    """Lay out keys: the name of a pair by kind; pairs are made once a name."""
    for kind, name in kinds.items():
        if not (folder / "pairs" / name).is_dir():
            generate_keys(folder / "pairs" / name)
        (folder / "keys" / kind).mkdir(parents=True, exist_ok=True)
        source = folder / "pairs" / name / "fairgate.pub"
        shutil.copy(source, folder / "keys" / kind / f"{name}.pub")
    return folder / "keys"


def test_all_of_it_together(tmp_path: Path) -> None:
    """Each variable ends up where it belongs."""
    keys = trusted(tmp_path, evidence="ci", assessment="app", grant="flags")
    tokens = tmp_path / "tokens.yaml"
    tokens.write_text(
        f"version: 1\ntokens:\n- {{name: ci, sha256: '{'0' * 64}', scopes: [read], "
        "projects: [LOAN]}\n"
    )
    own = tmp_path / "pairs" / "app" / "fairgate.key"
    given = {
        **OIDC,
        **EVERYWHERE,
        "FAIRGATE_DATABASE_URL": "postgresql://app:hunter2@db/fairgate",
        "FAIRGATE_JIRA_URL": "https://example.atlassian.net",
        "FAIRGATE_JIRA_TOKEN": "jira-token",
        "FAIRGATE_JIRA_EMAIL": "app@example.org",
        "FAIRGATE_JIRA_RISK_FIELD": "customfield_1",
        "FAIRGATE_JIRA_GATE_FIELD": "customfield_2",
        "FAIRGATE_ADMINS": "ada@example.org, bob@example.org",
        "FAIRGATE_API_TOKENS_FILE": str(tokens),
        "FAIRGATE_CI_OIDC_AUDIENCE": "https://fairgate.example.org",
        "FAIRGATE_CI_OIDC_REPOSITORIES": "bank/loans@refs/heads/main=LOAN",
        "FAIRGATE_TRUSTED_KEYS": str(keys),
        "FAIRGATE_SIGNING_KEY": str(own),
        "FAIRGATE_CONTENT": os.pathsep.join((str(keys), str(tmp_path))),
        "FAIRGATE_TRAINING": str(tmp_path),
        "FAIRGATE_TRAINING_DAYS": "90",
        "FAIRGATE_FORGE_APP_ID": APP,
        "FAIRGATE_UNLEASH_URL": "https://unleash.example.org/",
        "FAIRGATE_UNLEASH_TOKEN": "unleash-token",
    }
    settings = read_settings(given, "0.0.0.0")  # noqa: S104 - never listened on
    assert settings.site is not None
    assert (settings.site.risk_field, settings.site.gate_field) == (
        "customfield_1",
        "customfield_2",
    )
    assert settings.issuer is not None
    assert settings.url == "https://fairgate.example.org"
    assert settings.admins == ("ada@example.org", "bob@example.org")
    assert [token.name for token in settings.tokens] == ["ci"]
    assert settings.jobs is not None
    assert [len(settings.trusted.evidence), len(settings.trusted.grant)] == [1, 1]
    assert settings.signing_key == own
    assert (settings.content, settings.training) == ((keys, tmp_path), (tmp_path,))
    assert settings.training_days == 90
    assert settings.forge_app == f"ari:cloud:ecosystem::app/{APP}"
    assert settings.unleash is not None
    assert settings.unleash.url == "https://unleash.example.org"
    assert len(settings.configured()) == 8
    (ids,) = settings.key_ids().values()
    assert [each.partition(":")[0] for each in ids] == ["evidence", "assessment", "grant"]
    shown = repr(settings)
    assert set(settings.secrets()) == {
        "w" * 32,
        "k" * 32,
        "jira-token",
        "an app's secret",
        "unleash-token",
        "hunter2",
    }
    assert not [secret for secret in settings.secrets() if secret in shown]


@pytest.mark.parametrize(
    ("given", "places"),
    [
        ({"FAIRGATE_OIDC_ISSUER": "https://a.example"}, ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]),
        ({"FAIRGATE_OIDC_CLIENT_SECRET": "x"}, ["OIDC_ISSUER", "OIDC_CLIENT_ID"]),
        ({"FAIRGATE_ADMINS": "ada@example.org"}, ["ADMINS"]),
        ({"FAIRGATE_CI_OIDC_AUDIENCE": "x"}, ["CI_OIDC_REPOSITORIES"]),
        ({"FAIRGATE_CI_OIDC_REPOSITORIES": "a/b@refs/heads/main=ED"}, ["CI_OIDC_AUDIENCE"]),
        ({"FAIRGATE_UNLEASH_URL": "https://a.example"}, ["UNLEASH_TOKEN"]),
        ({"FAIRGATE_JIRA_GATE_FIELD": "customfield_1"}, ["JIRA_URL"]),
        ({"FAIRGATE_SECRET_KEY": "short"}, ["SECRET_KEY"]),
        ({"FAIRGATE_URL": "http://fairgate.example.org"}, ["URL"]),
        ({"FAIRGATE_URL": "https://fairgate.example.org/app"}, ["URL"]),
        ({**OIDC, "FAIRGATE_OIDC_ISSUER": "http://login.example.org"}, ["OIDC_ISSUER"]),
        ({**OIDC, "FAIRGATE_ADMINS": "ada"}, ["ADMINS"]),
        ({"FAIRGATE_FORGE_APP_ID": "fairgate"}, ["FORGE_APP_ID"]),
        ({"FAIRGATE_TRAINING_DAYS": "-1"}, ["TRAINING_DAYS"]),
        ({"FAIRGATE_TRAINING_DAYS": "36501"}, ["TRAINING_DAYS"]),
        ({"FAIRGATE_TRAINING_DAYS": "a year"}, ["TRAINING_DAYS"]),
        ({"FAIRGATE_TRAINING_DAYS": "\u0663"}, ["TRAINING_DAYS"]),
    ],
)
def test_what_is_half_configured_or_wrong_is_named(
    given: dict[str, str], places: list[str]
) -> None:
    """By the variable that is missing or wrong."""
    assert complaints(given) == [f"FAIRGATE_{place}" for place in places]


def test_where_others_can_reach_it_more_is_needed() -> None:
    """All at once: signatures of webhooks, a key of cookies, and the address for the sign-in."""
    places = complaints({**OIDC}, "0.0.0.0")  # noqa: S104 - to be refused
    assert places == ["FAIRGATE_WEBHOOK_SECRET", "FAIRGATE_SECRET_KEY", "FAIRGATE_URL"]


def test_all_features_complain_together(tmp_path: Path) -> None:
    """So that they are mended together."""
    tokens = tmp_path / "tokens.yaml"
    tokens.write_text("version: 1\ntokens: [{name: a b}]\n")
    given = {
        "FAIRGATE_JIRA_TOKEN": "x",
        "FAIRGATE_OIDC_ISSUER": "https://a.example",
        "FAIRGATE_UNLEASH_TOKEN": "x",
        "FAIRGATE_TRUSTED_KEYS": str(tmp_path / "nowhere"),
        "FAIRGATE_SIGNING_KEY": str(tmp_path / "no.key"),
        "FAIRGATE_TRAINING": str(tmp_path / "no-modules"),
        "FAIRGATE_API_TOKENS_FILE": str(tokens),
    }
    found = complaints(given)
    assert {
        "FAIRGATE_JIRA_URL",
        "FAIRGATE_OIDC_CLIENT_ID",
        "FAIRGATE_OIDC_CLIENT_SECRET",
        "FAIRGATE_UNLEASH_URL",
        "FAIRGATE_TRUSTED_KEYS",
        str(tmp_path / "no.key"),
        "FAIRGATE_TRAINING",
        "tokens[0].name",
    } <= set(found)


def test_one_key_for_two_things_is_refused(tmp_path: Path) -> None:
    """Both files are named."""
    keys = trusted(tmp_path, evidence="ci", assessment="app", grant="ci")
    with pytest.raises(UserErrors) as caught:
        read_settings({"FAIRGATE_TRUSTED_KEYS": str(keys)}, None)
    (error,) = caught.value.errors
    assert error.file == str(keys / "grant" / "ci.pub")
    assert str(keys / "evidence" / "ci.pub") in error.problem


def test_one_key_twice_for_one_thing_is_no_harm(tmp_path: Path) -> None:
    """Under two names."""
    keys = trusted(tmp_path, evidence="ci")
    shutil.copy(keys / "evidence" / "ci.pub", keys / "evidence" / "old.pub")
    assert len(read_settings({"FAIRGATE_TRUSTED_KEYS": str(keys)}, None).trusted.evidence) == 2


@pytest.mark.parametrize("kind", ["evidence", "grant"])
def test_the_apps_own_key_is_trusted_for_nothing_else(tmp_path: Path, kind: str) -> None:
    """It signs approvals, which are no evidence and open no flag."""
    keys = trusted(tmp_path, **{kind: "app", "assessment": "other"})
    own = tmp_path / "pairs" / "app" / "fairgate.key"
    given = {"FAIRGATE_TRUSTED_KEYS": str(keys), "FAIRGATE_SIGNING_KEY": str(own)}
    assert complaints(given) == ["FAIRGATE_SIGNING_KEY"]


def test_a_public_key_signs_nothing(tmp_path: Path) -> None:
    """The private one is asked for."""
    _, public = generate_keys(tmp_path)
    assert complaints({"FAIRGATE_SIGNING_KEY": str(public)}) == [str(public)]


def test_keys_that_lie_beside_the_kinds_are_named(tmp_path: Path) -> None:
    """They would count for nothing, and nobody would notice."""
    keys = trusted(tmp_path, evidence="ci", assesment="app")
    shutil.copy(keys / "evidence" / "ci.pub", keys / "ci.pub")
    (keys / "grant").mkdir()
    (keys / "grant" / "broken.pub").write_text("no key")
    found = complaints({"FAIRGATE_TRUSTED_KEYS": str(keys)})
    strays = ("ci.pub", "assesment", "grant/broken.pub")
    assert found == [str(keys / stray) for stray in strays]


def test_a_directory_without_any_key_is_refused(tmp_path: Path) -> None:
    """It would trust nobody, silently."""
    assert complaints({"FAIRGATE_TRUSTED_KEYS": str(tmp_path)}) == ["FAIRGATE_TRUSTED_KEYS"]


def test_the_key_of_cookies_is_made_once_and_kept(tmp_path: Path) -> None:
    """Beside the database, for its owner alone."""
    url = make_url(f"sqlite:///{tmp_path / 'fairgate.db'}")
    key = kept_secret_key(url)
    assert len(key) == 64
    assert kept_secret_key(url) == key
    (file,) = tmp_path.iterdir()
    assert file.name == "fairgate.db.secret-key"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_key_of_cookies_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """So is one that was not made here."""
    url = make_url(f"sqlite:///{tmp_path / 'fairgate.db'}")
    kept_secret_key(url)
    file = tmp_path / "fairgate.db.secret-key"
    file.chmod(0o644)
    with pytest.raises(UserError, match="chmod 600"):
        kept_secret_key(url)
    file.chmod(0o600)
    file.write_text("guess")
    with pytest.raises(UserError, match="not the key"):
        kept_secret_key(url)


def test_with_postgresql_each_process_has_a_key_of_its_own() -> None:
    """Unless one is set."""
    url = make_url("postgresql+psycopg://db/fairgate")
    assert kept_secret_key(url) != kept_secret_key(url)


def test_fields_may_be_named_without_an_address_where_forge_leads_to_jira() -> None:
    """Else they are half of a configuration."""
    fields = {
        "FAIRGATE_JIRA_GATE_FIELD": "customfield_1",
        "FAIRGATE_JIRA_RISK_FIELD": "customfield_2",
    }
    assert complaints(fields) == ["FAIRGATE_JIRA_URL"]
    forge = {
        "FAIRGATE_FORGE_APP_ID": f"ari:cloud:ecosystem::app/{APP}",
        "FAIRGATE_FORGE_CLOUD_ID": "c-1",
    }
    settings = read_settings({**fields, **forge}, None)
    assert (settings.gate_field, settings.risk_field) == ("customfield_1", "customfield_2")
    assert settings.forge_site == "c-1"
