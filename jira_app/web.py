"""Pages, API and Forge: the parts of the app that people and programs call, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from fairgate.checklist import Library
from fairgate.signing import PublicKey
from fairgate.training import Module, open_modules
from jira_app.access.authority import Authority
from jira_app.access.bearer import bearer
from jira_app.access.development import Development
from jira_app.access.jira_authority import Nobody
from jira_app.access.person import Role
from jira_app.access.sender import Authenticate
from jira_app.access.session import finder
from jira_app.access.shield import configure, slow_down
from jira_app.access.sign_in import access
from jira_app.admin.health import Permissions
from jira_app.admin.routes import admin
from jira_app.admin.secrets import Secret, secrets_of
from jira_app.api import api
from jira_app.assessments.routes import assessments
from jira_app.board.routes import board
from jira_app.evidence.pages import evidence_pages
from jira_app.issue_page.pages import issues
from jira_app.metrics import metrics
from jira_app.pages import Link, install
from jira_app.register.routes import register
from jira_app.training.routes import training
from jira_app.training.shelf import passed_by

if TYPE_CHECKING:
    from jira_app.access.oidc import Provider
    from jira_app.forge_remote import Tokens, Verifier

NAVIGATION = (
    Link("board.show", _("Board"), frozenset(Role)),
    Link("register.index", _("Register")),
    Link("training.index", _("Training"), frozenset(Role)),
    Link("admin.show", _("Administration"), frozenset({Role.ADMIN})),
)


@dataclass(frozen=True)
class ForgeApp:
    """The app inside Jira Cloud: what verifies its calls, what keeps its tokens, which site."""

    verifier: Verifier
    tokens: Tokens
    site: str = ""


@dataclass(frozen=True)
class Web:
    """What pages and API work with.

    Attributes
    ----------
    secret_key : str
        Signs the cookies.
    library : Library
        Templates of assessments, checklists and cases.
    modules : sequence of Module
        What is taught.
    secure : bool
        Whether browsers come over https.
    proxied : bool
        Whether every request is handed on by a proxy of this machine, which says for whom.
    url : str
        Where browsers find the app; empty: wherever they ask for it.
    authority : Authority
        Asks Jira who may see what.
    provider, development
        How people sign in; None: not so.
    admins : sequence of str
        E-mail addresses of administrators.
    authenticate : Authenticate
        Says whose token a request to the API carries.
    evidence_keys : sequence of PublicKey
        Whose evidence is trusted.
    signing_key : Path or None
        Signs approvals and certificates.
    jira : object
        The app's client; None: there is no Jira.
    jira_url : str
        Where people open Jira; empty: no link leads there.
    forge : ForgeApp or None
        The app inside Jira Cloud.
    chores : sequence of callable
        What Forge's hourly tick does.
    secrets : sequence of Secret
        Which secrets are set, for administrators.
    permissions : callable or None
        Gives what the app's account may do in a project; None: there is no Jira.
    """

    secret_key: str = field(repr=False)
    library: Library
    modules: Sequence[Module] = field(default_factory=open_modules)
    secure: bool = True
    proxied: bool = False
    url: str = ""
    authority: Authority = field(default_factory=Nobody)
    provider: Provider | None = None
    development: Development | None = None
    admins: Sequence[str] = ()
    authenticate: Authenticate = field(default_factory=bearer)
    evidence_keys: Sequence[PublicKey] = ()
    signing_key: Path | None = None
    jira: Any = None
    jira_url: str = ""
    forge: ForgeApp | None = None
    chores: Sequence[Callable[[], object]] = ()
    secrets: Sequence[Secret] = field(default_factory=lambda: secrets_of(()))
    permissions: Permissions | None = None


def add(
    app: Flask, engine: Engine, clock: Callable[[], float], wake: Callable[[], None], web: Web
) -> None:
    """Add pages, API and Forge to an app.

    Parameters
    ----------
    app : flask.Flask
        Which answers errors as problem details already.
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    wake : callable
        Called when there is work for the worker.
    web : Web
        The rest.
    """
    configure(app, web.secret_key, secure=web.secure)
    install(
        app,
        web.authority,
        finder(engine, clock),
        navigation=NAVIGATION,
        sign_in="access.sign_in",
        sign_out="access.sign_out",
    )
    for routes in _routes(engine, clock, wake, web):
        app.register_blueprint(routes)
    slow_down(app)
    if web.proxied:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)  # type: ignore[method-assign]


def _routes(
    engine: Engine, clock: Callable[[], float], wake: Callable[[], None], web: Web
) -> Iterator[Blueprint]:
    library, titles = web.library, {module.id: module.title for module in web.modules}
    yield access(
        engine,
        clock,
        provider=web.provider,
        development=web.development,
        admins=web.admins,
        url=web.url,
    )
    yield api(
        engine,
        clock,
        authenticate=web.authenticate,
        evidence_keys=web.evidence_keys,
        wake=wake,
    )
    yield issues(engine, web.jira, clock, wake, web.jira_url)
    yield assessments(
        engine=engine,
        clock=clock,
        library=library,
        signing_key=web.signing_key,
        wake=wake,
        passed=passed_by(engine),
        modules=titles,
    )
    yield evidence_pages(engine)
    yield board(engine=engine, library=library, clock=clock, wake=wake, jira_url=web.jira_url)
    yield admin(
        engine=engine,
        library=library,
        modules=titles,
        clock=clock,
        secrets=lambda: web.secrets,
        permissions=web.permissions,
        wake=wake,
    )
    yield register(engine=engine, library=library, clock=clock)
    yield training(
        engine=engine,
        clock=clock,
        modules=web.modules,
        signing_key=web.signing_key,
        url=web.url,
    )
    yield metrics(engine, clock)
    if web.forge:
        yield _forge(engine, clock, wake, web.forge, web.chores)


def _forge(
    engine: Engine,
    clock: Callable[[], float],
    wake: Callable[[], None],
    app: ForgeApp,
    chores: Sequence[Callable[[], object]],
) -> Blueprint:
    from jira_app.forge_remote import forge  # noqa: PLC0415 - only with Forge

    return forge(engine, app.verifier, app.tokens, clock, wake=wake, chores=chores, site=app.site)
