"""Where a run can tell what it found: files, addresses, tokens. Read once, at the root."""

from __future__ import annotations

import io
import re
import secrets
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from ci_actions.publish.web import Http
from ci_actions.settings import Settings


@dataclass(frozen=True)
class Surroundings:
    """What a platform offers for telling people.

    Attributes
    ----------
    log : TextIO
        The job's log.
    http : Http
        Sends requests.
    nonce : callable
        Text that nobody can guess, anew at every call.
    comment : bool
        Whether to comment on the request.
    api : str
        Address of the platform's REST API.
    token : str
        For that API; empty where there is none.
    author : str
        Login under which the token comments; GitHub only.
    project : str
        Id of the project that is merged into; GitLab only.
    run : str
        Address of this run, for a reader's browser.
    summary, output : Path or None
        Files that GitHub reads after the step.
    server : str or None
        Address of the app.
    server_token : str
        The app's token.
    """

    log: TextIO
    http: Http
    nonce: Callable[[], str]
    comment: bool = True
    api: str = ""
    token: str = field(default="", repr=False)
    author: str = "github-actions[bot]"
    project: str = ""
    run: str = ""
    summary: Path | None = None
    output: Path | None = None
    server: str | None = None
    server_token: str = field(default="", repr=False)

    @classmethod
    def of(
        cls, environment: Mapping[str, str], settings: Settings, log: TextIO | None = None
    ) -> Surroundings:
        """Read what the platform and the settings say.

        Parameters
        ----------
        environment : mapping
            As ``os.environ``.
        settings : Settings
            Whether to comment, and the app.
        log : TextIO, optional
            Standard output by default.
        """
        secret = settings.server_token
        log = log or sys.stdout
        if isinstance(log, io.TextIOWrapper):  # a name may hold what the log cannot show
            log.reconfigure(errors="backslashreplace")
        plain = cls(
            log=log,
            http=Http(time.sleep, time.time, system_proxy),
            nonce=lambda: secrets.token_hex(16),
            comment=settings.comment,
            server=settings.server,
            server_token="" if secret is None else secret.get_secret_value().strip(),
        )
        gitlab = "CI_API_V4_URL" in environment and not environment.get("GITHUB_ACTIONS")
        return (_with_gitlab if gitlab else _with_github)(plain, environment)


def _with_github(plain: Surroundings, environment: Mapping[str, str]) -> Surroundings:
    site = environment.get("GITHUB_SERVER_URL", "https://github.com")
    repository = environment.get("GITHUB_REPOSITORY", "")
    run = environment.get("GITHUB_RUN_ID", "")
    return replace(
        plain,
        api=environment.get("GITHUB_API_URL", "https://api.github.com").rstrip("/"),
        token=environment.get("GITHUB_TOKEN", "").strip(),
        author=environment.get("FAIRGATE_COMMENT_AUTHOR") or plain.author,
        run=address(f"{site}/{repository}/actions/runs/{run}") if run else "",
        summary=_path(environment.get("GITHUB_STEP_SUMMARY")),
        output=_path(environment.get("GITHUB_OUTPUT")),
    )


def _with_gitlab(plain: Surroundings, environment: Mapping[str, str]) -> Surroundings:
    project = environment.get("CI_MERGE_REQUEST_PROJECT_ID") or environment.get("CI_PROJECT_ID")
    return replace(
        plain,
        api=environment["CI_API_V4_URL"].rstrip("/"),
        token=environment.get("FAIRGATE_GITLAB_TOKEN", "").strip(),
        project=project or "",
        run=address(environment.get("CI_JOB_URL", "")),
    )


def system_proxy(url: str) -> str:
    """Return the proxy that this machine names for an address (``HTTPS_PROXY``, ``NO_PROXY``)."""
    parts = urlsplit(url)
    proxy = urllib.request.getproxies().get(parts.scheme, "")
    return "" if urllib.request.proxy_bypass(parts.netloc) else proxy


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None


def address(text: str) -> str:
    """Keep an address that can stand in a Markdown link; drop any other.

    Examples
    --------
    >>> address("https://a.example/runs/1"), address("javascript:alert(1)")
    ('https://a.example/runs/1', '')
    """
    return text if re.fullmatch(r"https?://[A-Za-z0-9._~:/%+-]+", text) else ""
