"""Keys: whose signatures count for what, and the app's own.

There are three kinds, and a key of one is worth nothing as another: who may sign what a model did
may not thereby approve assessments, nor open flags.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from fairgate.errors import UserError, UserErrors
from jira_app.settings.names import SIGNING_KEY, TRUSTED_KEYS

if TYPE_CHECKING:
    from fairgate.signing import PublicKey


@dataclass(frozen=True)
class TrustedKeys:
    """Public keys by what they vouch for: evidence, approved assessments, grants of rollouts."""

    evidence: tuple[PublicKey, ...] = ()
    assessment: tuple[PublicKey, ...] = ()
    grant: tuple[PublicKey, ...] = ()


KINDS = tuple(field.name for field in fields(TrustedKeys))


def trusted_keys(given: Mapping[str, str]) -> TrustedKeys:
    """Read ``{evidence,assessment,grant}/*.pub`` of a directory; a kind may be missing.

    Raises
    ------
    UserErrors
        All at once: no such directory, stray files, files that hold no key, mixed kinds.
    """
    if TRUSTED_KEYS not in given:
        return TrustedKeys()
    folder = Path(given[TRUSTED_KEYS])
    if not folder.is_dir():
        cure = f"make it, with {', '.join(KINDS)} in it, or unset it"
        raise UserError(f"{folder} is no directory", cure, place=TRUSTED_KEYS)
    errors = list(_strays(folder))
    found = {kind: tuple(_keys(folder / kind, errors)) for kind in KINDS}
    errors += _mixed(found)
    if not errors and not any(found.values()):
        errors.append(
            UserError(
                f"{folder} holds no key",
                "put *.pub files into evidence, assessment or grant in it, or unset it",
                place=TRUSTED_KEYS,
            )
        )
    if errors:
        raise UserErrors(errors)
    return TrustedKeys(**{kind: tuple(key for _, key in keys) for kind, keys in found.items()})


def signing_key(given: Mapping[str, str], trusted: TrustedKeys) -> Path | None:
    """Read where the app's own key is, and that it is one; it signs approvals and nothing else."""
    if SIGNING_KEY not in given:
        return None
    from fairgate.signing import PublicKey  # noqa: PLC0415 - slow, for those who use it
    from fairgate.signing.keys import load_private_key  # noqa: PLC0415

    path = Path(given[SIGNING_KEY])
    own = PublicKey.from_crypto(load_private_key(path).public_key()).keyid
    for kind in ("evidence", "grant"):
        if own in {key.keyid for key in getattr(trusted, kind)}:
            problem = f"this key is trusted for {kind}, and here it would sign approvals"
            cure = "make one for approvals alone with: fairgate keygen --out DIR"
            raise UserError(problem, cure, file=str(path), place=SIGNING_KEY)
    return path


def _keys(folder: Path, errors: list[UserError]) -> Iterator[tuple[Path, PublicKey]]:
    from fairgate.signing import load_public_keys  # noqa: PLC0415

    for path in sorted(folder.glob("*.pub")):
        try:
            (key,) = load_public_keys(path)
        except UserError as error:
            errors.append(error)
        else:
            yield path, key


def _strays(folder: Path) -> Iterator[UserError]:
    """Find keys that lie where they count for nothing."""
    for path in sorted(folder.glob("*.pub")):
        cure = f"move it to {', '.join(KINDS[:-1])} or {KINDS[-1]}"
        yield UserError("what this key is trusted for is not said", cure, file=str(path))
    for path in sorted(each for each in folder.iterdir() if each.is_dir()):
        if path.name not in KINDS and any(path.glob("*.pub")):
            cure = f"name it {', '.join(KINDS[:-1])} or {KINDS[-1]}"
            yield UserError(f"there is no kind of key {path.name!r}", cure, file=str(path))


def _mixed(found: Mapping[str, tuple[tuple[Path, PublicKey], ...]]) -> Iterator[UserError]:
    first: dict[str, tuple[str, Path]] = {}
    for kind, keys in found.items():
        for path, key in keys:
            other, where = first.setdefault(key.keyid, (kind, path))
            if other != kind:
                problem = f"the same key is trusted for {other}: {where}"
                cure = "make a key for each kind with: fairgate keygen --out DIR"
                yield UserError(problem, cure, file=str(path))
