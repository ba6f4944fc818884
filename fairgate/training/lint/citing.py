"""Sources and cases: each that is named exists, each that is listed is used.

A text cites a source or a case as ``[@id]``, or leads to a source by its address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fairgate.checklist import Case
from fairgate.errors import UserError, did_you_mean
from fairgate.training.laying import files_below
from fairgate.training.module import Module
from fairgate.training.textfile import citations


def citing(module: Module, cases: Mapping[str, Case]) -> Iterator[UserError]:
    """Find sources and cases that are named and not there, or there and not used."""
    known = [source.id for source in module.outline.sources] + list(module.outline.cases)
    cited = list(_cited(module))
    for name, file, line in cited:
        if name not in known:
            problem = f"there is no source called {name!r}"
            cure = did_you_mean(name, known) if known else "add it to sources in module.yaml"
            yield UserError(problem, cure, file, line)
    names = {name for name, _, _ in cited}
    everything = "\n".join([*_all_texts(module)])
    yield from _sources(module, names, everything)
    yield from _cases(module, cases, names, everything)


def _sources(module: Module, cited: set[str], everything: str) -> Iterator[UserError]:
    file = module.outline_file
    seen: set[str] = set()
    for at, source in enumerate(module.outline.sources):
        place = f"sources[{at}].id"
        if source.id in seen:
            problem = f"another source is called {source.id} already"
            cure = "give each source an id of its own"
            yield UserError(problem, cure, file.path, file.line(place), place)
        seen.add(source.id)
        if source.id not in cited and source.url not in everything:
            problem = f"no text cites {source.id}"
            cure = f"write [@{source.id}] where it is used, or remove it"
            yield UserError(problem, cure, file.path, file.line(place), place)


def _cases(
    module: Module, cases: Mapping[str, Case], cited: set[str], everything: str
) -> Iterator[UserError]:
    file = module.outline_file
    for at, name in enumerate(module.outline.cases):
        place = f"cases[{at}]"
        if name not in cases:
            hint = did_you_mean(name, cases)
            cure = hint if hint.startswith("did") else "see fairgate checklist show cases"
            problem = f"there is no case called {name!r}"
            yield UserError(problem, cure, file.path, file.line(place), place)
        elif name not in cited and name not in everything:
            problem = f"no text tells {name}"
            cure = f"write [@{name}] where it is told, or remove it"
            yield UserError(problem, cure, file.path, file.line(place), place)


def _cited(module: Module) -> Iterator[tuple[str, str, int]]:
    for name, text in module.texts.items():
        for number, each in citations(text):
            yield each, str(module.folder / name), number


def _all_texts(module: Module) -> Iterator[str]:
    """Everything that learners read: texts, the quiz, and their own files."""
    yield from module.texts.values()
    yield module.quiz_file.text.decode("utf-8", errors="replace")
    for path in files_below(module.start).values():
        if path.suffix in (".md", ".yaml", ".txt", ".html", ".jsonl"):
            yield path.read_text(encoding="utf-8", errors="replace")
