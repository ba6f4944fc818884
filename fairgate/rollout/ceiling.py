"""Who is within a ceiling: Unleash's own draw, so that both agree on every person."""

from __future__ import annotations


def bucket(group: str, person: str) -> int:
    """Draw a person's number from 1 to 100, always the same for a group.

    Unleash's ``normalizedStrategyValue``: MurmurHash3 (x86, 32 bit, seed 0) of
    ``group:person``, modulo 100, plus 1.
    https://docs.getunleash.io/reference/activation-strategies#gradual-rollout

    Examples
    --------
    >>> bucket("gr1", "123"), bucket("groupX", "999")
    (73, 25)
    """
    from mmh3 import hash as murmur3  # noqa: PLC0415 - of the extra [flags]

    return int(murmur3(f"{group}:{person}", 0, signed=False)) % 100 + 1


def within(ceiling: int, group: str, person: str) -> bool:
    """Whether a person is among the share that a ceiling lets in.

    Examples
    --------
    >>> within(73, "gr1", "123"), within(72, "gr1", "123")
    (True, False)
    """
    return bucket(group, person) <= ceiling
