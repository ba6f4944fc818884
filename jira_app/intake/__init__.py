"""The way in: signed webhooks, and the questions of whoever watches over the app.

:mod:`~jira_app.intake.signature` and :mod:`~jira_app.intake.message` judge bytes and know no
network; :mod:`~jira_app.intake.webhooks` and :mod:`~jira_app.intake.health` answer requests.
"""
