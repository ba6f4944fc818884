"""How good the answers are: floors under the figures, look-alikes, denials, quotes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from triage.scored import CASES, DEV, scores, triage

from fairgate.triage import Item, parse_items, ready

FILES = [*sorted(CASES.glob("examples-*.jsonl")), CASES / "training.jsonl"]


@pytest.mark.shared
def test_the_development_set_reaches_what_is_asked() -> None:
    """It taught some of the weights, so this floor is no estimate for other items."""
    found = scores(DEV)
    assert found.recall >= 0.9
    assert found.precision >= 0.85
    assert found.high_caught == 1
    assert found.exact >= 0.7
    assert found.within_one >= 0.92


def test_the_file_that_taught_nothing_keeps_its_floor() -> None:
    """``examples-b`` measures only: these are the figures of items that nobody tuned on."""
    found = scores(CASES / "examples-b.jsonl")
    assert found.recall >= 0.88
    assert found.precision >= 0.72
    assert found.high_caught >= 0.95
    assert found.exact >= 0.69
    assert found.within_one >= 0.79


def test_the_file_for_tuning_reaches_what_is_asked() -> None:
    """``examples-a`` was read and learned from."""
    found = scores(CASES / "examples-a.jsonl")
    assert found.recall >= 0.9
    assert found.precision >= 0.85
    assert found.high_caught >= 0.95


@pytest.mark.parametrize(
    ("summary", "description"),
    [
        ("Race condition when two workers close the pool", "tsan is red."),
        ("Fair scheduler starves the batch queue", "Weights are read once at start."),
        ("Make the protected method final", "No behaviour change."),
        ("Tag release candidate 2", "Soak for two days."),
        ("No relay candidate behind the TURN server", "WebRTC, trickle ICE."),
        ("Candidate key isn't unique", "Add feed_id to the index."),
        ("Gender of nouns in the dictionary file", "Lemmatiser gets two wrong."),
        ("Discount factor .9 -> .99", "Gridworld, five seeds."),
        ("Pulse shape discrimination at 60 ns", "Radar front end."),
        ("Bias term missing in the last layer", "PyTorch."),
        ("Bias current of the op amp drifts", "Swap the part."),
        ("Replace blind rivets with M5 screws", "Dock plates."),
        ("Rename master branch", "CI config follows."),
        ("Native module crashes on resume", "Bitmap is recycled."),
        ("Population size 400 in the genetic algorithm", "Mutation .01."),
        ("Child process stays a zombie", "waitpid with WNOHANG."),
        ("Tenant id missing in the log line", "Multi-tenant tracing."),
        ("Base class loads before the subclass", "Static initialiser."),
        ("Foreign key without an index", "Postgres, slow delete."),
        ("Type promotion int8 to int16", "Match the spec table."),
    ],
)
def test_words_of_software_are_not_words_about_people(summary: str, description: str) -> None:
    """Look-alikes need no assessment."""
    assert triage().flag(Item("A-1", summary, description)).risk == "none"


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("Postcode feeds the credit limit.", "Postcode in the credit limit is untouched."),
        ("Patients are ranked by age.", "The ranking of patients by age isn't touched."),
    ],
)
def test_a_sentence_that_says_nothing_changes_names_no_signals(sentence: str, denied: str) -> None:
    """The same words count where something is done with them."""
    assert triage().flag(Item("A-1", "Next release", sentence)).risk != "none"
    assert triage().flag(Item("A-1", "Next release", denied)).risk == "none"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_quote_stands_in_the_item_where_it_says(path: Path) -> None:
    """Field, place and text agree; nothing that needs no assessment has signals."""
    items = parse_items(path.read_bytes(), path.name)
    for item, flag in zip(items, triage().flags(items), strict=True):
        assert bool(flag.signals) == flag.needs_assessment
        for signal in flag.signals:
            texts = [text for field, text in item.texts() if field == signal.field]
            end = signal.start + len(signal.text)
            assert signal.text
            assert signal.text in [text[signal.start : end] for text in texts]


def test_each_item_is_judged_by_itself_and_always_alike() -> None:
    """Neither the order of a backlog nor a second start changes an answer."""
    items = parse_items(FILES[0].read_bytes(), "a")[:60]
    there = triage().flags(items)
    assert list(reversed(triage().flags(reversed(items)))) == there
    assert ready().flags(items) == there


def test_labels_of_an_annotator_are_not_read() -> None:
    """Answers in the file change nothing: only what a tracker has is looked at."""
    rows = [json.loads(line) for line in FILES[0].read_text().splitlines()[:40]]
    bare = [
        {key: value for key, value in row.items() if key not in ("why", "risk", "needs_assessment")}
        for row in rows
    ]
    told = [{**row, "risk": "high", "why": "race, gender, credit", "source": "x"} for row in rows]
    answers = [
        triage().flags(parse_items("\n".join(map(json.dumps, some)).encode(), "a"))
        for some in (bare, told)
    ]
    assert answers[0] == answers[1]


def test_odd_texts_are_judged_without_complaint() -> None:
    """Empty, endless, without a letter, from right to left."""
    odd = ["", "?", "🙂" * 50, "שלום", "... .. ,", "x\n\ny; z"]
    endless = [piece * 100_000 for piece in ("a", "a-", "a_", "Aa", "1.", "sort ", "\n")]
    for text in odd + endless:
        assert triage().flag(Item("A-1", text, text)).id == "A-1"
