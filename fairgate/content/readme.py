"""The README of a folder of content: about it, what is in it, how to use it, how to add to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fairgate.render import Block, Bullets, Code, Document, Heading, Line, Paragraph, render


@dataclass(frozen=True)
class Readme:
    """What stays the same while the content changes.

    Attributes
    ----------
    title : str
        Of the page.
    about : str
        What the content is.
    made : line
        How the page is made.
    commands : tuple of (str, str)
        What to type, and what for.
    own : line
        How to add content of one's own.
    """

    title: str
    about: str
    made: Line
    commands: tuple[tuple[str, str], ...]
    own: Line

    def write(self, overview: Iterable[Block], details: Iterable[Block]) -> str:
        """Write the page, in Markdown.

        Parameters
        ----------
        overview : iterable of Block
            What there is, in short.
        details : iterable of Block
            What is in it; at the end.

        Examples
        --------
        >>> page = Readme("Ours", "Content.", ("By hand.",), (("ls", "see it"),), ("Ask us.",))
        >>> page.write((), ()).splitlines()[::2]
        ['# Ours', 'Content.', 'By hand.', '## Use', '- `ls`: see it', '## Add your own', 'Ask us.']
        """
        blocks = (
            Paragraph((self.about,)),
            Paragraph(self.made),
            *overview,
            Heading("Use"),
            Bullets(tuple((Code(command), f": {what}") for command, what in self.commands)),
            Heading("Add your own"),
            Paragraph(self.own),
            *details,
        )
        return render(Document("README", self.title, blocks), "markdown")
