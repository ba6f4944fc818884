"""One call by Forge, verified."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Invocation:
    """Who calls, from where; every part but the two tokens was signed by Atlassian.

    Attributes
    ----------
    installation_id : str
        Of the app on a site; another one after it was installed anew.
    cloud_id : str
        Of the site; stays the same.
    app_id : str
        The app's ARI.
    environment : str
        ``DEVELOPMENT``, ``STAGING`` or ``PRODUCTION``.
    api_base_url : str
        Where this site's Jira is asked.
    module_key : str
        Of the manifest's module that called.
    account : str
        Account id of whoever looks at the page; empty for events and schedules.
    place : str
        Kind of the page, such as ``jira:issuePanel``; empty for events and schedules.
    issue_key, project_key : str or None
        What the page is about.
    system_token, user_token : str
        What Jira may be asked with, as the app and as the user; opaque, never shown.
    """

    installation_id: str
    cloud_id: str
    app_id: str
    environment: str
    api_base_url: str
    module_key: str = ""
    account: str = ""
    place: str = ""
    issue_key: str | None = None
    project_key: str | None = None
    system_token: str = field(repr=False, default="")
    user_token: str = field(repr=False, default="")

    @property
    def issuer(self) -> str:
        """Who vouches for the account: this site."""
        return f"forge:{self.cloud_id}"
