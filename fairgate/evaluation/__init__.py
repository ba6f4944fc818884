"""A fairness evaluation from end to end: files in, verdict and evidence out.

What ``fairgate check`` does, for whoever has no command line: CI entry points, notebooks.
:mod:`~fairgate.evaluation.rankings` is the same for rankings.
"""

from fairgate.evaluation.evaluate import Counted, count, evaluate
from fairgate.evaluation.request import Recorded, Request
from fairgate.evaluation.result import Evaluation

__all__ = ["Counted", "Evaluation", "Recorded", "Request", "count", "evaluate"]
