"""What a statement is about: files, by name and content."""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from fairgate.engine.digest import sha256_file
from fairgate.evidence.canonical import digest
from fairgate.evidence.strict import OneLine, Sha256
from fairgate.files import user_error
from fairgate.manifest import sha256_directory
from fairgate.strict import Strict


class Artifact(Strict):
    """A file by name and content.

    Examples
    --------
    >>> Artifact(file="model.skops", sha256="0" * 64).file
    'model.skops'
    """

    file: OneLine
    sha256: Sha256

    @classmethod
    def of(cls, path: str | Path) -> Artifact:
        """Read a file and name it by its SHA-256; a directory by that of its manifest.

        A remote address (``s3://``, ``https://``) is fetched whole.

        Raises
        ------
        UserError
            If it cannot be read.
        """
        if "://" in str(path):
            return cls(file=file_name(path), sha256=sha256_file(str(path)))
        if Path(path).is_dir():
            return cls(file=file_name(path), sha256=sha256_directory(path))
        try:
            with Path(path).open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise user_error(error, path, "read") from None
        return cls(file=file_name(path), sha256=sha256)


class StatedPolicy(Artifact):
    """A policy with its bytes, in base64."""

    content: str

    @model_validator(mode="after")
    def _content_fits(self) -> StatedPolicy:
        try:
            content = base64.b64decode(self.content, validate=True)
        except binascii.Error:
            raise ValueError("content is not base64") from None
        if digest(content) != self.sha256:
            raise ValueError("content does not have the digest that is stated")
        return self

    @property
    def data(self) -> bytes:
        """The file as it was."""
        return base64.b64decode(self.content)


class Digest(Strict):
    """Digests of a subject."""

    sha256: Sha256


class Annotations(Strict):
    """What a subject was called."""

    file: OneLine


class Subject(Strict):
    """An in-toto resource descriptor; ``name`` is the part it plays."""

    name: Literal["model", "data"]
    digest: Digest
    annotations: Annotations

    @property
    def artifact(self) -> Artifact:
        """The file behind it."""
        return Artifact(file=self.annotations.file, sha256=self.digest.sha256)


def file_name(path: str | Path) -> str:
    """Last part of a path, with a question mark for what cannot be printed.

    Examples
    --------
    >>> file_name("build/predictions.csv")
    'predictions.csv'
    """
    return "".join(c if c.isprintable() else "?" for c in Path(path).name)
