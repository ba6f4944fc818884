"""``fairgate train quiz``: questions in the terminal, or answers from a file."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from string import ascii_lowercase

import click
from pydantic import Field

from fairgate.cli.contents import content_option
from fairgate.cli.terminal import width, write
from fairgate.cli.train.common import progress, today
from fairgate.content import Id, Strict, parse
from fairgate.errors import UserError
from fairgate.files import read_bytes
from fairgate.report.safe import printable
from fairgate.training.library import find_module
from fairgate.training.models import QuizItem
from fairgate.training.module import Module
from fairgate.training.quiz import Marked, Score, score
from fairgate.yamlfile.syntax import MAX_BYTES

NOT_PASSED = 3


class AnswersFile(Strict):
    """Answers to a quiz."""

    answers: dict[Id, Id | list[Id]] = Field(
        description="option by question; for several right ones, a list"
    )


@click.command(
    epilog="""\b
Exit codes:
  0  passed
  3  not passed; take it again as often as you like
  2  the request or a file is wrong; nothing is noted

\b
Examples:
  fairgate train quiz 05
  fairgate train quiz 05 --answers amara.yaml --no-record --format json
"""
)
@click.argument("name", metavar="MODULE")
@click.option("--answers", "answers_file", metavar="FILE", help="Answers, YAML; - reads stdin.")
@click.option("--no-record", is_flag=True, help="Note nothing: for answers of somebody else.")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text")
@content_option
@click.pass_context
def quiz(
    ctx: click.Context,
    *,
    name: str,
    answers_file: str | None,
    no_record: bool,
    format_: str,
    own: Sequence[Path],
) -> None:
    """Take the quiz of MODULE: type the letter of your answer, then Enter.

    Where several answers are right, type all their letters, such as: a c. After each question
    it says what is right, and why. The best result counts.
    """
    module = find_module(name, own)
    asked = answers_file is None
    answers = _ask(module) if answers_file is None else _read(answers_file)
    try:
        found = score(module.quiz, answers)
    except UserError as error:
        raise UserError(error.problem, error.cure, answers_file or "", place="answers") from None
    if not no_record:
        with progress().changing(module.id) as noted:
            noted[0] = noted[0].answered(found.share, passed=found.passed, day=today())
    write(_json(module, found) if format_ == "json" else _text(found, whole=not asked))
    ctx.exit(0 if found.passed else NOT_PASSED)


def _read(path: str) -> Mapping[str, Collection[str]]:
    name = "standard input" if path == "-" else path
    text = _stdin() if path == "-" else read_bytes(path, MAX_BYTES)
    given = parse(AnswersFile, text, name).content.answers
    return {name: [one] if isinstance(one, str) else one for name, one in given.items()}


def _stdin() -> bytes:
    text = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        problem = f"larger than {MAX_BYTES:,} bytes, so hardly answers to a quiz"
        raise UserError(problem, "check what is piped in", file="standard input")
    return text


def _ask(module: Module) -> Mapping[str, Collection[str]]:
    """Go through the questions; talk goes to stderr, so that stdout holds the result."""
    items = module.quiz.items
    _say(f"{module.title}: {len(items)} questions, one after the other. Ctrl-C leaves.")
    answers: dict[str, Collection[str]] = {}
    try:
        for at, item in enumerate(items, 1):
            _say(f"\n{at} of {len(items)}. {item.text}")
            for letter, option in zip(ascii_lowercase, item.options, strict=False):
                _say(f"{letter}) {option.text}", "   ")
            answers[item.id] = chosen = _letters(item)
            _say(_marked(Marked(item, frozenset(chosen))))
    except (KeyboardInterrupt, EOFError):
        click.echo("\nNothing is noted: a quiz counts when it is answered to the end.", err=True)
        raise
    return answers


def _letters(item: QuizItem) -> list[str]:
    known = dict(zip(ascii_lowercase, item.options, strict=False))
    several = item.kind == "multiple"
    prompt = "All right letters: " if several else "Letter: "
    while True:
        click.echo(prompt, nl=False, err=True)
        said = [letter for letter in input().lower() if letter.isalnum()]
        chosen = list(dict.fromkeys(said))
        if chosen and set(chosen) <= known.keys() and (several or len(chosen) == 1):
            return [known[letter].id for letter in chosen]
        letters = ", ".join(known)
        _say(f"Type {'one or more' if several else 'one'} of {letters}, then Enter.")


def _marked(marked: Marked) -> str:
    """Say what is right to somebody who has just chosen letters."""
    named = zip(ascii_lowercase, marked.item.options, strict=False)
    return _said(marked, {option.id: f"{letter})" for letter, option in named})


def _looked_up(marked: Marked) -> str:
    """Say it of answers from a file: they are ids, and nobody has seen the options."""
    names = {option.id: f'{option.id} ("{option.text}")' for option in marked.item.options}
    return _said(marked, names)


def _said(marked: Marked, names: Mapping[str, str]) -> str:
    result = "Right." if marked.right else "Not right." if marked.chosen else "No answer."
    lines = (
        f"{names[option.id]} is {'right' if option.right else 'wrong'}: {option.rationale}"
        for option in marked.explained
    )
    return "\n".join((result, *lines))


def _text(found: Score, *, whole: bool) -> str:
    lines = []
    for marked in found.wrong if whole else ():
        told = textwrap.indent(_wrapped(_looked_up(marked), "  "), "  ")
        lines += [_wrapped(marked.item.text), told, ""]
    result = "passed" if found.passed else "not passed"
    lines.append(f"{found.right} of {found.total} right, {found.needed} needed: {result}.")
    return "\n".join(lines) + "\n"


def _json(module: Module, found: Score) -> str:
    items = [
        {
            "id": marked.item.id,
            "objective": marked.item.objective,
            "chosen": sorted(marked.chosen),
            "right": marked.right,
        }
        for marked in found.items
    ]
    content = {
        "schema": "fairgate/score/v1",
        "module": module.id,
        "version": module.outline.version,
        "digest": module.digest,
        "right": found.right,
        "total": found.total,
        "share": found.share,
        "pass_mark": found.pass_mark,
        "passed": found.passed,
        "items": items,
    }
    return json.dumps(content, ensure_ascii=True) + "\n"


def _say(text: str, indent: str = "") -> None:
    click.echo(textwrap.indent(_wrapped(text, indent), indent), err=True)


def _wrapped(text: str, indent: str = "") -> str:
    wide = min(width(), 100) - len(indent)
    lines = (textwrap.wrap(printable(line), wide, subsequent_indent="   ", break_on_hyphens=False)
             for line in text.splitlines())  # fmt: skip
    return "\n".join("\n".join(line) for line in lines)
