"""Evidence: a verdict with all it rests on, signed, and judged again when it is read.

Read in this order: :mod:`~fairgate.evidence.statement` (what is stated),
:mod:`~fairgate.evidence.tally` (the counts in it), :mod:`~fairgate.evidence.rejudge`
(why it can be believed), :mod:`~fairgate.evidence.verify` (all of it at once).
Evidence holds exact counts, so it is confidential; what people see are reports.
"""

from fairgate.evidence.artifact import Artifact
from fairgate.evidence.rejudge import rejudge
from fairgate.evidence.statement import Statement, make_statement, parse_statement
from fairgate.evidence.verify import Verified, verify

__all__ = [
    "Artifact",
    "Statement",
    "Verified",
    "make_statement",
    "parse_statement",
    "rejudge",
    "verify",
]
