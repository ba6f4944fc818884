"""What the linter of modules finds: each thing that an author may get wrong, with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from fairgate.checklist import Case
from fairgate.errors import UserErrors
from fairgate.training.lint import across, lint, proof
from fairgate.training.lint.untouched import untouched
from fairgate.training.module import Module, read_module
from fairgate.training.skeleton import PLACEHOLDERS, skeleton
from fairgate.training.tools import Desk

Break = Callable[[str, str, str], list[str]]
DeskAt = Callable[[Path, Path], Desk]


def test_the_sample_is_as_it_should_be(
    module: Module, cases: dict[str, Case], desk: DeskAt
) -> None:
    """So that what is found below is what a test broke."""
    assert lint(module, cases) == ()
    assert list(proof(module, desk)) == []
    assert list(across([module])) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "module.yaml",
            "Mend a form field",
            "Understand a form field",
            "module.yaml:12: objectives[0].text: expected a verb that can be observed, got 'und",
        ),
        ("module.yaml", "minutes: 15", "minutes: 20", "takes 55 minutes without breaks"),
        ("lesson.md", "teaching: 25", "teaching: 30", "takes 50 minutes without breaks, and"),
        ("module.yaml", "name: names-on-forms", "name: forms", "expected a folder called 90-forms"),
        ("module.yaml", "kind: quiz}", "kind: quiz, optional: true}", "the core has no quiz"),
        ("quiz.yaml", '"90.read"', '"90.label"', "no question of the quiz tests 90.read"),
        ("quiz.yaml", '"90.read"', '"90.reed"', "there is no objective called '90.reed'"),
        ("module.yaml", "[case.dominos]", "[case.dominoes]", "did you mean case.dominos?"),
        ("module.yaml", "id: wcag", "id: w3c", "lesson.md:18: there is no source called 'wcag'"),
        ("lesson.md", " [@wcag]", "", "no text cites wcag (write [@wcag]"),
        ("lesson.md", " [@case.dominos]", "", "no text tells case.dominos"),
        ("lesson.md", "- Name the group that a policy fails, from a verdict\n", "", "90.read is"),
        ("lesson.md", "title: Names on forms", "title: Names", "lesson.md:2: title: expected 'N"),
        ("lesson.md", "keypoints", "callout", "expected ::: keypoints once, got it 0 times"),
        ("lesson.md", "::: solution", "::: hint", "this challenge has no solution"),
        ("lesson.md", "::: instructor", "::: callout", "the lesson has no ::: instructor"),
        ("lesson.md", "## A name", "#### A name\n\n###### A name", "leaves out a level"),
        ("lesson.md", "A court", "![](a.png) A court", "a.png has no alternative text"),
        ("lesson.md", "A court", "![A](a.png) A court", "there is no file a.png"),
        ("lesson.md", "A court", "[here](handout.md) A court", "does not say where it leads"),
        ("lesson.md", "A court", "<script>a()</script> A court", "a script has no place"),
        ("slides.md", "\n---\n\n## Slide 8", "\n## Slide 8", "expected 8 to 16 slides, got 7"),
        ("slides.md", "<!-- Welcome everybody. -->", "", "slides.md:6: slide 1 has no notes"),
        ("slides.md", "# Names", "![bg left](handout.md)\n# Names", "has no alternative text"),
        (
            "slides.md",
            "theme: default",
            "theme: default\ncolor: '#999'",
            "the slides: #999 on #ffffff has a contrast of 2.84 to 1",
        ),
        (
            "slides.md",
            "theme: default",
            "style: |\n  h1 { color: yellow; }",
            "style h1: yellow on #ffffff has a contrast of 1.07 to 1",
        ),
        (
            "slides.md",
            "## Slide 2",
            "<!-- _backgroundColor: black -->\n## Slide 2",
            "this slide: #1f2328 on black",
        ),
        ("handout.md", "A placeholder", "word " * 501, "expected one page, 500 words at most"),
        ("run-sheet.md", "## During", "## While", "there is no heading During"),
        ("run-sheet.md", "## Before", "## After", "there is no heading Before"),
        ("run-sheet.md", "Helper", "Person", "nothing is said to the helper"),
        ("run-sheet.md", "Online", "Elsewhere", "nothing is said about how it is held online"),
        ("run-sheet.md", "10 minutes", "some time", "there are no timings"),
        ("feedback.yaml", "choices: [Too slow, Right, Too fast]", "choices: [Right]", "got 1"),
        ("feedback.yaml", "id: pace", "id: useful", "another question is called useful"),
        (
            "module.yaml",
            "unchanged: [predictions.csv]",
            "unchanged: [no.csv]",
            "there is no no.csv",
        ),
    ],
)
def test_a_slip_is_found(complaints: Break, file: str, old: str, new: str, said: str) -> None:
    """With file, place, value and cure."""
    found = complaints(file, old, new)
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tool: page", "tool: pages", "exercise.steps[0].tool: expected check or plan or"),
        ("exit: 0", "exit: 1", "exercise.steps[2].expect.exit: expected 0 or 3 or 4, got 1"),
        ("limits: {", "limit: {", "exercise.steps[2].expect.limit: unknown key (did you mean lim"),
        ("findings: {four-fifths: pass}", "findings: {four-fifths: ok}", "expected pass or warn"),
        ('objective: "90.label"', 'objective: "90.lable"', "did you mean 90.label?"),
        ("id: verdict", "id: form", "exercise.steps[1].id: another one is called form already"),
        ("file: form.html", "file: ../form.html", "exercise.steps[0].file: expected a file inside"),
        ('"90.read", text', '"91.read", text', "expected an id that begins with 90."),
        ('id: "90"', "id: 90", "module.yaml:2: id: expected text, got 90"),
        ("audience:", "audiense:", "unknown key (did you mean audience?)"),
    ],
)
def test_a_wrong_outline_is_refused(complaints: Break, old: str, new: str, said: str) -> None:
    """What cannot be read cannot be linted; options of a step depend on its tool."""
    with pytest.raises(UserErrors) as caught:
        complaints("module.yaml", old, new)
    assert said in str(caught.value)


def test_mistakes_of_all_files_are_told_at_once(sample: Path) -> None:
    """An author mends them in one go."""
    (sample / "handout.md").unlink()
    (sample / "lesson.md").write_text("# Names", encoding="utf-8")
    (sample / "quiz.yaml").write_text("items: []", encoding="utf-8")
    with pytest.raises(UserErrors) as caught:
        read_module(sample)
    files = {Path(error.file).name for error in caught.value.errors}
    assert files == {"handout.md", "lesson.md", "quiz.yaml"}


def test_a_solution_that_does_not_pass_is_found(module: Module, desk: DeskAt) -> None:
    """With what the tool says about it."""
    (module.solution / "answers.yaml").write_text("outcome: warn\nworst: f\n", encoding="utf-8")
    said = [str(error) for error in proof(module, desk)]
    assert len(said) == 2
    assert "the solution does not pass verdict: outcome: warn is not right" in said[0]
    assert "ratio: no answer yet" in said[1]


def test_a_start_that_is_solved_is_found(module: Module, desk: DeskAt) -> None:
    """A step that passes at the start practises nothing."""
    solved = (module.solution / "form.html").read_bytes()
    (module.start / "form.html").write_bytes(solved)
    (said,) = proof(module, desk)
    assert "the start passes form, so there is nothing to do" in str(said)


def test_words_that_nobody_has_written_yet_are_found(complaints: Break) -> None:
    """All of a file at once, each with its line."""
    found = complaints(
        "handout.md", "A placeholder", "What people do.\n\nHow it goes. A placeholder"
    )
    first, second = [one for one in found if "is still there from fairgate train new" in one]
    assert first.startswith("handout.md:")
    assert "'What people do.'" in first
    assert "'How it goes.'" in second


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("quiz.yaml", "text: What is right"),
        ("quiz.yaml", "Why it is right."),
        ("quiz.yaml", "Why it is not."),
        ("module.yaml", "title: Answer"),
        ("run-sheet.md", "Facilitator: read the lesson. Helper: try the exercise."),
        ("run-sheet.md", "Host: feedback. Facilitator and helper: what was hard."),
    ],
)
def test_a_new_module_is_told_of_every_word_to_replace(
    tmp_path: Path, name: str, words: str
) -> None:
    """Also of those that could be somebody's own, had they written more."""
    for path, text in skeleton("81", "our-forms").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    said = [str(error) for error in untouched(read_module(tmp_path, own=True))]
    assert [one for one in said if f"/{name}:" in one and words in one]


