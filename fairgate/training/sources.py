"""What a module's texts cite: its own sources, and the cases that it tells."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from fairgate.checklist import Cases, open_library
from fairgate.content.models import Source
from fairgate.training.module import Module
from fairgate.training.textfile import with_titles


def sources_of(module: Module) -> dict[str, Source]:
    """List a module's sources, then the cases that it tells, which have sources of their own."""
    found = {source.id: source for source in module.outline.sources}
    cases = _cases() if module.outline.cases else {}
    return found | {name: cases[name] for name in module.outline.cases if name in cases}


def told(module: Module, text: str) -> str:
    """Write a text of a module for whoever has no list of its sources: each by its title."""
    return with_titles(text, {name: source.title for name, source in sources_of(module).items()})


@functools.cache
def _cases() -> Mapping[str, Source]:
    """Every case that comes along, as a source."""
    found: dict[str, Source] = {}
    for file in open_library(kinds=["cases"]).files:
        assert isinstance(file.content, Cases)
        sources = {source.id: source for source in file.content.sources}
        for case in file.content.cases:
            source = sources[case.source[0]]
            title = f"{case.title} ({case.year}). {source.title}"
            found[case.id] = source.model_copy(update={"id": case.id, "title": title})
    return found
