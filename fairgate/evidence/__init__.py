"""Evidence: a verdict with all it rests on, signed, and judged again when it is read.

Read in this order: :mod:`~fairgate.evidence.statement` (what is stated of decisions),
:mod:`~fairgate.evidence.tally` (the counts in it), :mod:`~fairgate.evidence.rankings` (what is
stated of rankings), :mod:`~fairgate.evidence.rejudge` (why it can be believed),
:mod:`~fairgate.evidence.verify` (all of it at once).
Evidence holds exact counts, so it is confidential; what people see are reports.
"""

from fairgate.evidence.artifact import Artifact
from fairgate.evidence.evaluated import Circumstances
from fairgate.evidence.rankings import RankingStatement, make_ranking_statement
from fairgate.evidence.reading import AnyStatement, parse_statement
from fairgate.evidence.rejudge import rejudge
from fairgate.evidence.statement import Statement, make_statement
from fairgate.evidence.verify import Verified, verify

__all__ = [
    "AnyStatement",
    "Artifact",
    "Circumstances",
    "RankingStatement",
    "Statement",
    "Verified",
    "make_ranking_statement",
    "make_statement",
    "parse_statement",
    "rejudge",
    "verify",
]
