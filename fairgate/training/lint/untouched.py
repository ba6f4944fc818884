"""Words of ``fairgate train new`` that nobody has put others in place of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairgate.errors import UserError
from fairgate.training.module import Module
from fairgate.training.skeleton import PLACEHOLDERS


def untouched(module: Module) -> Iterator[UserError]:
    """Find, file by file, every word that is still one of the skeleton."""
    files = {
        module.outline_file.path: module.outline_file.text.decode(errors="replace"),
        module.quiz_file.path: module.quiz_file.text.decode(errors="replace"),
        **{str(module.folder / name): text for name, text in module.texts.items()},
    }
    for path, text in files.items():
        for line, words in enumerate(text.splitlines(), 1):
            for left in _left(words):
                problem = f"{left!r} is still there from fairgate train new"
                yield UserError(problem, "write your own words in its place", path, line)


def _left(line: str) -> Iterator[str]:
    """Find words of the skeleton in a line; where one goes on, it is somebody's own."""
    for words in PLACEHOLDERS:
        end = r"(?! ?\w)" if words[-1].isalnum() else ""
        if words in line and re.search(re.escape(words) + end, line):
            yield words
