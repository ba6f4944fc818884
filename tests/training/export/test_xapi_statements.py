"""Statements of xAPI 1.0.3: what they say, and that a record store takes them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from xapi_rules import AMARA, broken, told

from fairgate.training import open_modules, score
from fairgate.training.export.actors import agent
from fairgate.training.export.learnt import Attempted, Completed, noted
from fairgate.training.export.xapi import statements
from fairgate.training.module import Module
from fairgate.training.progress import Done

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / "build" / "tools" / "scorm" / "node_modules"
CHECKER = ROOT / "tests" / "servers" / "xapi.cjs"
NOON = datetime(2026, 11, 22, 12, 30, 0, 250_000, tzinfo=UTC)


def attempt(module: Module, at: datetime | date | None = NOON, *, wrong: int = 0) -> Attempted:
    """Answer a module's quiz, the first few questions wrongly."""
    answers = {
        item.id: [option.id for option in item.options if option.right == (number >= wrong)]
        for number, item in enumerate(module.quiz.items)
    }
    answers = {
        item.id: answers[item.id][:1] if item.kind == "single" else answers[item.id]
        for item in module.quiz.items
    }
    marked = score(module.quiz, answers)
    version = module.outline.version
    return Attempted(
        module.id, version, module.title, at, marked.right, marked.total, marked.passed, answers
    )


def everything() -> Iterator[str]:
    """Tell all there is to tell, of every module, by address and by account."""
    modules = open_modules()
    for actor in (AMARA, agent("p-17", home_page="https://fairgate.example.org", name="Bao")):
        for module in modules:
            ends = [
                Completed(module.id, module.outline.version, module.title, NOON, part)
                for part in ("exercise", "module")
            ]
            done = [attempt(module, wrong=3), attempt(module), *ends]
            yield statements(done, actor=actor, modules=modules)
    progress = {module.id: Done(quiz="2026-11-20", exercise="2026-11-21", best=0.9, attempts=2)
                for module in modules}  # fmt: skip
    yield statements(noted(progress, modules), actor=AMARA, modules=modules)
    yield statements(noted({"01": Done(best=1 / 3, attempts=2)}, modules), actor=AMARA)


def test_statements_break_no_requirement() -> None:
    """Of the specification, one by one."""
    said = [each for text in everything() for each in told(text)]
    assert len(said) > 200
    assert [(broken(each), each) for each in said if broken(each)] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("id",), "not-a-uuid-but-long-enough-to-be-one"),
        (("actor",), {"mbox": "mailto:a@b.org", "openid": "https://a.example.org"}),
        (("verb", "id"), "passed"),
        (("result", "score", "scaled"), 1.5),
        (("timestamp",), "2026-11-22"),
        (("object", "definition", "name"), {"not a language": "Quiz"}),
    ],
)
def test_the_rules_do_see_mistakes(module: Module, place: tuple[str, ...], value: object) -> None:
    """So that the test above means something."""
    whole = told(statements([attempt(module)], actor=AMARA, modules=[module]))[-1]
    part = whole
    for name in place[:-1]:
        part = part[name]
    part[place[-1]] = value
    try:
        found = broken(whole)
    except ValueError:
        found = ["no UUID or date at all"]
    assert found != []


def test_learning_locker_s_checker_finds_nothing() -> None:
    """It finds something in a statement of another shape."""
    node = shutil.which("node")
    if node is None or not (TOOLS / "@learninglocker").is_dir():
        pytest.skip("no xapi-validation in build/tools/scorm: run tests/servers/scorm.sh")
    wrong = json.dumps({"actor": {"mbox": "amara"}, "verb": {"id": "passed"}, "object": {}})
    text = "".join(everything()) + wrong + "\n"
    ran = subprocess.run(
        [node, str(CHECKER), str(TOOLS)], input=text, capture_output=True, text=True, check=True
    )
    *found, mistakes = json.loads(ran.stdout)
    assert len(found) == text.count("\n") - 1
    assert [each for each in found if each] == []
    assert len(mistakes) >= 3


