"""A label read back from a document that somebody else may have written."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from fairgate.evidence.canonical import plain
from fairgate.ranking.label.values import Label

_LABEL: TypeAdapter[Label] = TypeAdapter(Label)


def read_label(document: Any) -> Label:
    """Read a label that :func:`fairgate.evidence.canonical.plain` wrote.

    Raises
    ------
    ValueError
        If it is none, or has something more in it.

    Examples
    --------
    >>> read_label({"source": "a.csv"})
    Traceback (most recent call last):
    ValueError: expected a nutritional label of a ranking
    """
    try:
        label = _LABEL.validate_python(document)
    except ValidationError:
        label = None
    if label is None or plain(label) != document:
        raise ValueError("expected a nutritional label of a ranking")
    return label
