"""Options that commands share, and outputs that come in pairs of --format and --out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

Given: TypeAlias = str | tuple[str, ...] | None

FORMATS = ("text", "markdown", "json", "sarif", "junit", "html")
_BY_SUFFIX = {
    ".txt": "text",
    ".md": "markdown",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".html": "html",
    ".htm": "html",
}
_ORDER = "fairgate.order"


def policy_option(command: Command) -> Command:
    """Add ``--policy FILE``."""
    return click.option(
        "--policy", metavar="FILE", required=True, help="The policy, such as fairgate.yaml."
    )(command)


def predictions_option(command: Command) -> Command:
    """Add ``--predictions FILE``."""
    return click.option(
        "--predictions",
        metavar="FILE",
        help="CSV or Parquet, in place of the one that the policy names.",
    )(command)


def outputs_options(formats: Sequence[str], listed: str) -> Callable[[Command], Command]:
    """Add ``--format FORMAT`` and ``--out FILE``, as :func:`outputs` pairs them.

    Parameters
    ----------
    formats : sequence of str
        What there is to choose from.
    listed : str
        The same in words.
    """
    format_ = click.option(
        "--format",
        "formats",
        type=click.Choice(formats),
        metavar="FORMAT",
        multiple=True,
        help=listed,
    )
    out = click.option(
        "--out",
        "outs",
        metavar="FILE",
        multiple=True,
        help="File for the --format beside it; both may be repeated in pairs.",
    )
    return lambda command: format_(out(command))


def one_line(_ctx: click.Context, _option: click.Parameter, value: Given) -> Given:
    """Refuse an empty word and one with control characters, as from an unset variable."""
    words = [value] if isinstance(value, str) else list(value or ())
    for word in words:
        if not word or not word.isprintable():
            raise click.BadParameter(f"expected a word, got {word!r}")
    return value


@dataclass(frozen=True)
class Output:
    """A report that is wanted: in which format, and where; no path is standard output."""

    format: str
    path: str | None = None


class InOrder(click.Command):
    """A command that remembers in which order its options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as ever, after a look at the order."""
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta[_ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


def outputs(ctx: click.Context, formats: Sequence[str], outs: Sequence[str]) -> list[Output]:
    """Pair every ``--format`` with the ``--out`` beside it; without any, text is printed.

    Raises
    ------
    click.UsageError
        Where two reports would go to the same place.
    """
    given = {"formats": iter(formats), "outs": iter(outs)}
    words = [(name, next(given[name])) for name in ctx.meta[_ORDER] if name in given]
    wanted = list(_pairs(words)) or [Output("text")]
    for place in [output.path for output in wanted]:
        if sum(place == output.path for output in wanted) > 1:
            where = "standard output" if place is None else place
            raise click.UsageError(
                f"Two reports would go to {where}. Write --format F --out FILE for each; "
                "one --format may do without --out and is printed.",
                ctx=ctx,
            )
    return wanted


def _pairs(words: Iterable[tuple[str, str]]) -> Iterator[Output]:
    """Two neighbours of different kind are a pair, whichever comes first."""
    waiting: tuple[str, str] | None = None
    for name, value in words:
        if waiting is None:
            waiting = (name, value)
        elif waiting[0] == name:
            yield _alone(*waiting)
            waiting = (name, value)
        else:
            format_, path = (value, waiting[1]) if name == "formats" else (waiting[1], value)
            yield Output(format_, None if path == "-" else path)
            waiting = None
    if waiting is not None:
        yield _alone(*waiting)


def _alone(name: str, value: str) -> Output:
    """A format alone is printed; a file alone tells its format by its name."""
    if name == "formats":
        return Output(value)
    return Output(
        _BY_SUFFIX.get(Path(value).suffix.lower(), "text"), None if value == "-" else value
    )
