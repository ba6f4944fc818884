"""Who vouches for people: an OpenID provider, as an administrator named it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fairgate.errors import UserError
from jira_app.intake.local import is_loopback


@dataclass(frozen=True)
class Issuer:
    """An OpenID provider, and what it knows this app by.

    Attributes
    ----------
    url : str
        As the provider writes it: ``https://login.example.org/realms/work``. Plain ``http`` is
        for this machine only.
    client_id, client_secret : str
        As registered there.

    Raises
    ------
    UserError
        If the address cannot be right.

    Examples
    --------
    >>> Issuer("https://login.example.org/", "fairgate", "secret").discovery
    'https://login.example.org/.well-known/openid-configuration'
    """

    url: str
    client_id: str
    client_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            host = parts.hostname or ""
        except ValueError:
            host = ""
        secure = host and (
            parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
        )
        if not secure or parts.query or parts.fragment:
            raise UserError(
                f"expected the https:// address of an OpenID provider, got {self.url[:200]!r}",
                "copy the issuer that its configuration document names",
                place="FAIRGATE_OIDC_ISSUER",
            )

    @property
    def discovery(self) -> str:
        """Address of the provider's description of itself."""
        return f"{self.url.rstrip('/')}/.well-known/openid-configuration"
