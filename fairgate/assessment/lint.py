"""What a valid template may still have wrong, each with its place and its cure.

The checks of :mod:`~fairgate.assessment.lintids` (nothing dangles) come first; those of
:mod:`~fairgate.assessment.lintrisk` (a riskier answer never lowers the level) and of
:mod:`~fairgate.assessment.lintreach` (every branch and level can be reached) need sound ids,
as do those of :mod:`~fairgate.assessment.lintweights`.
"""

from __future__ import annotations

from fairgate.assessment.lintids import dangling
from fairgate.assessment.lintreach import unreachable
from fairgate.assessment.lintrisk import not_monotone
from fairgate.assessment.lintweights import misweighed
from fairgate.assessment.template import Template
from fairgate.modelfile import Complaint


def lint(template: Template) -> tuple[Complaint, ...]:
    """Find everything that is wrong with a template that is valid otherwise.

    Parameters
    ----------
    template : Template
        As read.

    Returns
    -------
    tuple of Complaint
        Empty for a template that may be used.
    """
    found = tuple(dangling(template))
    return found or (*not_monotone(template), *misweighed(template), *unreachable(template))
