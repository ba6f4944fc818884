"""The parts that ``fairgate serve`` runs, made from settings: workers, pages, Jira's client."""

from __future__ import annotations

import os
import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from fairgate.training import open_modules
from jira_app.access.bearer import bearer
from jira_app.access.development import Development, Known
from jira_app.access.github import Jobs
from jira_app.access.jira_authority import JiraAuthority, Nobody
from jira_app.admin.health import WANTED, Permissions
from jira_app.admin.secrets import secrets_of
from jira_app.commands.secret_key import kept_secret_key
from jira_app.intake.local import is_loopback
from jira_app.jira import ONCE, JiraClient, Pace
from jira_app.settings import Settings
from jira_app.web import ForgeApp, Web
from jira_app.worker import Desk, Worker

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from fairgate.checklist import Library

Chore = Callable[[], object]


@dataclass(frozen=True)
class Links:
    """The ways to Jira.

    Attributes
    ----------
    worker : callable
        Makes a client for one worker; each has connections of its own.
    asked : object
        A client for pages and probes.
    site : JiraClient or None
        Asked what people may see, where they sign in here and not inside Jira.
    forge : ForgeApp or None
        The app inside Jira Cloud.
    """

    worker: Callable[[], Any]
    asked: Any
    site: JiraClient | None
    forge: ForgeApp | None


def links(settings: Settings) -> Links | None:
    """Make the ways to Jira; None: there is no Jira."""
    site = settings.site
    own = JiraClient(site, Pace(ONCE)) if site else None
    if settings.forge_app:
        forge = _forge(settings)
        return Links(forge.tokens.relay, forge.tokens.relay(), own, forge)
    if site is None:
        return None
    return Links(lambda: JiraClient(site, Pace(ONCE)), own, own, None)


def crew(
    engine: Engine, settings: Settings, jira: Links, size: int, chores: tuple[Chore, ...]
) -> list[Worker]:
    """Make workers; triage is shared. The first does the chores."""
    if not size:
        return []
    from fairgate.triage import ready  # noqa: PLC0415 - only those who work

    judge = ready().flag
    made = []
    for number in range(size):
        desk = Desk(
            engine,
            jira.worker(),
            judge,
            time.time,
            risk_field=settings.risk_field,
            gate_field=settings.gate_field,
        )
        name = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:8]}"
        made.append(Worker(desk, name, random.random, chores=() if number else chores))
    return made


def chores(engine: Engine, library: Library, training_days: int) -> tuple[Chore, ...]:
    """What comes with time, done by whoever has time."""
    from fairgate.assessment.template import Template  # noqa: PLC0415
    from jira_app.records.daily import daily  # noqa: PLC0415

    templates = (file.content for file in library.files if isinstance(file.content, Template))
    majors = {each.id: each.version.partition(".")[0] for each in templates}
    return (lambda: daily(engine, time.time, majors, training_days),)


def web(
    settings: Settings,
    host: str,
    library: Library,
    jira: Links | None,
    *,
    known: tuple[Known, ...] = (),
    chores: tuple[Chore, ...] = (),
) -> Web:
    """Put together what pages and API work with.

    Raises
    ------
    UserError
        If the key of cookies cannot be kept.
    UserErrors
        If modules of the organisation cannot be read.
    """
    local = is_loopback(host)
    elsewhere = settings.url.startswith("https://")
    return Web(
        secret_key=settings.secret_key or kept_secret_key(settings.database),
        library=library,
        modules=open_modules(settings.training),
        secure=elsewhere or not local,
        proxied=elsewhere and local,
        url=settings.url,
        authority=JiraAuthority(jira.site, time.monotonic) if jira and jira.site else Nobody(),
        provider=_provider(settings),
        development=Development(host, known) if local and not settings.issuer else None,
        admins=settings.admins,
        authenticate=bearer(settings.tokens, _jobs(settings)),
        evidence_keys=settings.trusted.evidence,
        signing_key=settings.signing_key,
        jira=jira.asked if jira else None,
        jira_url=settings.site.url if settings.site else "",
        forge=jira.forge if jira else None,
        chores=chores,
        secrets=secrets_of(settings.configured(), settings.key_ids()),
        permissions=_permissions(jira) if jira else None,
    )


def _permissions(jira: Links) -> Permissions:
    return lambda project: dict(jira.asked.my_permissions(*WANTED, project=project))


def _provider(settings: Settings) -> Any:
    if settings.issuer is None:
        return None
    from jira_app.access.oidc import Provider  # noqa: PLC0415 - slow, for those who use it

    return Provider(settings.issuer)


def _jobs(settings: Settings) -> Any:
    if settings.jobs is None:
        return None
    return Jobs(settings.jobs.audience, settings.jobs.repositories, time.monotonic).whose


def _forge(settings: Settings) -> ForgeApp:
    from jira_app.forge_remote import Keys, Tokens, Verifier  # noqa: PLC0415 - only with Forge

    tokens = Tokens(time.time, settings.risk_field, settings.gate_field)
    return ForgeApp(Verifier(settings.forge_app, Keys()), tokens, settings.forge_site)
