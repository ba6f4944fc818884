"""What judges: the base commit, and the policy and the trusted keys that it holds.

A change never supplies its own judge. Where the base has no policy yet, the change's own one
judges, and that is said.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ci_actions.change import Change
from ci_actions.git import Repository, is_commit
from ci_actions.outcome import Note, PolicyUsed
from ci_actions.policydiff import policy_differences
from ci_actions.settings import Settings
from fairgate.anypolicy import AnyPolicyFile, parse_any_policy, read_any_policy
from fairgate.errors import UserError
from fairgate.signing import PublicKey, load_public_keys
from fairgate.yamlfile.syntax import MAX_BYTES

KEYS = ".fairgate/keys"
LARGEST_KEY = 2**16
_WHOLE_HISTORY = (
    "check out the whole history: fetch-depth: 0 for actions/checkout, GIT_DEPTH: 0 on GitLab, "
    "no shallow clone on Jenkins; elsewhere set FAIRGATE_BASE to a commit that is there"
)


@dataclass(frozen=True)
class Promise:
    """The policy that judges.

    Attributes
    ----------
    file : PolicyFile or RankingPolicyFile
        Its data paths lead into the checkout, whichever commit the text is from.
    own : PolicyFile or RankingPolicyFile, or None
        The change's own policy; None where the change deletes it.
    used : PolicyUsed
        Path, source and differences.
    notes : tuple of Note
        What a reader must know about it.
    """

    file: AnyPolicyFile
    own: AnyPolicyFile | None
    used: PolicyUsed
    notes: tuple[Note, ...]

    @property
    def rule_lines(self) -> dict[str, int]:
        """Lines of the rules in the file that a reader of the change sees."""
        return (self.own or self.file).rule_lines


def settle(change: Change, repository: Repository) -> tuple[Change, tuple[Note, ...]]:
    """Find the commits of a change, and its messages; fetch the base if it is missing.

    On GitHub the base is the commit that the event names. GitLab and Jenkins run from a checkout
    of the project that is merged into, so there the target branch's tip counts: a branch may
    have begun before a promise was made.

    Raises
    ------
    UserError
        If the base is not here and can not be fetched.
    """
    here = repository.resolve("HEAD")
    if here is None:
        cure = "check out the commit that is to be judged"
        raise UserError("the repository has no commit", cure, file=str(repository.root))
    elsewhere = change.head if is_commit(change.head) else here
    head = repository.resolve(change.head) or elsewhere
    settled = replace(change, head=head)
    if change.kind == "push":
        return settled, ()
    base, notes = _base(change, repository)
    judged = head if repository.has(head) else here
    messages = change.messages or repository.messages(base, judged)
    return replace(settled, base=base, messages=messages), (
        *notes,
        *_not_checked_out(head, here, repository),
    )


def _base(change: Change, repository: Repository) -> tuple[str, tuple[Note, ...]]:
    of_target = change.platform == "jenkins" or (
        change.platform == "gitlab" and not change.from_fork
    )
    tip = repository.tip(change.base_branch) if of_target and change.base_branch else None
    if tip is not None:
        return tip, ()
    named = change.base or (f"origin/{change.base_branch}" if change.base_branch else "")
    if repository.fetch(named) and (base := repository.resolve(named)):
        old = Note(
            "warning",
            f"The tip of {change.base_branch} could not be fetched, so {base[:12]} judges: a later "
            "promise of that branch is not known here.",
        )
        return base, (old,) if of_target else ()
    raise UserError(
        f"the base of this change, {named[:40] or 'which nobody names'}, is not in this checkout "
        "and can not be fetched",
        _WHOLE_HISTORY,
        file=str(repository.root),
    )


def _not_checked_out(head: str, here: str, repository: Repository) -> Iterator[Note]:
    """Say where the checkout is neither the change nor its merge."""
    if head != here and head not in repository.parents(here):
        yield Note(
            "warning",
            f"What is checked out, {here[:12]}, is neither the change's commit {head[:12]} nor its "
            "merge: the verdict is about what is checked out.",
        )


def promise(repository: Repository, base: str | None, path: str) -> Promise:
    """Find the policy that judges.

    Parameters
    ----------
    repository : Repository
    base : str or None
        The commit that judges; None for a push, which is judged by itself.
    path : str
        Of the policy, seen from the working directory.

    Raises
    ------
    UserError, UserErrors
        If there is none, the base's is no policy, or the change would leave the base with one
        that is none.
    """
    named = repository.relative(path)
    text = repository.show(base, named, MAX_BYTES) if base else None
    if base and text is None:
        _refuse_hiding(repository, base, named)
    own = _own(path) if text is None or Path(path).exists() else None
    if text is None or base is None:
        assert own is not None
        return Promise(own, own, PolicyUsed(named, "change"), _first(base, named))
    # Complaints say which version they are about; data paths count from the checkout's own.
    file = replace(parse_any_policy(text, f"{path} at {base[:12]}"), path=path)
    differences = policy_differences(file, own, named) if own else (_deleted(named),)
    return Promise(file, own, PolicyUsed(named, "base", differences), _judged_by_base(differences))


def _own(path: str) -> AnyPolicyFile:
    """Read the change's own policy; where there is none, say how to come by one."""
    try:
        return read_any_policy(path)
    except UserError as error:
        if Path(path).exists():
            raise
        cure = f"{error.cure}; FAIRGATE_POLICY names it, fairgate init writes one"
        raise replace(error, cure=cure) from None


