"""A stateful stand-in for Jira, to test against and to try the app with.

>>> from jira_app.twin import JiraTwin
>>> with JiraTwin() as twin:
...     twin.url.startswith("http://127.0.0.1:")
True
"""

from jira_app.twin.delivery import Manners
from jira_app.twin.rules import Rule
from jira_app.twin.server import JiraTwin, Plan
from jira_app.twin.trouble import Trouble

__all__ = ["JiraTwin", "Manners", "Plan", "Rule", "Trouble"]
