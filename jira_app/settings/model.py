"""What the app was told, as values."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from sqlalchemy.engine import URL

from jira_app.access.github import Repository
from jira_app.access.issuer import Issuer
from jira_app.access.tokens import Token
from jira_app.jira import JiraSite
from jira_app.settings import names
from jira_app.settings.keys import TrustedKeys


@dataclass(frozen=True)
class Jobs:
    """Jobs at GitHub that may hand in evidence: for whom their tokens are, and whose jobs."""

    audience: str
    repositories: tuple[Repository, ...]


@dataclass(frozen=True)
class Unleash:
    """The feature-flag server, for links and its state."""

    url: str
    token: str = field(repr=False)


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
    url : str
        Where browsers find the app; empty: wherever they ask for it.
    secret_key : str
        Signs the cookies; empty only on this machine, where one is made.
    issuer : Issuer or None
        Vouches for people; None: the sign-in for development, on this machine only.
    admins : tuple of str
        E-mail addresses of administrators.
    tokens : tuple of Token
        Of programs.
    jobs : Jobs or None
        At GitHub.
    trusted : TrustedKeys
        Whose signatures count for what.
    signing_key : Path or None
        Signs approvals; None: they are not signed.
    forge_app : str
        ARI of the Forge app; empty: there is none.
    forge_site : str
        Cloud id of the one site that it serves; empty: of the first that calls.
    risk_field, gate_field : str
        Ids of the fields that show risk and gate; empty: the site has none.
    unleash : Unleash or None
        The feature-flag server.
    content, training : tuple of Path
        Folders of the organisation's own templates and checklists, and of its own modules.
    training_days : int
        How long groups, feedback and answers of quizzes are kept; 0: for ever.
    """

    database: URL
    site: JiraSite | None
    webhook_secret: str = field(repr=False, default="")
    url: str = ""
    secret_key: str = field(repr=False, default="")
    issuer: Issuer | None = None
    admins: tuple[str, ...] = ()
    tokens: tuple[Token, ...] = ()
    jobs: Jobs | None = None
    trusted: TrustedKeys = field(default_factory=TrustedKeys)
    signing_key: Path | None = None
    forge_app: str = ""
    forge_site: str = ""
    risk_field: str = ""
    gate_field: str = ""
    unleash: Unleash | None = None
    content: tuple[Path, ...] = ()
    training: tuple[Path, ...] = ()
    training_days: int = 0

    def configured(self) -> frozenset[str]:
        """Name the variables that hold secrets or keys, of those that are set."""
        found = {
            names.SECRET_KEY: self.secret_key,
            names.JIRA_TOKEN: self.site,
            names.WEBHOOK_SECRET: self.webhook_secret,
            names.SIGNING_KEY: self.signing_key,
            names.TRUSTED_KEYS: self.trusted != TrustedKeys(),
            names.API_TOKENS_FILE: self.tokens,
            names.OIDC_CLIENT_SECRET: self.issuer,
            names.UNLEASH_TOKEN: self.unleash,
        }
        return frozenset(name for name, value in found.items() if value)

    def key_ids(self) -> dict[str, tuple[str, ...]]:
        """Give the ids of trusted keys, with what each is trusted for."""
        ids = (
            f"{kind.name}: {key.keyid}"
            for kind in fields(self.trusted)
            for key in getattr(self.trusted, kind.name)
        )
        return {names.TRUSTED_KEYS: tuple(ids)}

    def secrets(self) -> tuple[str, ...]:
        """List what may stand in no log."""
        found = (
            self.webhook_secret,
            self.secret_key,
            self.site.token if self.site else "",
            self.issuer.client_secret if self.issuer else "",
            self.unleash.token if self.unleash else "",
            str(self.database.password or ""),
        )
        return tuple(each for each in found if each)
