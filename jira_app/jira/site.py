"""Which Jira, and as whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fairgate.errors import UserError

LOOPBACK = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/.*)?")


@dataclass(frozen=True)
class JiraSite:
    """Address and credentials of one Jira.

    Attributes
    ----------
    url : str
        ``https://your-site.atlassian.net``, or a Data Center's address with its context path.
        Plain ``http`` is for this machine only: a token would cross the network readable.
    token : str
        API token (Cloud) or personal access token (Data Center). Never shown.
    email : str
        Of the API token's account; given on Cloud only.
    cloud : bool or None
        Version 3 of the API and its search, rather than version 2. None: Cloud if there is an
        e-mail address.
    risk_field : str
        Id of the field that shows the risk: ``customfield_10050``. Empty: there is none.
    gate_field : str
        Id of the field that says ``open`` or ``closed``: a select list, or on Forge the app's own
        field. Empty: there is none.
    timeout : int
        Seconds to wait for a connection, and for each part of an answer.

    Raises
    ------
    UserError
        Address, token or e-mail address cannot be right.

    Examples
    --------
    >>> JiraSite("https://example.atlassian.net/", "secret", email="a@example.org").version
    3
    """

    url: str
    token: str = field(repr=False)
    email: str = ""
    cloud: bool | None = None
    risk_field: str = ""
    gate_field: str = ""
    timeout: int = 10

    def __post_init__(self) -> None:
        secure = self.url.startswith("https://") and _host(self.url)
        if not (secure or LOOPBACK.fullmatch(self.url)):
            raise UserError(
                f"expected an https:// address of Jira, got {self.url!r}",
                "give it as https://your-site.atlassian.net",
                place="FAIRGATE_JIRA_URL",
            )
        if not _plain(self.token):
            raise UserError(
                "the token is empty or has characters that no token has",
                "copy the token again, alone on one line",
                place="FAIRGATE_JIRA_TOKEN",
            )
        if self.email and not _plain(self.email):
            raise UserError(
                f"expected an e-mail address, got {self.email!r}",
                "give the one of the token's account",
                place="FAIRGATE_JIRA_EMAIL",
            )

    @property
    def is_cloud(self) -> bool:
        """Whether this is Jira Cloud."""
        return bool(self.email) if self.cloud is None else self.cloud

    @property
    def version(self) -> int:
        """Version of the REST API that this site is asked by."""
        return 3 if self.is_cloud else 2


def _plain(text: str) -> bool:
    """Whether text may stand in a header."""
    bare = text.strip()
    return bool(bare) and bare.isascii() and bare.isprintable()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
