"""Training in the app: lessons, quizzes, certificates; and what trainers see of their cohorts.

:mod:`~jira_app.training.desk` is what all pages work with, :mod:`~jira_app.training.routes`
which pages there are. The modules themselves are content, read by :mod:`fairgate.training`.
"""
