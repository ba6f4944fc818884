"""The guard inside an application: it shows a feature only under a grant that holds here and now.

It stops mistakes and drift: a flag switched on by hand, another model loaded, a server that is
away. It cannot stop somebody who controls the process it runs in.

>>> from fairgate.rollout import Guard
>>> guard = Guard(client, model="model.skops", keys="grant.pub",
...               environment="production")  # doctest: +SKIP
>>> guard.is_enabled("new-scoring", user_id="ada")  # doctest: +SKIP
True
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from fairgate.errors import UserError
from fairgate.files import user_error
from fairgate.rollout.ceiling import within
from fairgate.rollout.grant import PARENT, Grant, refusal
from fairgate.rollout.sealing import read_grant
from fairgate.signing import PublicKey, load_public_keys

log = logging.getLogger(__name__)

MODEL: Final = "modelDigest"
"""Property of the context by which the flag server knows the model."""

REMEMBERED: Final = 64
"""Grants whose signatures are not checked again; each flag has one at a time."""


class Flags(Protocol):
    """What the guard asks of ``UnleashClient.UnleashClient``."""

    def is_enabled(self, feature_name: str, context: dict[str, Any] | None = None) -> bool:
        """Evaluate a flag."""

    def get_variant(
        self, feature_name: str, context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Evaluate a flag's variant."""


@dataclass(frozen=True)
class Answer:
    """Whether a person sees a feature, and why not."""

    on: bool
    because: str = ""


class Guard:
    """Decides for one loaded model in one environment.

    Parameters
    ----------
    client : Flags
        An initialised ``UnleashClient``.
    model : str or Path
        The model that is loaded, a file or directory: it is digested here, once.
    keys : str, Path, or sequence of PublicKey
        Trusted grant keys: a file, a directory of ``*.pub``, or keys.
    environment : str
        Where this application runs, as grants call it.
    clock : callable
        Seconds since 1970.

    Raises
    ------
    UserError
        If the model or a key cannot be read.
    """

    def __init__(
        self,
        client: Flags,
        *,
        model: str | Path,
        keys: str | Path | Sequence[PublicKey],
        environment: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.model = digest_of(model)
        self.environment = environment
        self._client = client
        self._keys = load_public_keys(keys) if isinstance(keys, str | Path) else tuple(keys)
        self._clock = clock
        self._read: dict[str, Grant | str] = {}
        self._said: dict[str, str] = {}

    def is_enabled(self, flag: str, user_id: str, context: Mapping[str, Any] | None = None) -> bool:
        """Whether a person sees a feature. Any doubt and any error is a no.

        Parameters
        ----------
        flag : str
            The team's own flag; its parent is ``fairgate.<flag>``.
        user_id : str
            By which people are drawn; the same person always gets the same answer.
        context : mapping, optional
            What else the flag's own rules look at. The model's digest and the time are the
            guard's and cannot be given.
        """
        return self.ask(flag, user_id, context).on

    def ask(self, flag: str, user_id: str, context: Mapping[str, Any] | None = None) -> Answer:
        """Answer like :meth:`is_enabled`, and say why not."""
        try:
            answer = self._ask(flag, user_id, context or {})
        except Exception as error:  # noqa: BLE001 - whatever breaks, nobody sees the feature
            answer = Answer(on=False, because=f"{type(error).__name__} while asking")
        self._say(flag, answer)
        return answer

    def _ask(self, flag: str, user_id: str, context: Mapping[str, Any]) -> Answer:
        if not user_id:
            return Answer(on=False, because="nobody is named, so nobody can be drawn")
        now = self._clock()
        asked = self._context(user_id, context, now)
        if self._client.is_enabled(flag, asked) is not True:
            return Answer(on=False)
        grant = self._grant(flag, asked)
        if isinstance(grant, str):
            return Answer(on=False, because=grant)
        because = refusal(grant, flag, self.environment, self.model, now)
        if because:
            return Answer(on=False, because=because)
        return Answer(on=within(grant.ceiling, grant.group, user_id))

    def _context(self, user_id: str, context: Mapping[str, Any], now: float) -> dict[str, Any]:
        given = context.get("properties")
        properties = dict(given) if isinstance(given, Mapping) else {}
        moment = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")
        return {
            **context,
            "userId": user_id,
            "currentTime": moment.replace("+00:00", "Z"),
            "properties": {**properties, MODEL: self.model},
        }

    def _grant(self, flag: str, asked: dict[str, Any]) -> Grant | str:
        variant = self._client.get_variant(PARENT + flag, asked)
        payload = variant.get("payload") or {}
        envelope = payload.get("value")
        if not variant.get("enabled") or not isinstance(envelope, str):
            return f"{PARENT}{flag} carries no grant"
        if envelope not in self._read:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            self._read[envelope] = self._check(envelope)
        return self._read[envelope]

    def _check(self, envelope: str) -> Grant | str:
        try:
            return read_grant(envelope, self._keys)
        except UserError as error:
            return str(error)

    def _say(self, flag: str, answer: Answer) -> None:
        """Log each change of reason once, not once a request; off for some says nothing."""
        if answer.on:
            self._said.pop(flag, None)
        elif answer.because and answer.because != self._said.get(flag):
            self._said[flag] = answer.because
            log.warning("%s is off: %s", flag, answer.because)


def digest_of(model: str | Path) -> str:
    """Digest a model as evidence does: a file by its bytes, a directory by its manifest."""
    path = Path(model)
    if path.is_dir():
        from fairgate.manifest import sha256_directory  # noqa: PLC0415 - for directories only

        return sha256_directory(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise user_error(error, path, "read") from None
