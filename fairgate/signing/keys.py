"""Key files: Ed25519 pairs in PEM, made once and never overwritten.

No complaint repeats a byte of a private key.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]  # no __all__ there

from fairgate.errors import UserError
from fairgate.files import read_bytes, user_error

PublicKey = SSlibKey
"""A trusted key; ``.keyid`` is the SHA-256 of its canonical description."""

_KEY_SIZE = 2**16


def generate_keys(directory: str | Path) -> tuple[Path, Path]:
    """Make an Ed25519 key pair: ``fairgate.key`` (mode 0600) and ``fairgate.pub``.

    Returns
    -------
    private, public : Path
        Both PEM, PKCS #8 and SubjectPublicKeyInfo.

    Raises
    ------
    UserError
        If either file is there already (a key is never overwritten), or the directory
        cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as directory:
    ...     [path.name for path in generate_keys(directory)]
    ['fairgate.key', 'fairgate.pub']
    """
    folder = Path(directory)
    private, public = folder / "fairgate.key", folder / "fairgate.pub"
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    shared = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _new_file(private, secret, mode=0o600), _new_file(public, shared, mode=0o644):
            return private, public
    except FileExistsError as error:
        raise UserError(
            "is there already", "choose another directory", file=str(error.filename)
        ) from None
    except OSError as error:
        raise user_error(error, folder, "write keys to") from None


def load_public_keys(path: str | Path) -> tuple[PublicKey, ...]:
    """Read a trusted key from a file, or all ``*.pub`` files of a directory.

    Raises
    ------
    UserError
        If there is no key, or one of the files holds anything but an Ed25519 public key.
    """
    place = Path(path)
    files = sorted(place.glob("*.pub")) if place.is_dir() else [place]
    if not files:
        raise UserError(
            "holds no *.pub file", "put a public key there, or name one", file=str(path)
        )
    return tuple(_public_key(file) for file in files)


def _public_key(path: Path) -> PublicKey:
    pem = read_bytes(path, _KEY_SIZE)
    if b"PRIVATE KEY" in pem:
        raise UserError(
            "is a private key, expected a public one",
            "give fairgate.pub, and keep the private key where it is",
            file=str(path),
        )
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise UserError(
            "is no public key in PEM",
            "give the fairgate.pub that fairgate keygen wrote",
            file=str(path),
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise _not_ed25519(key, path)
    return SSlibKey.from_crypto(key)


def load_private_key(path: Path) -> Ed25519PrivateKey:
    """Read a private key.

    Raises
    ------
    UserError
        If the file is missing, or holds anything but an Ed25519 private key.
    """
    pem = read_bytes(path, _KEY_SIZE)
    if b"PUBLIC KEY" in pem:
        raise UserError(
            "is a public key, signing needs the private one", "give fairgate.key", file=str(path)
        )
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError:
        raise UserError(
            "is protected by a passphrase", "give a key without one, mode 0600", file=str(path)
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        # The library's own words might quote what it read; that could be a secret.
        raise UserError(
            "is no private key in PEM",
            "give the fairgate.key that fairgate keygen wrote",
            file=str(path),
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _not_ed25519(key, path)
    return key


def _not_ed25519(key: object, path: Path) -> UserError:
    found = type(key).__name__.lstrip("_").removesuffix("PublicKey").removesuffix("PrivateKey")
    return UserError(
        f"is a key for {found}, expected Ed25519", "make one with fairgate keygen", file=str(path)
    )


@contextmanager
def _new_file(path: Path, data: bytes, mode: int) -> Iterator[None]:
    """Create a file with its final mode from the first byte on; take it back on failure."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        yield
    except OSError:
        path.unlink()
        raise
