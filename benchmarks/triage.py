"""Triage: how good its answers are, beside keywords and signals counted by hand, and how fast."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from benchmarks.tools.figures import Claim, Section, Settings, Size
from benchmarks.tools.triage_learning import Vectors
from benchmarks.tools.triage_scores import COLUMNS, Scores, score
from benchmarks.tools.triage_sets import (
    FILES,
    LIKE_DEV,
    MEASURING,
    VECTORS,
    read_sets,
    read_vectors,
    unseen,
)
from fairgate.triage import Item, Triage, parse_items, ready
from fairgate.triage.signalfile import read_signals
from fairgate.triage.spotter import CALMING, Spotter
from fairgate.triage.tokens import tokens
from fairgate.triage.weights import LEVELS

ITEMS = 1_000

_KEYWORDS = """
    fair unfair bias gender sex race ethnic age disability disabled accessibility language
    religion nationality minority women children elderly discriminate inclusive diversity
    equal credit score rank
"""
KEYWORDS = frozenset(_KEYWORDS.split())
"""What somebody would search a backlog for in a first attempt: 25 words."""

_TEXT = """\
Items by file: dev is the development set, d to j are like it and by other hands, a and training
are by those who made the engine; all of them taught the weights. b is terse and oblique, taught
nothing, and nobody tuned on its items. "Unseen" answers each file by weights that only the other
files taught; "like dev" is dev and d to j together, so answered. With words, it needs
build/word-vectors.npz. Keywords are 25 words of a first attempt; counting by hand needs one
reason more than twice the signals that speak against one. Look-alikes and oblique items are
enriched everywhere: in a real backlog precision differs."""

_UNSEEN, _TOGETHER = "signals and words, unseen", "like dev"

Answer = Callable[[Item], str]


def run(settings: Settings) -> Section:
    """Judge every labelled file in several ways, then time a backlog."""
    triage = ready()
    spotter = Spotter(read_signals())
    ways: dict[str, Answer] = {
        "25 keywords": _by_keywords,
        "signals, counted by hand": lambda item: _by_hand(spotter, item),
        "fairgate": lambda item: triage.flag(item).risk,
    }
    found = {
        (name, way): _scored(path, answer)
        for name, path in FILES.items()
        if path.is_file()
        for way, answer in ways.items()
    }
    if settings.size is not Size.SMALLEST:
        found |= dict(_unseen(spotter))
    rows = [(name, way, *scores.cells) for (name, way), scores in found.items()]
    return Section(
        "Triage of backlog items",
        " ".join(_TEXT.split()),
        ("file", "answered by", *COLUMNS),
        rows,
        [*_all_claims(found), _speed(triage, FILES["a"])],
    )


def _by_keywords(item: Item) -> str:
    found = (word for _, text in item.texts() for word in tokens(text).words)
    return "none" if KEYWORDS.isdisjoint(found) else "medium"


def _by_hand(spotter: Spotter, item: Item) -> str:
    kinds = {hit.signal.id: hit.signal.kind for hit in spotter.look(item).hits}
    background = CALMING | {"service", "cue"}
    reasons = [kind for kind in kinds.values() if kind not in background]
    against = [kind for kind in kinds.values() if kind in CALMING]
    if len(reasons) <= 2 * len(against):
        return "none"
    if {"decision", "stake"} <= set(reasons) or "biometric" in reasons:
        return "high"
    return "low" if set(reasons) <= {"wording", "who"} else "medium"


def _scored(path: Path, answer: Answer) -> Scores:
    content = path.read_bytes()
    told = [LEVELS.index(json.loads(line)["risk"]) for line in content.decode().splitlines()]
    return score(told, [answer(item) for item in parse_items(content, path.name)])


def _unseen(spotter: Spotter) -> Iterator[tuple[tuple[str, str], Scores]]:
    """Without words, and with them where their vectors have been made."""
    sets = read_sets(spotter)
    ways: dict[str, Vectors | None] = {"signals, unseen": None}
    if VECTORS.is_file():
        ways[_UNSEEN] = read_vectors(VECTORS)
    for way, vectors in ways.items():
        answers = unseen(sets, vectors)
        for name, judged in sets.items():
            yield (name, way), score(judged.levels, answers[name])
        together = [name for name in LIKE_DEV if name in sets]
        told = np.concatenate([sets[name].levels for name in together])
        yield (_TOGETHER, way), score(told, [one for name in together for one in answers[name]])


def _all_claims(found: Mapping[tuple[str, str], Scores]) -> Iterator[Claim]:
    for name, whose in (("dev", "dev, unseen"), (_TOGETHER, "items like dev, unseen")):
        if (name, _UNSEEN) in found:
            yield from _claims(found[name, _UNSEEN], whose)
    yield from _claims(found[MEASURING, "fairgate"], "b, which taught nothing")


def _claims(scores: Scores, whose: str) -> list[Claim]:
    asked = (
        ("recall", scores.recall, 0.9),
        ("precision", scores.precision, 0.85),
        ("high-risk items caught", scores.high_caught, 1.0),
        ("level exact", scores.exact, 0.7),
        ("level within one", scores.within_one, 0.92),
    )
    return [
        Claim(f"{what}: {whose}", measured, reach, at_least=True) for what, measured, reach in asked
    ]


def _speed(triage: Triage, path: Path) -> Claim:
    items = parse_items(path.read_bytes(), path.name)
    backlog = (items * (ITEMS // len(items) + 1))[:ITEMS]
    start = time.perf_counter()
    triage.flags(backlog)
    seconds = time.perf_counter() - start
    return Claim(f"{ITEMS:,} items triaged, starting up not counted", seconds, 1.0, "s")
