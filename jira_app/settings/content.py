"""An organisation's own content: templates and checklists, and training modules."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from fairgate.errors import UserError


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
