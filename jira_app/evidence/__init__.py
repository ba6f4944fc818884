"""Evidence of CI jobs: taken in, kept, and shown with small counts suppressed.

Read :mod:`~jira_app.evidence.envelope` (what comes), :mod:`~jira_app.evidence.examine` (why it
is believed), :mod:`~jira_app.evidence.keep` (what becomes of it), then
:mod:`~jira_app.evidence.shelf` and :mod:`~jira_app.evidence.pages`.
"""
