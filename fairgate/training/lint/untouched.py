"""Words of ``fairgate train new`` that nobody has put others in place of."""

from __future__ import annotations

from collections.abc import Iterator

from fairgate.errors import UserError
from fairgate.training.module import Module
from fairgate.training.skeleton import PLACEHOLDERS


def untouched(module: Module) -> Iterator[UserError]:
    """Find, file by file, the first words that are still those of the skeleton."""
    files = {
        module.outline_file.path: module.outline_file.text.decode(errors="replace"),
        module.quiz_file.path: module.quiz_file.text.decode(errors="replace"),
        **{str(module.folder / name): text for name, text in module.texts.items()},
    }
    for path, text in files.items():
        for line, words in enumerate(text.splitlines(), 1):
            left = next((one for one in PLACEHOLDERS if one in words), None)
            if left is not None:
                problem = f"{left!r} is still there from fairgate train new"
                yield UserError(problem, "write your own words in its place", path, line)
                break
