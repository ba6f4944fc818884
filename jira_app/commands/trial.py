"""``fairgate serve --twin``: a Jira to try the app with, in the same process."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fairgate.errors import UserError
from jira_app.access.development import Known
from jira_app.commands.twin import HASTE
from jira_app.jira import JiraSite
from jira_app.settings import JIRA_EMAIL, JIRA_TOKEN, JIRA_URL, Settings
from jira_app.twin import JiraTwin, Manners, Plan, seed
from jira_app.twin.model import Step
from jira_app.twin.workflow import field_is

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECTS: Final = ("LOAN", "SHOP")
ISSUES: Final = (
    ("LOAN", "Score loan applicants by postcode"),
    ("LOAN", "Reject applicants over 50 by birth date"),
    ("LOAN", "Show the repayment plan as a table"),
    ("SHOP", "Rank delivery drivers by customers' ratings"),
    ("SHOP", "Recognise faces of customers at the door"),
    ("SHOP", "Move the build to another machine"),
)
"""Some that may touch people unequally, and some that do not."""


def trial(settings: Settings, environ: Mapping[str, str]) -> tuple[JiraTwin, Settings]:
    """Start a twin and point the settings at it.

    Raises
    ------
    UserError
        If a Jira is named as well: it would be ignored.
    """
    named = [name for name in (JIRA_URL, JIRA_TOKEN, JIRA_EMAIL) if environ.get(name, "").strip()]
    if named or settings.forge_app:
        problem = "there is a Jira already"
        raise UserError(problem, f"leave out --twin, or unset {named[0] if named else 'Forge'}")
    rule = field_is(seed.GATE_SELECT, ("open",), "fairgate keeps this closed: see its page.")
    release = Step("41", "Release", seed.DONE, (rule,))
    plan = Plan(projects=PROJECTS, steps=(*seed.steps(), release), manners=Manners(retries=HASTE))
    twin = JiraTwin(plan).start()
    site = JiraSite(
        twin.url,
        seed.APP.token,
        email=seed.APP.email,
        risk_field=seed.RISK_SELECT,
        gate_field=seed.GATE_SELECT,
    )
    secret = settings.webhook_secret or secrets.token_hex(16)
    return twin, replace(settings, site=site, webhook_secret=secret)


def people(twin: JiraTwin) -> tuple[Known, ...]:
    """List the people of a twin; the app is none."""
    return tuple(
        Known(account.name, account.email) for account in twin.site.accounts if not account.app
    )


def begin(twin: JiraTwin, url: str, secret: str) -> None:
    """Have the twin tell the app what happens, and let something happen."""
    twin.add_webhook(f"{url}/webhooks/jira", secret)
    for project, summary in ISSUES:
        twin.create_issue(project, summary)
