"""A policy file, read: the policy, its bytes, the line of everything, or all its mistakes.

:mod:`~fairgate.policyfile.reading` is the way in. Complaints come from the models
(:mod:`~fairgate.policyfile.complaints`) and from checks across fields
(:mod:`~fairgate.policyfile.crosschecks`, :mod:`~fairgate.policyfile.groupchecks`).
"""

from fairgate.policyfile.reading import PolicyFile, parse_policy, read_policy
from fairgate.policyfile.schema import policy_schema

__all__ = ["PolicyFile", "parse_policy", "policy_schema", "read_policy"]
