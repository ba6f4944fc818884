"""How the demo speaks: headings, paragraphs, tables and panels for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from rich import box
from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.rule import Rule
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from fairgate.verdict import Outcome

COLOURS = {
    Outcome.PASS: "green",
    Outcome.WARN: "yellow",
    Outcome.UNKNOWN: "magenta",
    Outcome.FAIL: "red",
}
"""Always beside the word, never instead of it."""


class Voice:
    """Writes to a console.

    Parameters
    ----------
    console : rich.console.Console
        Its width is kept, its colours are used where it has any.

    Examples
    --------
    >>> from rich.console import Console
    >>> Voice(Console(width=24)).say("One row is one person, and 77 % hear yes.")
    One row is one person,
    and 77 % hear yes.
    <BLANKLINE>
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.chapters = 0

    def chapter(self, title: str) -> None:
        """Begin a chapter, with the next number."""
        self.chapters += 1
        self.console.print()
        heading = Text(f"{self.chapters}. {title}", "bold")
        self.console.print(Rule(heading, align="left", style="dim"))
        self.console.print()

    def heading(self, title: str) -> None:
        """Begin a section of a chapter."""
        self.console.print(Text(title, "bold"))

    def say(self, text: str) -> None:
        """Say a paragraph."""
        self.console.print(Text(self._wrapped(text, self.console.width)))
        self.console.print()

    def show_yaml(self, text: str) -> None:
        """Show a piece of YAML as it is; comments are what people read first."""
        for line in text.splitlines():
            comment = line.lstrip().startswith("#")
            self.console.print(Text(line, "" if comment else "cyan"))
        self.console.print()

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
        """Show a table; all but the first column are aligned to the right."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for at, heading in enumerate(headings):
            table.add_column(heading, justify="right" if at else "left", overflow="fold")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)
        self.console.print()

    def panel(self, title: str, lines: Iterable[str], colour: str) -> None:
        """Show an answer of the gate in a frame."""
        inner = self.console.width - 4
        text = Text("\n".join(self._wrapped(line, inner) for line in lines))
        frame = Panel(
            text,
            title=Text(title, f"bold {colour}"),
            title_align="left",
            border_style=colour,
            width=self.console.width,
        )
        self.console.print(frame)
        self.console.print()

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show names and what they are, one below the other."""
        widest = max(len(name) for name, _ in rows)
        beside = widest <= self.console.width // 2
        indent = " " * (widest + 2 if beside else 4)
        for name, text in rows:
            words = textwrap.fill(text, self.console.width - len(indent))
            lines = textwrap.indent(words, indent)
            if beside:
                line = Text.assemble((name.ljust(len(indent)), "bold"), lines[len(indent) :])
            else:
                line = Text.assemble((name, "bold"), f"\n{lines}")
            self.console.print(line, soft_wrap=True)
        self.console.print()

    def commands(self, *lines: str) -> None:
        """Show what to type."""
        for line in lines:
            self.console.print(Text(f"  {line}"), soft_wrap=True)
        self.console.print()

    def waiting(self, what: str) -> AbstractContextManager[object]:
        """Say what takes a moment, for as long as it does; on a terminal only."""
        spinner = Spinner("dots", Text(what))
        return Live(
            spinner,
            console=self.console,
            transient=True,
            refresh_per_second=12.5,
            redirect_stdout=False,  # nobody else writes, and the console's own file must not
            redirect_stderr=False,
        )

    @staticmethod
    def _wrapped(text: str, width: int) -> str:
        """Break lines, never between a number and its per cent sign."""
        glued = text.replace(" %", "\N{NO-BREAK SPACE}%")
        lines = textwrap.fill(glued, width, break_long_words=False, break_on_hyphens=False)
        return lines.replace("\N{NO-BREAK SPACE}", " ")
