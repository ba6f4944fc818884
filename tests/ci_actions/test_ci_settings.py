"""Settings: what the environment may say, and what is said about the rest."""

from __future__ import annotations

import pytest

from ci_actions.settings import Settings, variable
from fairgate.errors import UserErrors


def test_without_any_variable_there_are_defaults() -> None:
    """Both kinds of bad news block."""
    settings = Settings.from_environment({"PATH": "/bin", "HOME": "/root"})
    assert (settings.policy, settings.out) == ("fairgate.yaml", "build/fairgate")
    assert (settings.fail_on, settings.comment, settings.sign_key) == ("fail,unknown", True, None)


def test_empty_variables_count_as_unset() -> None:
    """An input that nobody gave, or a secret that a fork may not see."""
    names = [variable(name) for name in Settings.model_fields]
    assert Settings.from_environment(dict.fromkeys(names, "")) == Settings()
    assert Settings.from_environment(dict.fromkeys(names, " \n")) == Settings()


def test_every_complaint_comes_at_once_with_variable_value_and_cure() -> None:
    """So that one push mends them all."""
    wrong = {
        "FAIRGATE_COMMENT": "ja",
        "FAIRGATE_FAIL_ON": "warn",
        "FAIRGATE_ISSUE_PATTERN": "(LOAN",
        "FAIRGATE_OUT": "build\nrm",
        "FAIRGATE_SERVER": "http://jira.example.org",
    }
    with pytest.raises(UserErrors) as refused:
        Settings.from_environment(wrong)
    assert {error.place for error in refused.value.errors} == set(wrong)
    for error in refused.value.errors:
        assert repr(wrong[error.place]) in error.problem
        assert error.cure


@pytest.mark.parametrize("text", ["unknown,fail", "fail, unknown", "FAIL,UNKNOWN"])
def test_fail_on_is_a_list(text: str) -> None:
    """In any order, with or without a space."""
    assert Settings.from_environment({"FAIRGATE_FAIL_ON": text}).fail_on == "fail,unknown"


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("[0-9]*", "at least one character"),
        ("(?=LOAN)L", "RE2"),
        ("a" * 201, "at most 200 characters"),
        (r"(LOAN)-\2", "regular expression"),
    ],
)
def test_a_pattern_that_can_not_be_searched_for_is_refused(pattern: str, complaint: str) -> None:
    """Before anything is judged."""
    with pytest.raises(UserErrors, match=complaint):
        Settings.from_environment({"FAIRGATE_ISSUE_PATTERN": pattern})


def test_secrets_are_never_shown() -> None:
    """Neither in a representation nor in a complaint."""
    settings = Settings.from_environment(
        {"FAIRGATE_SIGN_KEY": "-----BEGIN PRIVATE", "FAIRGATE_SERVER_TOKEN": "s3cret"}
    )
    assert "BEGIN" not in repr(settings)
    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump()}"
    with pytest.raises(UserErrors) as refused:
        Settings.from_environment({"FAIRGATE_SERVER": "https://me:s3cret@jira.example.org"})
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/", "https://jira.example.org/gate"])
def test_the_app_is_at_https_or_on_this_machine(address: str) -> None:
    """A closing slash is no part of it."""
    assert Settings.from_environment({"FAIRGATE_SERVER": address}).server == address.rstrip("/")


@pytest.mark.parametrize(
    "address", ["ftp://x", "https://", "jira", "https://[", "https://a\tb.org"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    """Whatever is wrong with it."""
    with pytest.raises(UserErrors, match="FAIRGATE_SERVER: expected an http"):
        Settings.from_environment({"FAIRGATE_SERVER": address})
