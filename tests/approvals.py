"""Approvals, of which a test names only the parts that matter to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fairgate.approval import ApprovalStatement, make_approval
from fairgate.signing import IN_TOTO, sign

PARTS = {
    "issue": "LOAN-1",
    "template": ("preflight", "1.0.0", "sha256:" + "0" * 64),
    "level": "high",
    "answers": "1" * 64,
    "approver": "p-1",
}


def stated(**parts: Any) -> ApprovalStatement:
    """State an approval; ``model``, ``decided`` and ``until`` have to be given."""
    return make_approval(**{**PARTS, **parts})


def signed(key: Path, **parts: Any) -> bytes:
    """Sign one."""
    return sign(stated(**parts).to_bytes(), IN_TOTO, key)
