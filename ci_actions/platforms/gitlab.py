"""GitLab CI: predefined variables.

https://docs.gitlab.com/ci/variables/predefined_variables/
"""

from __future__ import annotations

from collections.abc import Mapping

from ci_actions.change import Change


def change(environment: Mapping[str, str]) -> Change:
    """Read the change from ``CI_...`` variables.

    The base is the target branch's tip in a merged-results pipeline, else the commit where the
    branch began; :func:`ci_actions.base.settle` prefers the tip where it can be fetched, because
    a branch can begin before a promise was made.
    """

    def said(name: str) -> str:
        return environment.get(f"CI_{name}", "")

    if not said("MERGE_REQUEST_IID"):
        return Change(
            platform="gitlab",
            kind="push",
            repository=said("PROJECT_PATH"),
            base_branch=said("COMMIT_REF_NAME"),
            head=said("COMMIT_SHA"),
            previous=said("COMMIT_BEFORE_SHA") if said("COMMIT_BEFORE_SHA").strip("0") else None,
            protected=_protected(environment),
        )
    source, target = said("MERGE_REQUEST_SOURCE_PROJECT_PATH"), said("MERGE_REQUEST_PROJECT_PATH")
    number = said("MERGE_REQUEST_IID")
    train = said("MERGE_REQUEST_EVENT_TYPE") == "merge_train"
    return Change(
        platform="gitlab",
        kind="queue" if train else "request",
        repository=target or said("PROJECT_PATH"),
        number=int(number) if number.isascii() and number.isdecimal() else None,
        title=said("MERGE_REQUEST_TITLE"),
        branch=said("MERGE_REQUEST_SOURCE_BRANCH_NAME"),
        base_branch=said("MERGE_REQUEST_TARGET_BRANCH_NAME"),
        base=said("MERGE_REQUEST_TARGET_BRANCH_SHA") or said("MERGE_REQUEST_DIFF_BASE_SHA") or None,
        head=said("MERGE_REQUEST_SOURCE_BRANCH_SHA") or said("COMMIT_SHA"),
        from_fork=bool(source and target) and source != target,
    )


def _protected(environment: Mapping[str, str]) -> bool:
    """Whether this is a branch whose pushes somebody controls."""
    branch = environment.get("CI_COMMIT_BRANCH", "")
    default = environment.get("CI_DEFAULT_BRANCH", "")
    guarded = environment.get("CI_COMMIT_REF_PROTECTED") == "true"
    return bool(branch) and (guarded or branch == default)
