"""A nutritional label read back from a statement that somebody else may have written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from fairgate.evidence.canonical import canonical, plain
from fairgate.ranking.label.as_document import document as laid_out
from fairgate.ranking.label.values import Label
from fairgate.suppression import Count

_LABEL: Final = TypeAdapter(Label)
_HIDDEN: Final = re.compile(r"(<|>=)[0-9]{1,9}")


def read_label(document: Any) -> Label:
    """Read a label that :func:`fairgate.evidence.canonical.plain` wrote.

    Raises
    ------
    ValueError
        If it is none, has something more in it, or can not be shown.

    Examples
    --------
    >>> read_label({"source": "a.csv"})
    Traceback (most recent call last):
    ValueError: expected a nutritional label of a ranking
    """
    try:
        label = _LABEL.validate_python(document)
        canonical(document)  # a lone surrogate is no text
        laid_out(label)  # nor is a measure that nobody knows a part of a label
        sound = plain(label) == document and all(map(_is_count, _counts(label)))
    except (ValidationError, ValueError, LookupError, ArithmeticError):
        sound = False
    if not sound:
        raise ValueError("expected a nutritional label of a ranking")
    return label


def _counts(label: Label) -> Iterator[Count]:
    for row in label.fairness.groups:
        yield from (row.overall, row.in_k)
    for variety in label.diversity:
        for _, top, overall in variety.counts:
            yield from (top, overall)


def _is_count(count: Count) -> bool:
    return not isinstance(count, str) or _HIDDEN.fullmatch(count) is not None
