"""Settings of the app, from variables of the environment; complaints come all at once.

:mod:`~jira_app.settings.names` lists the variables, :mod:`~jira_app.settings.reading` is the way
in, and each of the others knows one feature.
"""

from jira_app.settings.keys import TrustedKeys
from jira_app.settings.model import Jobs, Settings, Unleash
from jira_app.settings.names import (
    DATABASE,
    DEFAULT_DATABASE,
    JIRA_EMAIL,
    JIRA_TOKEN,
    JIRA_URL,
    RISK_FIELD,
    SECRET_KEY,
    WEBHOOK_SECRET,
)
from jira_app.settings.reading import read_settings

__all__ = [
    "DATABASE",
    "DEFAULT_DATABASE",
    "JIRA_EMAIL",
    "JIRA_TOKEN",
    "JIRA_URL",
    "RISK_FIELD",
    "SECRET_KEY",
    "WEBHOOK_SECRET",
    "Jobs",
    "Settings",
    "TrustedKeys",
    "Unleash",
    "read_settings",
]
