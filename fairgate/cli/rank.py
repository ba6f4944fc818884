"""``fairgate rank``: the measures and the nutritional label of a ranking."""

from __future__ import annotations

import click

from fairgate.cli.options import InOrder, outputs, outputs_options
from fairgate.cli.terminal import width, write
from fairgate.files import write_all

FORMATS = ("text", "markdown", "json", "html", "adf")


@click.command(
    cls=InOrder,
    epilog="""\b
A label describes; it promises nothing, so the exit code is 0 whatever it
finds, and 2 if the request or the file is wrong. To judge rankings by a
promise, write ranking rules and use fairgate check.

\b
Examples:
  fairgate rank schools.csv --score GRE=1 --score Faculty=2 --sensitive size
  fairgate rank people.csv --score points --sensitive sex=f --min-cell 5 \\
      --label label.html
  fairgate rank results.parquet --sensitive race --k 100 --format json
""",
)
@click.argument("file", metavar="FILE")
@click.option(
    "--score",
    "scores",
    metavar="COL[=WEIGHT]",
    multiple=True,
    help="Add this column, times its weight (1), to the score; repeatable. Without any, "
    "the order of the file is the ranking.",
)
@click.option(
    "--sensitive",
    metavar="COL[=VALUE]",
    multiple=True,
    help="Judge this group, or every value of the column in turn; repeatable.",
)
@click.option(
    "--diverse", metavar="COL", multiple=True, help="Show the make-up of this column as well."
)
@click.option("--name", metavar="COL", help="What to call the items; lists the best.")
@click.option(
    "--k",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many of the best to judge; without it 100 of more than 200, else half.",
)
@click.option("--ascending", is_flag=True, help="The smallest score is the best.")
@click.option(
    "--alpha",
    type=click.FloatRange(0, 0.5, min_open=True),
    default=0.05,
    show_default=True,
    metavar="SHARE",
    help="How often a fair ranking may be called unfair.",
)
@click.option(
    "--normalise",
    type=click.Choice(["none", "minmax-z"]),
    default="none",
    show_default=True,
    help="Stretch every column to 0..1 and standardise it before it is weighed.",
)
@click.option(
    "--min-cell",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Hide counts under N, for rankings of people.",
)
@click.option("--label", metavar="OUT.html", help="Write the label as one page.")
@outputs_options(FORMATS, "text (the default), markdown, json, html or adf (Jira).")
@click.pass_context
def rank(
    ctx: click.Context,
    *,
    file: str,
    scores: tuple[str, ...],
    sensitive: tuple[str, ...],
    diverse: tuple[str, ...],
    name: str | None,
    k: int | None,
    ascending: bool,
    alpha: float,
    normalise: str,
    min_cell: int,
    label: str | None,
    formats: tuple[str, ...],
    outs: tuple[str, ...],
) -> None:
    """Rank the rows of a CSV or Parquet file, and say how fair, diverse and stable that is.

    Six parts after Ranking Facts: what makes the score, what goes with it, how little would
    change the best, how groups fare, and what the best and all are made up of.
    """
    from fairgate.cli.ranking import Words, described, spare  # noqa: PLC0415 - numpy, DuckDB
    from fairgate.ranking.label.render import render  # noqa: PLC0415

    wanted = outputs(ctx, formats, outs)
    for output in wanted:
        if output.format not in FORMATS:
            raise click.UsageError(f"A label cannot be written as {output.format}.", ctx=ctx)
    spare(file, [*(output.path for output in wanted), label])
    words = Words(scores, sensitive, diverse, name, k, normalise, ascending=ascending, alpha=alpha)
    found = described(file, words, min_cell)
    files = [(o.path, render(found, o.format).encode()) for o in wanted if o.path]
    files += [(label, render(found, "html").encode())] if label else []
    printed = [
        render(found, o.format, width=width())
        for o in wanted
        if not o.path and (formats or outs or not label)
    ]
    write_all(files)
    for text in printed:
        write(text)