def test_a_title_that_begins_like_one_of_the_skeleton_is_somebodys_own(complaints: Break) -> None:
    """``title: Answer`` is the whole of the line, or it is another title."""
    found = complaints("module.yaml", "title: Read the verdict", "title: Answer the verdict")
    assert not [one for one in found if "is still there" in one]


def test_every_word_that_lint_looks_for_is_in_a_new_module() -> None:
    """One that is not would never be found."""
    written = "\n".join(skeleton("81", "our-forms").values())
    assert [words for words in PLACEHOLDERS if words not in written] == []


def test_a_file_that_the_solution_repeats_is_found(module: Module, cases: dict[str, Case]) -> None:
    """It holds what differs; one that the start does not have is no mistake."""
    (module.solution / "notes.md").write_text("x", encoding="utf-8")
    assert lint(module, cases) == ()
    same = (module.start / "mended.csv").read_bytes()
    (module.solution / "mended.csv").write_bytes(same)
    (said,) = map(str, lint(module, cases))
    assert "solution/mended.csv: the same as start/mended.csv (remove it: what solution/" in said


def test_a_solution_that_cannot_be_laid_over_the_start_is_found(
    module: Module, desk: DeskAt
) -> None:
    """The exercise is not run with half of it."""
    (module.solution / "mended.csv").mkdir()
    (said,) = map(str, proof(module, desk))
    assert "(give it another name)" in said


