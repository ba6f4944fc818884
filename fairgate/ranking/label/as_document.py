"""A label as a document, for text, Markdown and Jira."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairgate.ranking.label import words
from fairgate.ranking.label.values import ORACLES, Label, Measure
from fairgate.render import Block, Bullets, Document, Heading, Line, Paragraph, Strong, Table

SHOWN = 10
"""Rows of a table in the overview; HTML and JSON have all."""


def document(label: Label, *, details: bool = True) -> Document:
    """Lay a label out: six parts under headings, then how to read them.

    Parameters
    ----------
    label : Label
        The label.
    details : bool
        Whether to add what stands behind each part; a comment on a pull request can do
        without.
    """
    blocks: list[Block] = [Paragraph(_lead(label))]
    for heading, part in (
        ("Recipe", _recipe),
        ("Ingredients", _ingredients),
        ("Stability", _stability),
        ("Fairness", _fairness),
        (f"Diversity of the best {label.top}", _diverse_best),
        ("Diversity overall", _diverse_overall),
    ):
        blocks += [Heading(heading), *part(label, details)]
    blocks += [Heading("How to read this"), Bullets(tuple((t,) for t in words.small_print(label)))]
    return Document("Nutritional label", f"Ranking of {label.source}", tuple(blocks))


def _lead(label: Label) -> Line:
    return (Strong(label.outcome.value.upper()), f" {words.headline(label)}")


def _recipe(label: Label, details: bool) -> Iterator[Block]:  # noqa: FBT001 - one of six alike
    yield Paragraph(("Score: ", words.formula(label), "."))
    if words.ties(label):
        yield Paragraph((words.ties(label),))
    if details and label.recipe.parts:
        head = (
            "Attribute", "Weight",
            f"Best {label.top}: max, median, min", "Overall: max, median, min",
        )  # fmt: skip
        yield _table("What is weighed", head, recipe_rows(label))
    if label.recipe.leaders:
        names = [f"{one.name} ({words.number(one.score, 5)})" for one in label.recipe.leaders]
        yield Paragraph((f"The first {len(names)}: {'; '.join(names)}.",))


def recipe_rows(label: Label) -> list[tuple[str, ...]]:
    """Give every weighed attribute a row."""
    return [
        (
            part.name,
            words.number(part.weight, 6),
            words.spread(part.top),
            words.spread(part.overall),
        )
        for part in label.recipe.parts
    ]


def _ingredients(label: Label, details: bool) -> Iterator[Block]:  # noqa: FBT001
    if not label.ingredients:
        yield Paragraph(("The file has no numeric column.",))
        return
    head = ("Attribute", "Goes with the score", "Rank correlation", "Correlation", "In the recipe")
    rows = ingredient_rows(label)
    yield _table("What goes with the score", head, rows if details else rows[:3])


def ingredient_rows(label: Label, *, facts: bool = False) -> list[tuple[str, ...]]:
    """Give every numeric column a row; with Ranking Facts' figure if it is asked for."""
    return [
        (
            one.name,
            one.strength,
            words.number(one.rank_correlation),
            words.number(one.correlation),
            "yes" if one.in_recipe else "no",
            *([words.number(one.share)] if facts else []),
        )
        for one in label.ingredients
    ]


def _stability(label: Label, details: bool) -> Iterator[Block]:  # noqa: FBT001
    found = label.stability
    lines: list[Line] = []
    if found.top:
        lines.append((f"Best {found.top.n}: {words.slope(found.top)}.",))
    if found.overall:
        lines.append((f"All {found.overall.n:,}: {words.slope(found.overall)}.",))
    lines += [
        (f"{words.KEPT[kept.what].capitalize()}: {words.kept(kept)}.",)
        for kept in (found.kept if details else found.kept[:1])
    ]
    if found.reason:
        lines.append((f"Not known: {found.reason}.",))
    yield Bullets(tuple(lines))


def _fairness(label: Label, details: bool) -> Iterator[Block]:  # noqa: FBT001
    measures = label.fairness.measures
    if not measures:
        yield Paragraph(("Nobody is judged: name a column with --sensitive.",))
        return
    head = ("Group", *(words.MEASURES[metric][0] for metric in ORACLES))
    groups = dict.fromkeys((m.column, m.group) for m in measures if not m.whole)
    answers = {(m.column, m.group, m.metric): m for m in measures if not m.whole}
    rows = [
        (
            f"{column}={words.group(group)}",
            *(_told(answers[column, group, metric]) for metric in ORACLES),
        )
        for column, group in list(groups)[: None if details else SHOWN]
    ]
    yield _table("Three tests: is the group ranked lower?", head, rows)
    if details:
        yield from figure_tables(label)
        yield from compat_table(label)


def _told(measure: Measure) -> str:
    return f"{measure.outcome.value}: {words.answer(measure)}"


def figure_tables(label: Label) -> Iterator[Table]:
    """Give every group a row, and every measure a column."""
    measures = label.fairness.measures
    for whole, caption in ((False, "Each group against all others"), (True, "All groups at once")):
        own = [measure for measure in measures if measure.whole is whole]
        metrics = list(dict.fromkeys(measure.metric for measure in own))
        about = dict.fromkeys(map(words.measured, own))
        cells = {(words.measured(measure), measure.metric): _figure(measure) for measure in own}
        rows = [(name, *(cells.get((name, metric), "") for metric in metrics)) for name in about]
        if rows:
            yield _table(caption, ("Group", *(words.MEASURES[m][0] for m in metrics)), rows)


def _figure(measure: Measure) -> str:
    if measure.value is None:
        return f"undefined: {measure.reason}"
    limits = f" ({words.interval(measure.interval)})" if measure.interval else ""
    chance = f", p {words.p_value(measure.p_value)}" if measure.p_value is not None else ""
    return f"{words.number(measure.value)}{limits}{chance}: {measure.outcome.value}"


def compat_table(label: Label) -> Iterator[Table]:
    """Give every oracle of Ranking Facts a row for every group; nothing if nobody is judged."""
    if label.fairness.compat:
        head = ("Group and oracle", "p-value", "Compared with", "Its answer")
        rows = [
            (
                f"{one.column}={words.group(one.group)}: {one.oracle}",
                words.p_value(one.p_value) or "none",
                words.number(one.threshold),
                words.FAIR[one.fair],
            )
            for one in label.fairness.compat
        ]
        yield _table("What Ranking Facts would say", head, rows)


def _diverse_best(label: Label, details: bool) -> Iterator[Block]:  # noqa: FBT001
    yield from _diverse(label, 0, details=details)


def _diverse_overall(label: Label, details: bool) -> Iterator[Block]:  # noqa: FBT001
    yield from _diverse(label, 1, details=details)


def _diverse(label: Label, at: int, *, details: bool) -> Iterator[Block]:
    if not label.diversity:
        yield Paragraph(("No column is looked at: name one with --sensitive or --diverse.",))
    for found in label.diversity:
        rows = sorted(
            (row for row in found.counts if row[at + 1] != 0),
            key=lambda row: -row[at + 1] if isinstance(row[at + 1], int) else 0,  # type: ignore[operator]
        )
        shown = rows if details else rows[:SHOWN]
        counts = ", ".join(f"{words.group(row[0])} {words.count(row[at + 1])}" for row in shown)
        more = f" and {len(rows) - len(shown)} more values" if len(rows) > len(shown) else ""
        yield Paragraph((f"{found.column}: {counts}{more}. {words.variety(found, at)}.",))


def _table(caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    return Table(caption, head, tuple(tuple((cell,) for cell in row) for row in rows))
