"""Pairs of --format and --out, in whatever order."""

from __future__ import annotations

import click
import pytest

from fairgate.cli.options import InOrder, Output, outputs


@click.command(cls=InOrder)
@click.option("--format", "formats", multiple=True)
@click.option("--out", "outs", multiple=True)
@click.option("--other")
@click.pass_context
def command(ctx: click.Context, *, formats: tuple[str, ...], outs: tuple[str, ...],
            other: str | None) -> list[Output]:  # fmt: skip
    """Return the outputs that were asked for."""
    del other
    return outputs(ctx, formats, outs)


def asked(words: str) -> list[Output]:
    """Outputs of a command line."""
    with command.make_context("command", words.split()) as context:
        found = command.invoke(context)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [Output("text")]),
        ("--format json", [Output("json")]),
        ("--format json --out a", [Output("json", "a")]),
        ("--out a --format json", [Output("json", "a")]),
        ("--format=json --other x --out=a", [Output("json", "a")]),
        ("--format json --format html --out a", [Output("json"), Output("html", "a")]),
        ("--format html --out a --format json", [Output("html", "a"), Output("json")]),
        ("--format html --out a --format json --out b", [Output("html", "a"), Output("json", "b")]),
        ("--out a --format html --out b --format json", [Output("html", "a"), Output("json", "b")]),
        ("--out r.html", [Output("html", "r.html")]),
        ("--out r.xml --out r.sarif", [Output("junit", "r.xml"), Output("sarif", "r.sarif")]),
        ("--out report", [Output("text", "report")]),
        ("--format json --out -", [Output("json")]),
        ("--out -", [Output("text")]),
    ],
)
def test_neighbours_are_a_pair(words: str, expected: list[Output]) -> None:
    """A format alone is printed; a file alone says its format by its name."""
    assert asked(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "--format json --format html",
        "--format json --out a --format html --out a",
        "--format json --format html --out -",
    ],
)
def test_two_reports_do_not_go_to_one_place(words: str) -> None:
    """The second would hide the first."""
    with pytest.raises(click.UsageError, match="Two reports would go to"):
        asked(words)