def test_files_that_do_not_belong_are_found(module: Module, cases: dict[str, Case]) -> None:
    """Files of an exercise are small ones, and no code."""
    (module.solution / "run.py").write_text("x", encoding="utf-8")
    (module.solution / "mended.csv").write_bytes(b"x" * 200_001)
    said = "\n".join(map(str, lint(module, cases)))
    assert "code has no place in a module" in said
    assert "larger than 200,000 bytes" in said


@pytest.mark.parametrize(
    ("habit", "texts"),
    [
        ("the longest in 5 of 5", {"label": "A label element", "placeholder": "A hint"}),
        ("the shortest in 5 of 5", {"label": "A label", "placeholder": "A placeholder"}),
    ],
)
def test_a_quiz_that_gives_itself_away_by_length_is_found(
    module: Module, cases: dict[str, Case], habit: str, texts: dict[str, str]
) -> None:
    """Whoever picks by length reads nothing."""
    said = map(str, lint(with_options(module, texts, first="placeholder"), cases))
    assert [one for one in said if f"the right option is {habit} questions" in one] != []


def test_a_quiz_with_the_right_option_always_at_one_place_is_found(
    module: Module, cases: dict[str, Case]
) -> None:
    """The same letter must not pass."""
    same = {"label": "One", "placeholder": "Two"}
    (said,) = lint(with_options(module, same, first="placeholder"), cases)
    assert "quiz.yaml:2: items: the right option is the one at b) in 5 of 5 questions" in str(said)
    (said,) = lint(with_options(module, same, first="label"), cases)
    assert "the one at a) in 5 of 5" in str(said)


def with_options(module: Module, texts: dict[str, str], first: str) -> Module:
    """Give every question with one right answer these options, one of them first."""
    path = module.folder / "quiz.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for item in data["items"]:
        if item["kind"] == "single":
            item["options"].sort(key=lambda option: option["id"] != first)
            for option in item["options"]:
                option["text"] = texts[option["id"]]
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return read_module(module.folder)


def test_modules_that_ask_for_each_other_are_found(sample: Path) -> None:
    """And those that ask for one that there is not."""
    outline = sample / "module.yaml"
    text = outline.read_text(encoding="utf-8")
    outline.write_text(f'{text}prerequisites: ["91"]\n', encoding="utf-8")
    first = read_module(sample)
    assert "there is no module '91'" in str(next(across([first])))
    outline.write_text(text.replace('"90', '"91') + 'prerequisites: ["90"]\n', encoding="utf-8")
    quiz = sample / "quiz.yaml"
    quiz.write_text(quiz.read_text(encoding="utf-8").replace('"90', '"91'), encoding="utf-8")
    both = [first, read_module(sample)]
    assert [str(error).partition(": ")[2].partition(" (")[0] for error in across(both)] == [
        "prerequisites[0]: 91 asks for 90, so neither can be begun",
        "prerequisites[0]: 90 asks for 91, so neither can be begun",
    ]
