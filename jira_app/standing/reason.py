"""A reason in words, which other languages can still be made of."""

from __future__ import annotations

from typing import Any, Self


class Reason(str):
    """A sentence, with the template and the values that it was made of.

    Attributes
    ----------
    template : str
        As translators see it: ``_(reason.template, **reason.values)`` gives the sentence in the
        language of whoever looks.
    values : dict
        What stands in it.

    Examples
    --------
    >>> reason = Reason("The approval ended on %(day)s.", day="2026-11-22")
    >>> reason
    'The approval ended on 2026-11-22.'
    >>> reason.template
    'The approval ended on %(day)s.'
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Self:
        """Make the sentence."""
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made


def N_(template: str) -> str:  # noqa: N802 - the name by which extractors know it
    """Mark a sentence for translators, and leave it as it is.

    Examples
    --------
    >>> N_("Submit it.")
    'Submit it.'
    """
    return template
