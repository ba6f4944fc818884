"""Modules as a SCORM 1.2 package, which learning platforms take in: the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from fairgate.errors import UserError
from fairgate.training.export.manifest import manifest, page_name
from fairgate.training.export.page import module_page, static
from fairgate.training.module import Module

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def scorm12(modules: Sequence[Module]) -> bytes:
    """Pack modules: a manifest, and one page a module that needs no other file.

    Parameters
    ----------
    modules : sequence of Module
        In the order in which a platform lists them.

    Returns
    -------
    bytes
        A zip file, with sorted names and no time in it.

    Raises
    ------
    UserError
        Where there is no module, or one twice.
    """
    names = [module.id for module in modules]
    if not names:
        raise UserError("there is no module to pack", "name at least one")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UserError(f"module {twice} is named twice", "name each module once")
    files = {"imsmanifest.xml": manifest(modules)}
    for module in modules:
        files[page_name(module)] = sco_page(module).encode()
    return _packed(files)


def sco_page(module: Module) -> str:
    """Make the page of a module that tells a platform how its learner gets on."""
    return module_page(module, scripts=[static("store.js"), static("scorm12.js")])


def _packed(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # POSIX, on whatever system this runs
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return packed.getvalue()
