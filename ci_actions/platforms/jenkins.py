"""Jenkins: variables of multibranch pipelines.

https://www.jenkins.io/doc/book/pipeline/multibranch/#additional-environment-variables
"""

from __future__ import annotations

from collections.abc import Mapping

from ci_actions.change import Change


def change(environment: Mapping[str, str]) -> Change:
    """Read the change from ``CHANGE_...``; the base is the target branch's tip.

    A pipeline that is not multibranch has no ``BRANCH_NAME``: whoever wrote the job chose what
    it builds, and gave it the key that signs.
    """
    number = environment.get("CHANGE_ID", "")
    branch = environment.get("BRANCH_NAME", "")
    head = environment.get("GIT_COMMIT", "") or "HEAD"
    if not number:
        plain = environment.get("GIT_BRANCH", "").removeprefix("origin/")
        return Change(
            platform="jenkins",
            kind="push",
            base_branch=branch or plain,
            head=head,
            previous=environment.get("GIT_PREVIOUS_SUCCESSFUL_COMMIT") or None,
            protected=not branch or environment.get("BRANCH_IS_PRIMARY") == "true",
        )
    return Change(
        platform="jenkins",
        kind="request",
        number=int(number) if number.isascii() and number.isdecimal() else None,
        title=environment.get("CHANGE_TITLE", ""),
        branch=environment.get("CHANGE_BRANCH", "") or branch,
        base_branch=environment.get("CHANGE_TARGET", ""),
        head=head,
        from_fork=bool(environment.get("CHANGE_FORK")),
    )