def test_an_attempt_tells_every_answer_and_then_the_score(module: Module) -> None:
    """With the options, what was chosen and what would have been right."""
    *answers, whole = told(statements([attempt(module, wrong=1)], actor=AMARA, modules=[module]))
    first, item = answers[0], module.quiz.items[0]
    assert len(answers) == len(module.quiz.items)
    assert first["verb"]["id"] == "http://adlnet.gov/expapi/verbs/answered"
    assert first["object"]["id"] == f"urn:fairgate:training:90:quiz:{item.id}"
    assert first["result"] == {"response": "placeholder", "success": False}
    definition = first["object"]["definition"]
    assert definition["correctResponsesPattern"] == ["label"]
    assert [each["id"] for each in definition["choices"]] == [each.id for each in item.options]
    assert whole["verb"]["id"] == "http://adlnet.gov/expapi/verbs/passed"
    assert whole["object"]["id"] == "urn:fairgate:training:90:quiz"
    assert whole["result"]["score"] == {"scaled": 0.8333, "raw": 5, "min": 0, "max": 6}
    assert whole["context"]["revision"] == module.outline.version
    assert whole["context"]["contextActivities"]["parent"][0]["id"] == "urn:fairgate:training:90"


def test_what_did_not_pass_is_told_as_failed(module: Module) -> None:
    """A score without a pass is no success."""
    *_, whole = told(statements([attempt(module, wrong=4)], actor=AMARA, modules=[module]))
    assert whole["verb"]["display"] == {"en": "failed"}
    assert whole["result"]["success"] is False


def test_answers_to_another_version_are_told_as_they_were_given(module: Module) -> None:
    """Nobody knows here what would have been right then."""
    old = Attempted("90", "0.9.0", "Names", NOON, 0, 1, passed=False, answers={"q1": ["b", "a"]})
    answered, _ = told(statements([old], actor=AMARA, modules=[module]))
    assert answered["result"] == {"response": "a[,]b"}
    assert answered["object"]["definition"]["interactionType"] == "other"
    assert broken(answered) == []


def test_a_question_that_was_left_out_has_no_answer(module: Module) -> None:
    """The score counts it; there is no statement on it."""
    left = Attempted(
        "90", module.outline.version, "Names", NOON, 0, 6, passed=False, answers={"q1": []}
    )
    assert len(told(statements([left], actor=AMARA, modules=[module]))) == 1


def test_the_same_thing_told_twice_has_the_same_id(module: Module) -> None:
    """In one file once, in two files the same; other words for a module do not change it."""
    text = statements([attempt(module)] * 2, actor=AMARA, modules=[module])
    assert text == statements([attempt(module)], actor=AMARA, modules=[module])
    end = Completed("90", "1.0.0", "Names on forms", NOON)
    renamed = Completed("90", "1.0.0", "Names, on forms", NOON)
    bao = {**AMARA, "name": "Bao"}
    ids = {told(statements([each], actor=who))[0]["id"]
           for each in (end, renamed) for who in (AMARA, bao)}  # fmt: skip
    assert len(ids) == 1


def test_another_person_moment_or_answer_has_another_id(module: Module) -> None:
    """Nothing is taken for something else."""
    later = NOON + timedelta(seconds=1)
    texts = [
        statements([attempt(module)], actor=AMARA, modules=[module]),
        statements([attempt(module)], actor=agent("bao"), modules=[module]),
        statements([attempt(module, later)], actor=AMARA, modules=[module]),
    ]
    ids = [each["id"] for text in texts for each in told(text)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=2))), "2026-11-22T07:00:00Z"),
        (date(2026, 11, 22), "2026-11-22T12:00:00Z"),
        (None, None),
    ],
)
def test_moments_are_utc_and_days_are_their_noon(
    at: datetime | date | None, written: str | None
) -> None:
    """A day says that it is no more than a day; no moment at all is left to the store."""
    (said,) = told(statements([Completed("05", "1.0.0", "Verdicts", at)], actor=AMARA))
    assert said.get("timestamp") == written
    day = said["context"].get("extensions")
    assert (day == {"urn:fairgate:training:precision": "day"}) == (type(at) is date)
