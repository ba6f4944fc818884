"""A checklist as the YAML that a person may go on editing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairgate.checklist.deon import scalar
from fairgate.checklist.models import Check, Checklist
from fairgate.content import Source


def checklist_text(checklist: Checklist) -> str:
    """Write a checklist; reading it again gives the same.

    Parameters
    ----------
    checklist : Checklist
        What to write.
    """
    return "\n".join(_lines(checklist)) + "\n"


def _lines(checklist: Checklist) -> Iterator[str]:
    yield f"schema: {checklist.schema_}"
    yield f"id: {scalar(checklist.id)}"
    yield f"version: {scalar(checklist.version)}"
    yield f"title: {scalar(checklist.title)}"
    yield f"licence: {scalar(checklist.licence)}"
    yield f"language: {scalar(checklist.language)}"
    if checklist.overrides:
        yield "overrides: true"
    if checklist.about:
        yield f"about: {scalar(checklist.about)}"
    yield "sources:"
    for source in checklist.sources:
        yield from _source(source)
    yield "sections:"
    for section in checklist.sections:
        yield f"  - id: {scalar(section.id)}"
        yield f"    title: {scalar(section.title)}"
        yield "    checks:"
        for check in section.checks:
            yield from _check(check)


def _source(source: Source) -> Iterator[str]:
    yield f"  - id: {scalar(source.id)}"
    yield f"    title: {scalar(source.title)}"
    yield f"    url: {scalar(source.url)}"
    if source.licence:
        yield f"    licence: {scalar(source.licence)}"


def _check(check: Check) -> Iterator[str]:
    texts = {"summary": check.summary, "text": check.text, "why": check.why, "help": check.help}
    yield f"      - id: {scalar(check.id)}"
    for key, text in texts.items():
        if text is not None:
            yield f"        {key}: {scalar(text)}"
    lists: dict[str, Sequence[str]] = {
        "source": check.source,
        "roles": check.roles,
        "lifecycle": check.lifecycle,
        "see": check.see,
    }
    for key, names in lists.items():
        if names:
            yield f"        {key}: [{', '.join(scalar(name) for name in names)}]"
