"""The public register: assessments that were approved and marked public, in two tiers.

After the United Kingdom's Algorithmic Transparency Recording Standard: a short text for
everybody, then the detail (https://www.gov.uk/government/collections/algorithmic-transparency-recording-standard-hub).
No names, no keys of issues, no exact small counts.
:mod:`~jira_app.register.entry` is one entry, :mod:`~jira_app.register.reading` reads them,
:mod:`~jira_app.register.scrub` takes out what slipped into the texts.
"""

from jira_app.register.routes import register

__all__ = ["register"]
