"""The API: what CI jobs and the flag hook send, and what programs read.

:mod:`~jira_app.api.asked` and :mod:`~jira_app.api.documents` are its shapes,
:mod:`~jira_app.api.sending` and :mod:`~jira_app.api.reading` its routes, and
:mod:`~jira_app.api.description` the OpenAPI document that is made of the shapes.
"""

from jira_app.api.routes import api

__all__ = ["api"]
