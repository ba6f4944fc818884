"""What pydantic finds wrong with a policy, as sentences: place, value, expectation, cure."""

from __future__ import annotations

import functools
from typing import Any

from pydantic import ValidationError

from fairgate import modelfile
from fairgate.modelfile import Complaint, Grammar, Shape
from fairgate.policyfile.modelerrors import model_error
from fairgate.policyfile.schema import policy_schema
from fairgate.policyfile.wording import SENTENCES

__all__ = ["Complaint", "complaints"]


def complaints(error: ValidationError, data: Any) -> tuple[Complaint, ...]:
    """Turn what pydantic found into complaints, one for each thing to mend.

    Parameters
    ----------
    error : ValidationError
        Of :class:`fairgate.policy.Policy`.
    data : Any
        What was validated.

    Examples
    --------
    >>> from fairgate.policy import Policy
    >>> data = {"version": 1, "nmae": "x", "columns": 3, "groups": ["race"], "rules": []}
    >>> try:
    ...     Policy.model_validate(data)
    ... except ValidationError as error:
    ...     for complaint in complaints(error, data):
    ...         print(complaint.path, complaint.problem)
    ('columns',) expected keys (label, prediction, score, row_id, sensitive), got 3
    ('rules',) expected at least one entry, got none
    ('nmae',) unknown key
    """
    return modelfile.complaints(error, data, _grammar())


@functools.cache
def _grammar() -> Grammar:
    return Grammar(Shape(policy_schema()), SENTENCES, model_error)
