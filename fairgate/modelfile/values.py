"""Values as the reader of a file knows them, and how to write what was probably meant."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

from fairgate.yamlfile.words import quoted, reads_as_text


def shown(value: Any) -> str:
    """Write a value as the reader of the file knows it.

    Examples
    --------
    >>> shown(None), shown(True), shown("0.1"), shown(float("nan")), shown([1, 2])
    ('nothing', 'true', "'0.1'", '.nan', 'a list')
    """
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "keys and values"
    written = repr(value) if isinstance(value, str) else str(value)
    return written if len(written) <= 60 else written[:57] + "..."


def number_meant(value: Any) -> str:
    """Say how to write the number that a value was probably meant to be.

    Examples
    --------
    >>> number_meant("0.1"), number_meant("1e-1"), number_meant("80%"), number_meant("0,8")
    ('remove the quotes', 'write 0.1', 'write 0.8', 'write 0.8')
    """
    if value is None:
        return "write a number, or remove the line"
    if isinstance(value, str):
        bare = value.strip().replace(",", ".")
        with suppress(ValueError):
            number = float(bare.removesuffix("%")) / (100 if bare.endswith("%") else 1)
            if math.isfinite(number):
                same = bare == value and not reads_as_text(value)
                return "remove the quotes" if same else f"write {number:g}"
    return "write a number such as 0.1"


def text_meant(value: Any) -> str:
    """Say how to write the text that a value was probably meant to be.

    Examples
    --------
    >>> text_meant(12)
    'quote it: "12"'
    """
    if value is None:
        return "write it, or remove the line"
    if isinstance(value, (list, dict)):
        return "write one value"
    return f"quote it: {quoted(shown(value))}"
