"""An organisation's own content, and how long what people learnt is kept."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fairgate.errors import UserError

DAYS: Final = "365"
MOST_DAYS: Final = 36_500


def folders(given: Mapping[str, str], name: str) -> tuple[Path, ...]:
    """Read folders, with ``:`` between them (``;`` on Windows); what is in them is read at start.

    Raises
    ------
    UserError
        Where one of them is not there.
    """
    found = tuple(Path(each) for each in given.get(name, "").split(os.pathsep) if each)
    for path in found:
        if not path.is_dir():
            cure = "name a folder of your own content, or unset it"
            raise UserError("there is no such folder", cure, file=str(path), place=name)
    return found


def days(given: Mapping[str, str], name: str) -> int:
    """Read for how many days something is kept; a year unless somebody says, 0 is for ever.

    Raises
    ------
    UserError
        If it is no such number.

    Examples
    --------
    >>> days({}, "FAIRGATE_TRAINING_DAYS")
    365
    """
    text = given.get(name, DAYS)
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > MOST_DAYS:
        problem = f"expected a number of days from 0 to {MOST_DAYS}, got {text[:100]!r}"
        raise UserError(problem, "write 365, or 0 to keep it for ever", place=name)
    return int(text)
