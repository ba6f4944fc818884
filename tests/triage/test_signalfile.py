"""Files of signals: what an organisation adds, replaces, removes, and what it may get wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairgate.content import home, read
from fairgate.errors import UserErrors
from fairgate.triage import Item, ready
from fairgate.triage.signalfile import BUILT_IN, SignalFile, lint, read_signals
from fairgate.triage.spotter import CALMING

HEAD = """\
schema: fairgate/signals/v1
id: ours
version: 1.0.0
title: Ours
licence: MIT
language: {language}
sources:
  - {{id: us, title: "Us", url: "https://example.org"}}
{more}signals:
"""
SIGNAL = """\
  - id: {id}
    kind: {kind}
    why: our own reason
    source: [us]
    at_least: medium
    terms: |
      {terms}
"""


def write(
    folder: Path,
    *,
    id_: str = "ours.zebra",
    kind: str = "trait",
    terms: str = "zebra scheme",
    more: str = "",
    language: str = "en",
) -> Path:
    """Write a file with one signal."""
    path = folder / "ours.yaml"
    signal = SIGNAL.format(id=id_, kind=kind, terms=terms)
    path.write_text(HEAD.format(language=language, more=more) + signal)
    return path


def complaint(path: Path) -> str:
    """Read a file that is wrong; return what is said about it, without the folder."""
    with pytest.raises(UserErrors) as caught:
        read_signals([path])
    return str(caught.value).replace(f"{path.parent}/", "")


def test_a_signal_of_ones_own_raises_what_was_nothing(tmp_path: Path) -> None:
    """With its own words, and the level that it sets alone."""
    item = Item("A-1", "Bump zebra schemes to v2")
    assert ready().flag(item).risk == "none"
    flag = ready([write(tmp_path)]).flag(item)
    assert (flag.risk, flag.signals[0].why) == ("medium", "our own reason")
    assert "zebra schemes" in [signal.text for signal in flag.signals]


def test_another_language_writes_its_forms_out_itself(tmp_path: Path) -> None:
    """Without rules for its endings, a word finds itself only."""
    ours = ready([write(tmp_path, terms="mieter, mietern", language="de")])
    assert ours.flag(Item("A-1", "Neue Liste mit Mietern")).risk == "medium"
    assert not [s for s in ours.flag(Item("A-1", "Mieters")).signals if s.id == "ours.zebra"]


def test_a_built_in_signal_is_replaced_or_removed_by_its_id(tmp_path: Path) -> None:
    """Only where the file says so."""
    replaced = read_signals(
        [write(tmp_path, id_="stake.health", more="replaces: [stake.health]\n")]
    )
    ids = [signal.id for file in replaced for signal in file.signals]
    assert ids.count("stake.health") == 1
    removed = read_signals([write(tmp_path, more="removes: [stake.health]\n")])
    assert "stake.health" not in [signal.id for file in removed for signal in file.signals]


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    """Nothing is replaced silently."""
    assert complaint(write(tmp_path, id_="stake.health")) == (
        "ours.yaml:10: signals[0].id: stake.health is an id of another file already "
        "(choose another id, or name it under replaces)"
    )


def test_an_id_that_does_not_exist_cannot_be_removed(tmp_path: Path) -> None:
    """A misspelt id would leave the signal in place."""
    assert complaint(write(tmp_path, more="removes: [stake.helth]\n")) == (
        "ours.yaml:9: removes[0]: there is no signal called 'stake.helth' to replace or remove "
        "(mend the id)"
    )


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("zebra ..", "signals[0].terms: line 1 of the terms: 'zebra ..' ends in a gap"),
        ("# nothing", "signals[0]: ours.zebra has no words (write terms, or remove the signal)"),
    ],
)
def test_terms_that_find_nothing_are_refused(tmp_path: Path, terms: str, said: str) -> None:
    """With file, line, place and cure."""
    assert said in complaint(write(tmp_path, terms=terms))


def test_a_pattern_that_matches_everywhere_is_refused(tmp_path: Path) -> None:
    """An expression that is none, likewise."""
    path = write(tmp_path)
    path.write_text(path.read_text() + "    patterns: ['x*', '(']\n")
    said = complaint(path)
    assert "patterns[0]: this pattern finds nothing at all, everywhere" in said
    assert "patterns[1]: no regular expression" in said


def test_a_kind_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """Kinds are what the weights know."""
    assert "signals[0].kind" in complaint(write(tmp_path, kind="people"))


def test_the_built_in_signals_can_all_be_read() -> None:
    """Terms and patterns, checked as an organisation's own are."""
    assert read(SignalFile, home() / BUILT_IN, lint=lint).content.signals


def test_every_weight_belongs_to_a_signal_or_a_kind_that_exists() -> None:
    """Weights were learned for these signals."""
    signals = {signal.id: signal.kind for file in read_signals() for signal in file.signals}
    path = home() / "checklists" / "models" / "triage-en.json"
    for name in json.loads(path.read_text())["features"]:
        family, _, rest = name.partition(":")
        if family == "signal":
            assert rest in signals
        elif family in ("kind", "summary", "tag"):
            assert rest.partition(":")[0] in signals.values()
        elif family == "pair":
            assert set(rest.split("+")) <= set(signals.values())
        else:
            assert name in ("reasons", "calming")


def test_a_term_stands_once_in_a_signal() -> None:
    """And signals that speak against a risk share no term with those that speak for one."""
    for file in read_signals():
        for signal in file.signals:
            terms = [t.strip() for line in signal.terms.splitlines() for t in line.split(",")]
            found = [term for term in terms if term]
            assert sorted(set(found)) == sorted(found), signal.id
    assert "lookalike" in CALMING
