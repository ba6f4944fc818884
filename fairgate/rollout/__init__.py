"""From evidence and approval to a feature that is on, for how many, until when.

Pure, in reading order: :mod:`~fairgate.rollout.plan` (what the team promised),
:mod:`~fairgate.rollout.papers` (what was signed), :mod:`~fairgate.rollout.decision` (open or
closed, and why), :mod:`~fairgate.rollout.grant` (the decision, signed, for applications).
"""
