"""Impact assessments: a template's questions answered, to a level, its reasons and its duties.

:mod:`~fairgate.assessment.template` is the form of a template and
:mod:`~fairgate.assessment.lint` what may still be wrong with one;
:mod:`~fairgate.assessment.answers` reads answers, :mod:`~fairgate.assessment.branching` follows
them, :mod:`~fairgate.assessment.scoring` scores risks, :mod:`~fairgate.assessment.assess` puts
it together; :mod:`~fairgate.assessment.interview` asks, :mod:`~fairgate.assessment.policy`
writes the starter policy.
"""

from fairgate.assessment.answers import read_answers
from fairgate.assessment.assess import Result, assess
from fairgate.assessment.reading import parse_template, read_template
from fairgate.assessment.template import Template
from fairgate.assessment.values import Answers

__all__ = [
    "Answers",
    "Result",
    "Template",
    "assess",
    "parse_template",
    "read_answers",
    "read_template",
]
