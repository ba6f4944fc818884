"""The signature under an approval."""

from __future__ import annotations

from pathlib import Path

from fairgate.approval import NOBODY, make_approval
from fairgate.signing import IN_TOTO, sign
from jira_app.assessments.case import Case, State


def envelope_of(case: Case, key: Path | None) -> str | None:
    """Sign an approval; None without a key, and then no rollout can rest on it.

    Raises
    ------
    UserError
        If the key cannot be read, or is none.
    """
    if key is None or case.state is not State.APPROVED:
        return None
    assert case.decided is not None
    assert case.until is not None
    statement = make_approval(
        issue=case.issue,
        template=(case.template, case.template_version, case.template_digest),
        level=case.level,
        answers=case.answers_digest,
        model=case.model_digest,
        approver=case.decided_by or NOBODY,
        decided=case.decided,
        until=case.until,
    )
    return sign(statement.to_bytes(), IN_TOTO, key).decode()
