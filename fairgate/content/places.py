"""Where content is: in the wheel or the checkout, and in folders of an organisation's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from fairgate.errors import UserError, UserErrors, did_you_mean
from fairgate.files import read_bytes
from fairgate.yamlfile.syntax import MAX_BYTES

FOLDER = "checklists"
_HEAD = re.compile(r"""^(schema|id|overrides):[ \t]*["']?([^"'\s#]+)""", re.MULTILINE)
_SCHEMA = re.compile(r"fairgate/([a-z]+)/v\d+")


@dataclass(frozen=True)
class Entry:
    """A content file, by what the first lines say of it.

    Attributes
    ----------
    kind : str
        ``template``, ``checklist``, ``research``, ``signals`` or ``cases``.
    id : str
        Its name.
    path : Path
        Where it is.
    own : bool
        Whether it comes from an organisation's own folder.
    overrides : bool
        Whether it says that it takes the place of a built-in one.
    """

    kind: str
    id: str
    path: Path
    own: bool = False
    overrides: bool = False


def home() -> Path:
    """Directory that holds ``checklists/``: inside the wheel, or the top of the checkout.

    Examples
    --------
    >>> (home() / "checklists").is_dir()
    True
    """
    package = Path(str(resources.files("fairgate")))
    inside = package / "_content"
    return inside if inside.is_dir() else package.parent


def listing(own: Sequence[Path] = ()) -> tuple[Entry, ...]:
    """List every content file: built-in ones, then those of own folders.

    Parameters
    ----------
    own : sequence of Path
        Folders of an organisation; each YAML file in them is content.

    Raises
    ------
    UserErrors
        Where an own file says no schema or no id, or two files bear one id and the own one
        does not say that it overrides the other.

    Examples
    --------
    >>> [entry.id for entry in listing() if entry.id == "preflight"]
    ['preflight']
    """
    built_in = list(_entries(home() / FOLDER, own=False))
    found = [entry for folder in own for entry in _entries(_folder(folder), own=True)]
    errors = list(_clashes(built_in, found))
    if errors:
        raise UserErrors(errors)
    replaced = {(entry.kind, entry.id) for entry in found}
    return (*(e for e in built_in if (e.kind, e.id) not in replaced), *found)


def find(kind: str, name: str, own: Sequence[Path] = ()) -> Path:
    """Find the file of a kind by its id.

    Raises
    ------
    UserError
        Where there is none of that name.

    Examples
    --------
    >>> find("template", "preflight").name
    'preflight.yaml'
    """
    entries = {entry.id: entry.path for entry in listing(own) if entry.kind == kind}
    if name not in entries:
        problem = f"there is no {kind} called {name!r}"
        raise UserError(problem, did_you_mean(name, entries) if entries else "name a file")
    return entries[name]


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise UserError("there is no such folder", "name a folder of YAML files", file=str(folder))
    return folder


def _entries(folder: Path, *, own: bool) -> Iterator[Entry]:
    """Content files under a folder, in order of their paths."""
    for path in sorted({*folder.rglob("*.yaml"), *folder.rglob("*.yml")}):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        text = read_bytes(path, MAX_BYTES).decode("utf-8-sig", errors="replace")
        head = dict(reversed(_HEAD.findall(text)))
        schema = _SCHEMA.fullmatch(head.get("schema", ""))
        if schema and "id" in head:
            yield Entry(schema[1], head["id"], path, own, head.get("overrides") == "true")
        elif own:
            missing = "id" if schema else "schema"
            cure = f"add {missing}: {'its name' if schema else 'fairgate/template/v1'} at the top"
            raise UserError(f"this is no content file: it has no {missing}", cure, file=str(path))


def _clashes(built_in: Iterable[Entry], own: Iterable[Entry]) -> Iterator[UserError]:
    """Names borne twice, and overrides of nothing."""
    known = {(entry.kind, entry.id) for entry in built_in}
    seen: dict[str, Path] = {}
    for entry in own:
        file = str(entry.path)
        if entry.id in seen:
            problem = f"{seen[entry.id]} is called {entry.id} already"
            yield UserError(problem, "give one of them another id", file=file, place="id")
        elif (entry.kind, entry.id) in known and not entry.overrides:
            problem = f"there is a built-in {entry.kind} called {entry.id} already"
            cure = "choose another id, or write overrides: true to take its place"
            yield UserError(problem, cure, file=file, place="id")
        elif entry.overrides and (entry.kind, entry.id) not in known:
            names = [name for kind, name in sorted(known) if kind == entry.kind]
            problem = f"there is no built-in {entry.kind} called {entry.id} to override"
            cure = did_you_mean(entry.id, names) if names else "remove the line"
            yield UserError(problem, cure, file=file, place="overrides")
        seen[entry.id] = entry.path
