"""What the environment asks for: every variable checked, every complaint at once.

An empty variable counts as unset, because that is what a CI platform makes of an input that
nobody gave and of a secret that a fork may not see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from ci_actions.issuekeys import JIRA_KEYS, check_pattern
from fairgate.errors import UserError, UserErrors

PREFIX = "FAIRGATE_"
FAIL_ON = ("fail,unknown", "fail", "never")
_ENDED = re.compile(r"[\x00-\x1f\x7f]")


class _SettingError(ValueError):
    """A value that is wrong: what was expected, and what to do about it."""

    def __init__(self, expected: str, cure: str) -> None:
        self.expected, self.cure = expected, cure
        super().__init__(expected)


def _flag(text: Any) -> Any:
    if isinstance(text, str) and text.lower() in ("true", "false"):
        return text.lower() == "true"
    raise _SettingError("expected true or false", "write true or false")


def _path(text: Any) -> Any:
    if _ENDED.search(text):
        raise _SettingError(
            "expected a path on one line", "remove line ends and control characters"
        )
    return text


def _address(text: Any) -> Any:
    cure = "write an address such as https://fairgate.example.org"
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        valid = local = False
    if not valid or _ENDED.search(text):
        raise _SettingError("expected an http(s) address", cure)
    if parts.scheme == "http" and not local:
        raise _SettingError("expected https: evidence is confidential", "write https://")
    if parts.username or parts.password:
        raise _SettingError(
            "expected no name or password in it", "put the token into the token variable"
        )
    return text.rstrip("/")


def _fail_on(text: Any) -> Any:
    words = frozenset(word.strip().lower() for word in str(text).split(","))
    for known in FAIL_ON:
        if words == frozenset(known.split(",")):
            return known
    raise _SettingError(
        f"expected one of {' | '.join(FAIL_ON)}", "write fail,unknown to block on both"
    )


def _pattern(text: Any) -> Any:
    try:
        return check_pattern(text)
    except ValueError as error:
        raise _SettingError(str(error), "write a pattern such as LOAN-[0-9]+") from None


FilePath: TypeAlias = Annotated[str, BeforeValidator(_path)]
Flag: TypeAlias = Annotated[bool, BeforeValidator(_flag)]


class Settings(BaseModel):
    """What a run is asked to do; each field is ``FAIRGATE_`` and its name in capitals.

    Attributes
    ----------
    policy : str
        The policy file.
    predictions : str or None
        Predictions of the candidate, in place of those the policy names.
    model, data : str or None
        Artifact and evaluation data, in place of those under ``model:`` in the policy. Beside
        predictions, the model that evidence is about.
    baseline : str or None
        Predictions that the main branch signed; their evidence lies beside them, as
        ``FILE.evidence.json`` or ``evidence.json``.
    comment : bool
        Whether to comment on the request where the platform allows it.
    sarif : bool
        Whether the workflow hands the SARIF file, which is written in any case, to code scanning.
    sign_key : SecretStr or None
        Private key that signs evidence: a path, or the PEM itself.
    trusted_keys : str or None
        Public keys of the main branch: paths in the repository, one a line or with commas
        between them, or the PEM itself.
    server : str or None
        Address of the app that takes evidence.
    server_token : SecretStr or None
        The app's token.
    fail_on : str
        Which verdicts block: ``fail,unknown``, ``fail`` or ``never``.
    require_issue : bool
        Whether a change to the model must name an issue.
    issue_pattern : str
        What an issue's key looks like.
    out : str
        Directory for reports.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")  # not strict: variables are text

    policy: FilePath = "fairgate.yaml"
    predictions: FilePath | None = None
    model: FilePath | None = None
    data: FilePath | None = None
    baseline: FilePath | None = None
    comment: Flag = True
    sarif: Flag = False
    sign_key: SecretStr | None = None
    trusted_keys: str | None = None
    server: Annotated[str, BeforeValidator(_address)] | None = None
    server_token: SecretStr | None = None
    fail_on: Annotated[Literal["fail,unknown", "fail", "never"], BeforeValidator(_fail_on)] = (
        "fail,unknown"
    )
    require_issue: Flag = False
    issue_pattern: Annotated[str, BeforeValidator(_pattern)] = Field(JIRA_KEYS)
    out: FilePath = "build/fairgate"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the variables.

        Parameters
        ----------
        environment : mapping
            As ``os.environ``; only names that begin with ``FAIRGATE_`` are looked at.

        Raises
        ------
        UserErrors
            Everything that is wrong, each with variable, value and cure. A secret's value is
            never repeated.

        Examples
        --------
        >>> Settings.from_environment({"FAIRGATE_FAIL_ON": "fail", "FAIRGATE_MODEL": ""}).fail_on
        'fail'
        >>> Settings.from_environment({"FAIRGATE_COMMENT": "ja"})
        Traceback (most recent call last):
        fairgate.errors.UserErrors: FAIRGATE_COMMENT: expected true or false, got 'ja' \
(write true or false)
        """
        given = {name: environment.get(variable(name), "") for name in cls.model_fields}
        try:
            return cls.model_validate({name: text for name, text in given.items() if text.strip()})
        except ValidationError as error:
            raise UserErrors(_complaint(dict(found), given) for found in error.errors()) from None


def variable(name: str) -> str:
    """Name the variable of a field: ``fail_on`` is ``FAIRGATE_FAIL_ON``."""
    return PREFIX + name.upper()


def _complaint(found: dict[str, Any], given: Mapping[str, str]) -> UserError:
    name = str(found["loc"][0])
    wrong = found.get("ctx", {}).get("error")
    expected, cure = (
        (wrong.expected, wrong.cure)
        if isinstance(wrong, _SettingError)
        else ("expected another value", "see the reference of settings")
    )
    shown = "" if "@" in given[name] else f", got {given[name]!r:.120}"  # it may hold a password
    return UserError(f"{expected}{shown}", cure, place=variable(name))
