"""Files that a policy or the settings name: in the repository, and there."""

from __future__ import annotations

from pathlib import Path

from ci_actions.git import LFS, Repository
from fairgate.errors import UserError


def refuse_links_out(repository: Repository, path: str) -> None:
    """Refuse a path below the root of the repository that a link leads out of it.

    A file elsewhere, such as a download, is fine if the workflow names it.
    """
    root = repository.root.resolve()
    if "://" not in path and Path(path).absolute().is_relative_to(root):
        repository.relative(path)


def refuse_elsewhere(repository: Repository, path: str, *, merged: bool) -> None:
    """Refuse what a policy names outside of the repository; one that is merged may name addresses.

    A file is a file, though an address names it.
    """
    if "://" not in path:
        repository.relative(path)
    elif path.lower().startswith("file:"):
        raise UserError("leads out of the repository", "name a file of the repository", file=path)
    elif not merged:
        raise UserError(
            "is an address in a policy that nobody has merged yet, and nothing is fetched that a "
            "request names",
            "merge the policy first, or track the file in the repository",
            file=path,
        )


def refuse_absent_rows(path: str, *, predicted: bool) -> None:
    """Refuse rows that another job did not hand over, or that Git LFS keeps elsewhere."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(len(LFS))
    except FileNotFoundError:
        cure = (
            "see whether the job that predicts failed, and put its file there before the gate runs"
            if predicted
            else "check the path, and that it is tracked in git or put there before the gate runs"
        )
        raise UserError("there is no such file", cure, file=path) from None
    except (OSError, ValueError):  # the engine knows what to say
        return
    if head == LFS:
        cure = "check out with lfs: true (actions/checkout), or run: git lfs pull"
        raise UserError("holds a pointer of Git LFS, not the rows", cure, file=path)
