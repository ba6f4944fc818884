"""Whether secrets and keys are there; never what they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class Secret:
    """One secret, or one set of keys.

    Attributes
    ----------
    name : str
        Variable that sets it.
    purpose : str or LazyString
        What it is for.
    configured : bool
        Whether it is set.
    keys : tuple of str
        Ids of public keys, which are no secret.
    """

    name: str
    purpose: str | LazyString
    configured: bool
    keys: tuple[str, ...] = ()


PURPOSES: Final[dict[str, LazyString]] = {
    "FAIRGATE_SECRET_KEY": _("Signs the cookies of those who signed in"),
    "FAIRGATE_JIRA_TOKEN": _("The app's own account in Jira"),
    "FAIRGATE_WEBHOOK_SECRET": _("Tells Jira's webhooks from others"),
    "FAIRGATE_SIGNING_KEY": _("Signs approvals"),
    "FAIRGATE_TRUSTED_KEYS": _("Whose evidence, approvals and grants are believed"),
    "FAIRGATE_API_TOKENS_FILE": _("Tokens of CI jobs"),
    "FAIRGATE_OIDC_CLIENT_SECRET": _("Sign-in of people"),
    "FAIRGATE_UNLEASH_TOKEN": _("Feature flags"),
}


def secrets_of(
    configured: Collection[str], keys: Mapping[str, Sequence[str]] | None = None
) -> tuple[Secret, ...]:
    """Describe all secrets by what is set; values are not asked for.

    Parameters
    ----------
    configured : collection of str
        Names of variables that are set.
    keys : mapping of str to sequence of str
        Ids of public keys, by the variable that names them.

    Examples
    --------
    >>> found = secrets_of({"FAIRGATE_SIGNING_KEY"}, {"FAIRGATE_SIGNING_KEY": ["3f6c"]})
    >>> [(secret.name, secret.keys) for secret in found if secret.configured]
    [('FAIRGATE_SIGNING_KEY', ('3f6c',))]
    """
    ids = keys or {}
    return tuple(
        Secret(name, purpose, name in configured, tuple(ids.get(name, ())))
        for name, purpose in PURPOSES.items()
    )
