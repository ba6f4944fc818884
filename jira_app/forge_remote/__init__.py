"""Forge Remote: what Jira Cloud's app platform sends, verified, and the pages it shows.

:mod:`~jira_app.forge_remote.fit` and :mod:`~jira_app.forge_remote.claims` verify who calls,
:mod:`~jira_app.forge_remote.events` reads what happened, :mod:`~jira_app.forge_remote.dispatch`
shows pages inside Jira, :mod:`~jira_app.forge_remote.tokens` keeps what Jira may be asked with;
:mod:`~jira_app.forge_remote.routes` answers requests.
"""

from jira_app.forge_remote.fit import Refused, Verifier
from jira_app.forge_remote.invocation import Invocation
from jira_app.forge_remote.keys import JWKS_URL, Keys, KeysAway
from jira_app.forge_remote.routes import forge
from jira_app.forge_remote.tokens import Tokens

__all__ = ["JWKS_URL", "Invocation", "Keys", "KeysAway", "Refused", "Tokens", "Verifier", "forge"]