def _refuse_hiding(repository: Repository, base: str, path: str) -> None:
    """Refuse a link in place of the directory in which the base has its policy.

    Whoever works in that directory arrives elsewhere, where the base promised nothing.
    """
    root = repository.root.resolve()
    for link in repository.links():
        try:
            inside = (root / path).relative_to((root / link).resolve()).as_posix()
        except (OSError, RuntimeError, ValueError):  # a link to itself, or to another place
            continue
        if inside != "." and repository.entries(base, f"{link}/{inside}"):
            raise UserError(
                f"the change makes {link} a link, and the base has its policy in {link}/{inside}",
                "put the directory back, or move the policy in a change of its own",
                file=path,
            )


def _first(base: str | None, path: str) -> tuple[Note, ...]:
    if base is None:
        return ()
    text = "This is the first policy: the base branch has none, so this change's own judges it."
    return (Note("warning", text, path),)


def _deleted(path: str) -> Note:
    text = "The change deletes the policy, and so loosens it: nothing would be promised any longer."
    return Note("warning", f"{text} It is judged by the base branch's.", path)


def _judged_by_base(differences: tuple[Note, ...]) -> tuple[Note, ...]:
    if not differences:
        return ()
    path = differences[0].file
    text = "The change alters the policy. It is judged by the base branch's, as it was before."
    return (Note("notice", text, path),)


def trusted_keys(repository: Repository, commit: str, settings: Settings) -> tuple[PublicKey, ...]:
    """Read the public keys that a commit trusts.

    ``FAIRGATE_TRUSTED_KEYS`` says where they are, or is a key itself; otherwise
    ``.fairgate/keys/*.pub``. Files of the checkout are not looked at.

    Returns
    -------
    tuple of PublicKey
        Empty where there are none.

    Raises
    ------
    UserError
        For a path without a key, and a file that is none.
    """
    with tempfile.TemporaryDirectory(prefix="fairgate-keys-") as folder:
        for at, pem in enumerate(_pems(repository, commit, settings.trusted_keys)):
            Path(folder, f"{at:04}.pub").write_bytes(pem)
        return load_public_keys(folder) if any(Path(folder).iterdir()) else ()


def key_paths(repository: Repository, settings: Settings) -> tuple[str, ...]:
    """Say where in the repository the trusted keys are; empty where the settings hold the key."""
    given = settings.trusted_keys
    if given is None:
        return (KEYS,)
    if "-----BEGIN" in given:
        return ()
    words = given.replace("\n", ",").split(",")
    return tuple(repository.relative(word.strip()) for word in words if word.strip())


def _pems(repository: Repository, commit: str, given: str | None) -> Iterator[bytes]:
    if given is not None and "-----BEGIN" in given:
        begin = "-----BEGIN"
        yield from (f"{begin}{part}".encode() for part in given.split(begin)[1:])
        return
    settings = Settings(trusted_keys=given) if given else Settings()
    for path in key_paths(repository, settings):
        found = [e for e in repository.entries(commit, path) if e.path.endswith(".pub")]
        if not found and given is not None:
            cure = "add a public key there on the base branch first"
            raise UserError("holds no *.pub file", cure, file=path, place=commit[:12])
        for entry in found:
            yield repository.show(commit, entry.path, LARGEST_KEY) or b""
