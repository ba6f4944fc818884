"""YAML files that a pydantic model describes: every mistake as a sentence with its place.

:mod:`~fairgate.modelfile.shape` knows what may stand where,
:mod:`~fairgate.modelfile.complaints` turns pydantic's errors into things to mend,
:mod:`~fairgate.modelfile.wording` has the words, :mod:`~fairgate.modelfile.located` the lines.
"""

from fairgate.modelfile.complaints import Complaint, Grammar, complaints
from fairgate.modelfile.located import located
from fairgate.modelfile.shape import Shape

__all__ = ["Complaint", "Grammar", "Shape", "complaints", "located"]
