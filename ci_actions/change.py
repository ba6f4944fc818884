"""The change under judgement, as a CI platform tells it. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Platform: TypeAlias = Literal["github", "gitlab", "jenkins", "other"]
Kind: TypeAlias = Literal["request", "queue", "push"]


@dataclass(frozen=True)
class Change:
    """A pull or merge request, a merge queue's candidate, or a push.

    Everything in it but the commits was written by whoever made the change: it is shown
    escaped, and never run.

    Attributes
    ----------
    platform : str
        Which CI tells it.
    kind : str
        ``request``, ``queue`` (GitHub's merge queue) or ``push``.
    repository : str
        ``owner/name``, the one that is merged into; empty where nobody says.
    number : int or None
        Of the request.
    title, branch : str
        Of the request; empty for a push.
    base_branch : str
        The branch it is merged into; of a push, the branch itself.
    base : str or None
        Commit that judges: the base of a request. None where there is none: a push is judged
        by itself.
    head : str
        Commit that is judged.
    from_fork : bool
        Whether it comes from another repository, so that tokens may only read.
    messages : tuple of str
        Messages of the commits between base and head, newest first.
    previous : str or None
        Of a push: the commit that the branch was at before, whose model is compared with.
    protected : bool
        A push to the default branch, or to one that the platform protects: the only place
        where evidence is signed.
    """

    platform: Platform
    kind: Kind
    repository: str = ""
    number: int | None = None
    title: str = ""
    branch: str = ""
    base_branch: str = ""
    base: str | None = None
    head: str = ""
    from_fork: bool = False
    messages: tuple[str, ...] = ()
    previous: str | None = None
    protected: bool = False
