"""The fairness gate in continuous integration: GitHub, GitLab, Jenkins, and any other.

Read in this order: :mod:`~ci_actions.settings` (what the environment says),
:mod:`~ci_actions.change` (what is under judgement), :mod:`~ci_actions.gate` (judging it by
what the base branch promised), :mod:`~ci_actions.publish` (telling everybody).
"""
