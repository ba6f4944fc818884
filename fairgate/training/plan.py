"""A session plan that a trainer can hold in the hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from fairgate.render import (
    Block,
    Bullets,
    Code,
    Document,
    Heading,
    Line,
    Paragraph,
    Table,
)
from fairgate.training.agenda import LeftOut, Session, Slot
from fairgate.training.typed import typed

_ANY = date(2000, 1, 1)


def session_page(
    session: Session,
    people: int | None = None,
    begins: time | None = None,
    own: Sequence[Path] = (),
) -> Document:
    """Make a document of a session.

    Parameters
    ----------
    session : Session
        What fits.
    people : int, optional
        How many learners come.
    begins : time, optional
        When it begins; without, the table counts from 0:00.
    own : sequence of Path
        Folders of an organisation's own modules, for the commands that it names.
    """
    title = " + ".join(module.title for module in session.modules)
    come = f" for {people} people" if people else ""
    spare = session.minutes - session.ends
    left = f", {spare} are to spare" if spare else ""
    blocks: list[Block] = [
        Paragraph((f"{session.minutes} minutes{come}. The plan takes {session.ends}{left}.",)),
        *_assumed(session),
        _table(session.slots, people, begins),
        *_left_out(session.left_out),
        Heading("Before"),
        Bullets(tuple(_before(session, people, own))),
        Heading("After"),
        Bullets(tuple(_after(session))),
    ]
    return Document("Session plan", title, tuple(blocks), fields=("Date", "Room", "Facilitator"))


def groups(people: int) -> str:
    """Say how people work together in exercises.

    Examples
    --------
    >>> groups(12), groups(7), groups(3), groups(1)
    ('6 pairs', '2 pairs and a group of three', 'a group of three', 'alone')
    """
    if people < 2:
        return "alone"
    pairs, three = divmod(people, 2)
    pairs -= three
    words = [f"{pairs} pair{'s' * (pairs > 1)}"] if pairs else []
    return " and ".join(words + ["a group of three"] * three)


def _table(slots: Sequence[Slot], people: int | None, begins: time | None) -> Table:
    """Two columns: a wide table would not fit a terminal, nor a telephone."""
    rows = tuple(
        ((f"{clock(slot.begins, begins)} to {clock(slot.ends, begins)}",), (_what(slot, people),))
        for slot in slots
    )
    return Table("Timeline", ("When", "What"), rows)


def clock(minutes: int, begins: time | None) -> str:
    """Write a moment of a session: by the clock, or counted from its start.

    Examples
    --------
    >>> clock(75, None), clock(75, time(14, 0))
    ('1:15', '15:15')
    """
    if begins is None:
        return f"{minutes // 60}:{minutes % 60:02}"
    return f"{datetime.combine(_ANY, begins) + timedelta(minutes=minutes):%H:%M}"


def _what(slot: Slot, people: int | None) -> str:
    """Say what happens, of which module, how, and for how long."""
    how = "" if slot.item.kind == "break" else f"{slot.item.kind}, "
    if slot.item.kind == "exercise" and people:
        how += f"{groups(people)}, "
    of = f"{slot.module.id} " if slot.module else ""
    return f"{of}{slot.item.title} ({how}{slot.item.minutes} minutes)"


def _assumed(session: Session) -> Iterator[Block]:
    if session.assumes:
        names = ", ".join(session.assumes)
        words = f"People should have done {names} before; else plan time to tell it."
        yield Paragraph((words,))
    for module, needed in session.too_early:
        yield Paragraph((f"{module} asks for {needed}: put {needed} first.",))


def _left_out(left_out: Sequence[LeftOut]) -> Iterator[Block]:
    if left_out:
        yield Heading("Left out, for lack of time")
        yield Bullets(tuple(_left(each) for each in left_out))


def _left(each: LeftOut) -> Line:
    if each.item is None:
        title = each.module.title
        return (f"{each.module.id} {title}: all of it; its core takes {each.minutes} minutes",)
    return (f"{each.module.id} {each.item.title}: {each.minutes} minutes",)


def _before(session: Session, people: int | None, own: Sequence[Path]) -> Iterator[Line]:
    for module in session.modules:
        command = typed(f"fairgate train show {module.id} --part run-sheet", own)
        yield (f"Read the run sheet of {module.id}: ", Code(command))
    names = " ".join(module.id for module in session.modules)
    number = f" --people {people}" if people else ""
    command = typed(f"fairgate train start {names}{number} --out session", own)
    yield ("Make the exercise folders: ", Code(command))
    copies = f"{people} copies of the handout" if people else "Handouts"
    yield (f"{copies}, a few in large print; send slides and handout ahead",)
    yield ("Ask everybody what helps them to take part, and answer each",)


def _after(session: Session) -> Iterator[Line]:
    names = ", ".join(module.id for module in session.modules)
    yield (f"Collect the feedback forms of {names}",)
    yield ("Note who was there, and who passed the quiz",)
    if session.left_out:
        yield ("Send what was left out, with a day for it",)
