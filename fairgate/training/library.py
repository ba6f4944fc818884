"""Every module there is: those that come along, and an organisation's own."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgate.content import home
from fairgate.errors import UserError, UserErrors, did_you_mean
from fairgate.files import read_bytes
from fairgate.training.module import MAX_BYTES, OUTLINE, Module, read_module
from fairgate.training.typed import typed

FOLDER = "training"
_HEAD = re.compile(r"""^(id|overrides):[ \t]*["']?([^"'\s#]+)""", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where a module is, by what the first lines of its outline say.

    Attributes
    ----------
    id : str
        Two digits.
    folder : Path
        Where it is.
    own : bool
        Whether it comes from an organisation's own folder.
    overrides : bool
        Whether it says that it takes the place of a built-in one.
    """

    id: str
    folder: Path
    own: bool = False
    overrides: bool = False


def places(own: Sequence[Path] = ()) -> tuple[Place, ...]:
    """List modules in order of their ids; own ones in place of those that they override.

    Raises
    ------
    UserErrors
        Where an own folder is missing or has no module, or an id is borne twice.

    Examples
    --------
    >>> [place for place in places() if place.own]
    []
    """
    built_in = {place.id: place for place in _places(home() / FOLDER, own=False)}
    # One that lies in two of the folders, such as our and our/81-forms, is still one.
    found = {place.folder.resolve(): place for folder in own for place in _own(folder)}.values()
    errors = list(_clashes(built_in, tuple(found)))
    if errors:
        raise UserErrors(errors)
    together = built_in | {place.id: place for place in found}
    return tuple(together[name] for name in sorted(together))


def expect_free(id_: str, out: Path) -> None:
    """Refuse an id for a new module where it is taken: nothing that reads both could go on.

    Parameters
    ----------
    id_ : str
        Two digits.
    out : Path
        Folder of the new module's folder; it need not be there.

    Raises
    ------
    UserError
        Where a built-in module has the id, or one that stands in ``out``.
    """
    built_in = {place.id for place in _places(home() / FOLDER, own=False)}
    beside = {place.id: place.folder.name for place in _places(out, f"*/{OUTLINE}", own=True)}
    if id_ not in built_in and id_ not in beside:
        return
    numbers = (f"{number:02}" for number in (*range(81, 100), *range(1, 81)))
    free = [number for number in numbers if number not in built_in | beside.keys()]
    cure = f"take {free[0]}" if free else "choose another --out"
    if id_ in built_in:
        raise UserError(f"there is a built-in module {id_} already", cure)
    raise UserError(f"{beside[id_]} has the id {id_} already", cure, file=str(out))


def open_modules(own: Sequence[Path] = ()) -> tuple[Module, ...]:
    """Read every module.

    Parameters
    ----------
    own : sequence of Path
        Folders of an organisation.

    Raises
    ------
    UserErrors
        Everything that is wrong, in all modules at once.
    """
    modules: list[Module] = []
    errors: list[UserError] = []
    for place in places(own):
        try:
            modules.append(read_place(place))
        except UserErrors as several:
            errors += several.errors
    if errors:
        raise UserErrors(errors)
    return tuple(modules)


def find_module(name: str, own: Sequence[Path] = ()) -> Module:
    """Read one module, by its id, its name, or both as its folder is called.

    Raises
    ------
    UserError
        Where there is none of that name.
    """
    known = places(own)
    wanted = f"0{name}" if len(name) == 1 else name
    for place in known:
        whole = place.folder.resolve().name
        if wanted in (place.id, whole, whole.partition("-")[2]):
            return read_place(place)
    names = [place.folder.resolve().name for place in known]
    hint = did_you_mean(name, [*names, *(whole.partition("-")[2] for whole in names)])
    more = "" if own else "; your own need --content DIR"
    cure = hint if hint.startswith("did") else f"see {typed('fairgate train list', own)}{more}"
    raise UserError(f"there is no module called {name!r}", cure)


def find_modules(names: Sequence[str], own: Sequence[Path] = ()) -> tuple[Module, ...]:
    """Read modules in the order given, each once; without names all there are.

    Raises
    ------
    UserError
        As :func:`find_module`.
    """
    if not names:
        return open_modules(own)
    found = (find_module(name, own) for name in names)
    return tuple({module.id: module for module in found}.values())


def _places(folder: Path, which: str = f"**/{OUTLINE}", *, own: bool) -> Iterator[Place]:
    """Find modules under a folder, but none inside another one's exercise."""
    for path in sorted(folder.glob(which)):
        inside = path.relative_to(folder).parts
        if any(part.startswith(".") for part in inside) or "exercise" in inside:
            continue
        text = read_bytes(path, MAX_BYTES).decode("utf-8-sig", errors="replace")
        head = dict(reversed(_HEAD.findall(text)))
        name = head.get("id", path.parent.name[:2])
        yield Place(name, path.parent, own, head.get("overrides") == "true")


def _own(folder: Path) -> Iterator[Place]:
    found = list(_places(folder, own=True)) if folder.is_dir() else []
    if not found:
        problem = "there is no module here" if folder.is_dir() else "there is no such folder"
        cure = f"name a folder whose folders hold {OUTLINE} each"
        raise UserError(problem, cure, file=str(folder))
    yield from found


def _clashes(built_in: dict[str, Place], own: Sequence[Place]) -> Iterator[UserError]:
    seen: dict[str, Place] = {}
    for place in own:
        file = str(place.folder / OUTLINE)
        if place.id in seen:
            problem = f"{seen[place.id].folder} has the id {place.id} already"
            yield UserError(problem, "give one of them another id", file, place="id")
        elif place.id in built_in and not place.overrides:
            problem = f"there is a built-in module {place.id} already"
            cure = "choose another id, or write overrides: true to take its place"
            yield UserError(problem, cure, file, place="id")
        elif place.overrides and place.id not in built_in:
            problem = f"there is no built-in module {place.id} to override"
            yield UserError(problem, "remove the line", file, place="overrides")
        seen[place.id] = place


@functools.lru_cache(maxsize=64)
def _built_in(place: Place) -> Module:
    """Read a module of the package once: it does not change while this runs."""
    return read_module(place.folder)


def read_place(place: Place) -> Module:
    """Read the module of a place; one that comes along is read once."""
    return read_module(place.folder, own=True) if place.own else _built_in(place)
