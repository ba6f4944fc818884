"""What all pages share: head, style, words, language, and who is looking.

:func:`install` prepares an app; blueprints of pages then render templates that extend
``base.html`` and take badges, times and the CSRF field from ``macros.html``. :func:`limit_forms`
says how much their forms may hold.
"""

from jira_app.pages.install import install
from jira_app.pages.limits import limit_forms
from jira_app.pages.navigation import Link

__all__ = ["Link", "install", "limit_forms"]
