"""Pictures of a module as ``data:`` addresses, so that what is made of it is one file."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from fairgate.training.module import Module
from fairgate.training.textfile import IMAGE

MAX_PICTURE = 2_000_000
"""Bytes of a picture that goes into a page; of a larger one the words are shown."""

_KINDS = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".svg": "image/svg+xml",
}  # fmt: skip


def pictures(module: Module, name: str) -> dict[str, str]:
    """Find the pictures in a module's own folder that one of its texts shows.

    Parameters
    ----------
    module : Module
        Whose.
    name : str
        Which text, such as ``lesson.md``; pictures are named as seen from ``Module.beside``.

    Returns
    -------
    dict of str to str
        ``data:`` addresses by the name that the text uses, without percent signs for letters.
    """
    return dict(_found(module, name))


def embedded(text: str, images: Mapping[str, str]) -> str:
    """Put pictures into a text of Markdown.

    Examples
    --------
    >>> embedded("![A door](door.png) ![A key](key.png)", {"door.png": "data:,"})
    '![A door](data:,) ![A key](key.png)'
    """
    return IMAGE.sub(
        lambda at: at["begin"] + images.get(unquote(at["target"]), at["target"]) + at["end"], text
    )


def _found(module: Module, name: str) -> Iterator[tuple[str, str]]:
    inside = module.folder.resolve()
    beside = module.beside(name)
    for shown in IMAGE.finditer(module.texts[name]):
        picture = unquote(shown["target"])
        try:
            address = _address(beside.joinpath(picture).resolve(), inside)
        except (OSError, ValueError):  # no file that can be read can have this name
            continue
        if address:
            yield picture, address


def _address(path: Path, inside: Path) -> str:
    kind = _KINDS.get(path.suffix.lower())
    if kind is None or not path.is_relative_to(inside) or not path.is_file():
        return ""
    if not 0 < path.stat().st_size <= MAX_PICTURE:
        return ""
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
