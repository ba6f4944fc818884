"""What all pages share: head, style, words, language, and who is looking.

:func:`install` prepares an app; blueprints of pages then render templates that extend
``base.html`` and take badges, times and the CSRF field from ``macros.html``.
"""

from jira_app.pages.install import install
from jira_app.pages.navigation import Link

__all__ = ["Link", "install"]
