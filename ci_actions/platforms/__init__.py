"""What a CI platform says about the change: from its environment to a :class:`Change`.

One module a platform, each with ``change(environment)``; :func:`detect` chooses.
"""

from __future__ import annotations

from collections.abc import Mapping

from ci_actions.change import Change
from ci_actions.platforms import github, gitlab, jenkins, other


def detect(environment: Mapping[str, str]) -> Change:
    """Say what is under judgement.

    ``FAIRGATE_BASE`` or ``FAIRGATE_HEAD`` say it in words of one's own and win over the
    platform, except on GitHub and GitLab, where anybody who may edit a job could name a base
    that judges kindly.

    Parameters
    ----------
    environment : mapping
        As ``os.environ``.

    Raises
    ------
    UserError
        If the platform is known but does not say what is needed.

    Examples
    --------
    >>> detect({"FAIRGATE_BASE": "origin/main", "FAIRGATE_HEAD": "HEAD"}).kind
    'request'
    """
    if environment.get("GITHUB_ACTIONS"):
        return github.change(environment)
    if "GITLAB_CI" in environment:  # gitlab-ci-local sets it to "false"
        return gitlab.change(environment)
    own_words = environment.get("FAIRGATE_BASE") or environment.get("FAIRGATE_HEAD")
    known = environment.get("JENKINS_URL") or environment.get("JENKINS_HOME")
    if known and not own_words:
        return jenkins.change(environment)
    return other.change(environment)
