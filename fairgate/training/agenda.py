"""A session that fits the time: which parts of which modules, when, and what is left out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fairgate.errors import UserError
from fairgate.training.models import AgendaItem
from fairgate.training.module import Module

OPENING = AgendaItem(
    id="opening", title="Names, breaks, what helps people take part", minutes=5, kind="talk"
)
CLOSING = AgendaItem(
    id="closing", title="What each will do next; feedback form", minutes=5, kind="discussion"
)
PAUSE = AgendaItem(id="pause", title="Break", minutes=10, kind="break")
SITTING = 60
"""Minutes after which people get a break, unless the session ends soon."""

NO_PAUSE = 75
"""A session of so many minutes or fewer has no break of ours."""

Part = tuple[Module | None, AgendaItem]


@dataclass(frozen=True)
class Slot:
    """Part of a session.

    Attributes
    ----------
    begins : int
        Minutes from the start.
    item : AgendaItem
        What happens.
    module : Module or None
        Of which module; None for welcome, breaks and the end.
    """

    begins: int
    item: AgendaItem
    module: Module | None

    @property
    def ends(self) -> int:
        """Minutes from the start."""
        return self.begins + self.item.minutes


@dataclass(frozen=True)
class LeftOut:
    """What there is no time for.

    Attributes
    ----------
    module : Module
        Of which module.
    item : AgendaItem or None
        Which part; None: all of it.
    minutes : int
        How long it would take.
    """

    module: Module
    item: AgendaItem | None
    minutes: int


@dataclass(frozen=True)
class Session:
    """A session.

    Attributes
    ----------
    minutes : int
        How long it may take.
    slots : tuple of Slot
        What happens, in order.
    left_out : tuple of LeftOut
        What there is no time for.
    assumes : tuple of str
        Ids of modules that people should have done before.
    too_early : tuple of (str, str)
        Ids of a module and of one that it asks for, which comes later in this session.
    """

    minutes: int
    slots: tuple[Slot, ...]
    left_out: tuple[LeftOut, ...]
    assumes: tuple[str, ...]
    too_early: tuple[tuple[str, str], ...] = ()

    @property
    def ends(self) -> int:
        """Minutes from the start until everybody goes."""
        return self.slots[-1].ends

    @property
    def modules(self) -> tuple[Module, ...]:
        """Modules of which something is taught, in order."""
        found = {slot.module.id: slot.module for slot in self.slots if slot.module}
        return tuple(found.values())


def fit(modules: Sequence[Module], minutes: int) -> Session:
    """Fit modules into the time.

    Cores come first, module by module in the order given, then optional parts. A core that
    does not fit leaves its whole module out: half an exercise teaches nothing.

    Raises
    ------
    UserError
        Where not even the shortest core fits.
    """
    chosen: list[Module] = []
    for module in modules:
        if _takes(_parts([*chosen, module], set()), minutes) <= minutes:
            chosen.append(module)
    if not chosen:
        raise _too_short(modules, minutes)
    extra: set[tuple[str, str]] = set()
    for module in chosen:
        for item in module.outline.agenda:
            more = extra | {(module.id, item.id)}
            if item.optional and _takes(_parts(chosen, more), minutes) <= minutes:
                extra = more
    slots = tuple(_slots(_parts(chosen, extra), minutes))
    taught = [module.id for module in chosen]
    asked = list(_asked(chosen))
    return Session(
        minutes,
        slots,
        tuple(_left_out(modules, chosen, extra)),
        tuple(sorted({needed for _, needed in asked if needed not in taught})),
        tuple((name, needed) for name, needed in asked if needed in taught),
    )


def _asked(chosen: Sequence[Module]) -> Iterator[tuple[str, str]]:
    """Go through a session; name modules with what they ask for and nobody has heard yet."""
    heard: set[str] = set()
    for module in chosen:
        yield from ((module.id, name) for name in module.outline.prerequisites if name not in heard)
        heard.add(module.id)


def _parts(modules: Sequence[Module], extra: set[tuple[str, str]]) -> list[Part]:
    """Welcome, every core and the optional parts that were chosen, and the end."""
    middle: list[Part] = [
        (module, item)
        for module in modules
        for item in module.outline.agenda
        if not item.optional or (module.id, item.id) in extra
    ]
    return [(None, OPENING), *middle, (None, CLOSING)]


def _takes(parts: Sequence[Part], minutes: int) -> int:
    return list(_slots(parts, minutes))[-1].ends


def _slots(parts: Sequence[Part], minutes: int) -> Iterator[Slot]:
    """Lay parts behind one another, with a break before anybody sits for too long."""
    now, sat = 0, 0
    for at, (module, item) in enumerate(parts):
        rest = sum(part.minutes for _, part in parts[at:])
        tired = sat + item.minutes > SITTING and rest > CLOSING.minutes
        if sat and tired and minutes > NO_PAUSE and item.kind != "break":
            yield Slot(now, PAUSE, None)
            now, sat = now + PAUSE.minutes, 0
        yield Slot(now, item, module)
        now += item.minutes
        sat = 0 if item.kind == "break" else sat + item.minutes


def _left_out(
    modules: Sequence[Module], chosen: Sequence[Module], extra: set[tuple[str, str]]
) -> Iterator[LeftOut]:
    for module in modules:
        if module not in chosen:
            yield LeftOut(module, None, module.core_minutes)
            continue
        for item in module.outline.agenda:
            if item.optional and (module.id, item.id) not in extra:
                yield LeftOut(module, item, item.minutes)


def _too_short(modules: Sequence[Module], minutes: int) -> UserError:
    if not modules:
        return UserError("there is no module to teach", "see fairgate train list")
    needs = {module.title: _takes(_parts([module], set()), minutes) for module in modules}
    title = min(needs, key=needs.__getitem__)
    if len(modules) == 1:
        problem = f"{minutes} minutes are too short for the core of {title}"
        return UserError(problem, f"it takes {needs[title]}, with welcome and end")
    problem = f"{minutes} minutes are too short for any core"
    cure = f"{title} is the shortest and takes {needs[title]}, with welcome and end"
    return UserError(problem, cure)
