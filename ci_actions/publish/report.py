"""``python -m ci_actions report``: comments for a run that could not, after it has ended.

It runs on ``workflow_run``, with a token that may write, in the base repository. All that it
takes from the judged run is an artifact, which whoever made the change may have written: it
is read as data, strictly, and never shown unescaped. Whose pull request it is, GitHub says.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ci_actions.outcome import Note
from ci_actions.publish import beside, body
from ci_actions.publish.commands import annotation
from ci_actions.publish.github import GitHub, PullRequestComments
from ci_actions.publish.sticky import marker, stick
from ci_actions.publish.surroundings import Surroundings, address
from ci_actions.publish.web import TellingError
from ci_actions.settings import Settings
from fairgate.errors import UserError, UserErrors
from fairgate.files import read_bytes, user_error
from fairgate.report import from_json

VERDICT = "verdict.json"
ARTIFACT = "FAIRGATE_ARTIFACT"
_LARGEST_EVENT = 32 * 1024 * 1024
_FROM_A_FORK = (
    "This verdict was reported by a run of the change's own workflow, in a fork: whoever made "
    "the change could have made that run say anything. Look at the workflow files it changes."
)

FullName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$")]
Commit = Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]


class _Part(BaseModel):
    """A part of GitHub's event; what else stands there is not read."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Repository(_Part):
    full_name: FullName


class Run(_Part):
    """The run that judged, as GitHub's event tells it."""

    event: str
    head_sha: Commit
    head_branch: str | None
    head_repository: _Repository | None
    html_url: str = ""


class Event(_Part):
    """A ``workflow_run`` event."""

    workflow_run: Run
    repository: _Repository

    @property
    def from_fork(self) -> bool:
        """Whether the run was of a change from another repository."""
        head = self.workflow_run.head_repository
        return head is None or head.full_name != self.repository.full_name


def main(environment: Mapping[str, str], log: TextIO) -> int:
    """Comment with what the judged run found.

    Parameters
    ----------
    environment : mapping
        As ``os.environ``: GitHub's variables, ``GITHUB_TOKEN``, and ``FAIRGATE_ARTIFACT``, the
        directory into which the artifact was unpacked.
    log : TextIO
        The job's log.

    Returns
    -------
    int
        0 if it is told, or nobody is to be told; 2 if the artifact is no report, or GitHub does
        not take the comment.
    """
    try:
        settings = Settings.from_environment({})
        surroundings = Surroundings.of(environment, settings, log)
        event = read_event(environment.get("GITHUB_EVENT_PATH", ""))
        told = told_by(Path(environment.get(ARTIFACT) or "."), event)
        note, code = Note("notice", _comment(told, event, surroundings)), 0
    except (TellingError, UserError, UserErrors) as problem:
        note, code = Note("error", str(problem)), 2
    log.write(f"{annotation(note, 'Fairness gate')}\n")
    return code


def read_event(path: str) -> Event:
    """Read the event that GitHub wrote.

    Raises
    ------
    UserError
        If it is no ``workflow_run`` event.
    """
    cure = "run this on workflow_run only"
    if not path:
        raise UserError("names no file", cure, place="GITHUB_EVENT_PATH")
    try:
        return Event.model_validate_json(read_bytes(path, _LARGEST_EVENT))
    except ValidationError as error:
        place = ".".join(map(str, error.errors(include_input=False)[0]["loc"]))
        raise UserError("is no event of a finished run", cure, file=path, place=place) from None


def told_by(artifact: Path, event: Event) -> body.Told:
    """Read the artifact of a run that nobody trusts.

    Parameters
    ----------
    artifact : Path
        Directory; only two files in it are opened, and no link is followed.
    event : Event
        The run.

    Raises
    ------
    UserError
        If either is missing, or is not what a run of the gate writes.
    """
    stated = from_json.read(_read(artifact, VERDICT, from_json.LIMIT), VERDICT)
    found = beside.read(_read(artifact, beside.FILE, beside.LIMIT))
    return body.Told(
        stated.verdict,
        stated.counts,
        found.policy,
        found.baseline,
        found.notes,
        found.issues,
        blocks=found.blocks,
        run=address(event.workflow_run.html_url),
        source=_FROM_A_FORK if event.from_fork else "",
        commit=event.workflow_run.head_sha,
    )


def _comment(told: body.Told, event: Event, surroundings: Surroundings) -> str:
    run, base = event.workflow_run, event.repository.full_name
    if run.event != "pull_request" or run.head_repository is None or not run.head_branch:
        return "The judged run was of no pull request, so there is nowhere to comment."
    if not surroundings.token:
        raise UserError("is not set", "give the step github.token", place="GITHUB_TOKEN")
    github = GitHub(surroundings.http, surroundings.api, base, surroundings.token)
    numbers = github.pull_requests(run.head_sha, run.head_repository.full_name, run.head_branch)
    for number in numbers:
        board = PullRequestComments(github, number, surroundings.author)
        stick(board, marker(told.verdict.policy), body.comment(told))
    if not numbers:
        return "No open pull request ends with the judged commit any more: nothing to comment."
    return f"Commented on {', '.join(f'#{number}' for number in numbers)}."


def _read(folder: Path, name: str, limit: int) -> bytes:
    """Read a regular file of bounded size, and no link to another place."""
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise user_error(error, name, "read") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UserError("is no file", "look at what the run uploaded", file=name)
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise UserError(f"is larger than {limit:,} bytes", "judge fewer groups at once", file=name)
    return content
