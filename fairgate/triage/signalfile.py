"""Files of risk signals: ours, and an organisation's own that add to it or replace by id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import Field

from fairgate.content import Complaint, ContentFile, Head, Item, Text, home, read
from fairgate.errors import UserError, UserErrors
from fairgate.triage.inflection import LANGUAGES, unchanged
from fairgate.triage.terms import TermError, expand, parse, split

BUILT_IN = Path("checklists") / "risk-signals.yaml"

Kind: TypeAlias = Literal[
    "stake", "service", "who", "trait", "decision", "door", "access", "biometric",
    "wording", "gap", "cue", "lookalike", "calm", "benign",
]  # fmt: skip

Level: TypeAlias = Literal["low", "medium", "high"]


class Signal(Item):
    """A reason to look, or not to look, with the words that give it away."""

    kind: Kind = Field(description="what it speaks about, such as who, decision or door")
    why: Text = Field(description="the reason, as people will read it")
    terms: str = Field("", description="words and phrases, parted by commas or lines")
    patterns: list[Text] = Field([], description="regular expressions, where words do not do")
    at_least: Level | None = Field(None, description="level that it sets alone")


class SignalFile(Head):
    """A file of risk signals."""

    schema_: Literal["fairgate/signals/v1"] = Field(
        alias="schema", description="fairgate/signals/v1"
    )
    replaces: list[Text] = Field([], description="ids of signals that this file writes anew")
    removes: list[Text] = Field([], description="ids of signals that do not fit here")
    signals: list[Signal] = Field(description="the signals")


def lint(file: SignalFile) -> Iterator[Complaint]:
    """Find terms and patterns that cannot be read, and signals without any."""
    forms = LANGUAGES.get(file.language, unchanged)
    for at, signal in enumerate(file.signals):
        if not signal.patterns and not list(split(signal.terms)):
            cure = "write terms, or remove the signal"
            yield Complaint(("signals", at), f"{signal.id} has no words", cure)
        for line, term in split(signal.terms):
            try:
                for one in expand(term):
                    parse(one, forms)
            except TermError as error:
                problem, _, cure = str(error).partition("; ")
                yield Complaint(
                    ("signals", at, "terms"), f"line {line + 1} of the terms: {problem}", cure
                )
        for number, pattern in enumerate(signal.patterns):
            yield from _lint_pattern(("signals", at, "patterns", number), pattern)


def _lint_pattern(path: tuple[str | int, ...], pattern: str) -> Iterator[Complaint]:
    try:
        found = re.compile(pattern)
    except (re.error, OverflowError) as error:
        yield Complaint(path, f"no regular expression: {error}", "mend it, or write terms")
        return
    if found.match(""):
        yield Complaint(path, "this pattern finds nothing at all, everywhere", "write + for *")


def read_signals(own: Sequence[str | Path] = ()) -> tuple[SignalFile, ...]:
    """Read the built-in signals and an organisation's own.

    Parameters
    ----------
    own : sequence of str or Path
        Files that add signals. What takes the place of a signal of an earlier file is named
        under ``replaces``, what is dropped under ``removes``.

    Returns
    -------
    tuple of SignalFile
        Each with the signals that count in the end, one file a language or organisation.

    Raises
    ------
    UserErrors
        Everything that is wrong with a file: its form, terms that cannot be read, ids that
        are taken or that do not exist.
    """
    # A test reads the built-in file with its terms checked; here that would double the start.
    files = [read(SignalFile, home() / BUILT_IN)]
    files += [read(SignalFile, path, lint=lint) for path in own]
    kept: list[SignalFile] = []
    for file in files:
        gone = {*file.content.replaces, *file.content.removes}
        _check_ids(file, {signal.id for one in kept for signal in one.signals})
        kept = [
            one.model_copy(update={"signals": [s for s in one.signals if s.id not in gone]})
            for one in kept
        ]
        kept.append(file.content)
    return tuple(kept)


def _check_ids(file: ContentFile[SignalFile], known: set[str]) -> None:
    content = file.content
    errors = [
        UserError(
            f"there is no signal called {name!r} to replace or remove",
            "mend the id",
            file.path,
            file.line(f"{key}[{at}]"),
            f"{key}[{at}]",
        )
        for key in ("replaces", "removes")
        for at, name in enumerate(getattr(content, key))
        if name not in known
    ]
    errors += [
        UserError(
            f"{signal.id} is an id of another file already",
            "choose another id, or name it under replaces",
            file.path,
            file.line(f"signals[{at}].id"),
            f"signals[{at}].id",
        )
        for at, signal in enumerate(content.signals)
        if signal.id in known and signal.id not in content.replaces
    ]
    if errors:
        raise UserErrors(errors)
