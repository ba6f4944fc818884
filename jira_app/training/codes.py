"""Codes to join a cohort with: short enough to read out, long enough that nobody guesses one."""

from __future__ import annotations

import secrets
from typing import Final

LETTERS: Final = "BCDFGHJKMNPQRSTVWXZ"
"""No vowels, so that no words come about; no L, which looks like I; no Y, which sounds like one."""

LENGTH: Final = 8


def new_code() -> str:
    """Draw a code: one of 17 thousand million."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """Read a code as people type it; empty: it is none.

    Examples
    --------
    >>> tidy(" bcdf-ghjk "), tidy("BCDFGHJ"), tidy("ABCDEFGH")
    ('BCDFGHJK', '', '')
    """
    code = "".join(typed.upper().replace("-", " ").split())
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def spoken(code: str) -> str:
    """Write a code so that it can be read out.

    Examples
    --------
    >>> spoken("BCDFGHJK")
    'BCDF-GHJK'
    """
    half = LENGTH // 2
    return f"{code[:half]}-{code[half:]}"
