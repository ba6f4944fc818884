"""Which places a verdict goes to, by platform. A place that takes nothing changes no verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ci_actions.change import Change
from ci_actions.git import is_commit
from ci_actions.outcome import Judged, Note
from ci_actions.publish import app, beside, body, codequality, commands
from ci_actions.publish.annotate import all_notes, beside_files
from ci_actions.publish.body import Told
from ci_actions.publish.github import GitHub, PullRequestComments, ReadOnlyError
from ci_actions.publish.gitlab import NEEDS_ANOTHER, MergeRequestNotes
from ci_actions.publish.sticky import Board, marker, stick
from ci_actions.publish.surroundings import Surroundings
from ci_actions.publish.web import TellingError
from fairgate.errors import UserError
from fairgate.files import user_error, write_all
from fairgate.report import render
from fairgate.report.counts import ShownCounts
from fairgate.report.safe import printable

CODE_QUALITY = "codequality.json"
_WHY_NOT = {
    "github": "No comment from this run: give its step GITHUB_TOKEN.",
    "gitlab": NEEDS_ANOTHER,
}


def publish(judged: Judged, change: Change, surroundings: Surroundings) -> None:
    """Tell everybody who can be told; say in the log who could not.

    Parameters
    ----------
    judged : Judged
        The verdict and what stands beside it.
    change : Change
        What was judged.
    surroundings : Surroundings
        Where the platform, and the settings, let us tell it.
    """
    github = change.platform == "github"
    _print_report(judged, surroundings, github=github)
    ways: list[Callable[[Judged, Change, Surroundings], None]] = [_write_files]
    if github:
        ways += [_annotate, _summarise, _hand_out]
    ways += [_comment, _post_evidence]
    for tell in ways:
        try:
            tell(judged, change, surroundings)
        except (TellingError, UserError) as problem:
            _say(surroundings, Note("warning", str(problem)), github=github)


def _print_report(judged: Judged, surroundings: Surroundings, *, github: bool) -> None:
    """Print the report as text, with the notes, so that the log is enough to go on."""
    path = judged.policy.path
    text = render(judged.verdict, "text", policy_file=path, predictions="")
    whose = "the base branch's" if judged.policy.source == "base" else "this change's own"
    lines = [*text.splitlines(), f"Policy: {whose} {path}.", judged.baseline]
    lines += [f"{note.level.capitalize()}: {note.text}" for note in all_notes(judged)]
    if judged.issues:
        lines.append(f"Issues: {', '.join(judged.issues)}")
    plain = "\n".join(map(printable, lines))
    quoted = commands.quoted(plain, surroundings.nonce()) if github else plain
    surroundings.log.write(f"{quoted}\n")


def _write_files(judged: Judged, change: Change, surroundings: Surroundings) -> None:
    """Put beside the verdict what other tools and the reporting run read."""
    del change, surroundings
    verdict = judged.files.get("verdict")
    if verdict is not None:
        quality = codequality.render(judged.verdict, judged.policy.path)
        write_all(
            [
                (verdict.with_name(beside.FILE), beside.write(judged)),
                (verdict.with_name(CODE_QUALITY), quality.encode()),
            ]
        )


def _annotate(judged: Judged, change: Change, surroundings: Surroundings) -> None:
    del change
    surroundings.log.write(commands.shown(commands.bounded(beside_files(judged))))


def _summarise(judged: Judged, change: Change, surroundings: Surroundings) -> None:
    if surroundings.summary is not None:
        room = body.SUMMARY_LIMIT - _size(surroundings.summary)
        _append(surroundings.summary, body.summary(_told(judged, change, surroundings), room))


def _hand_out(judged: Judged, change: Change, surroundings: Surroundings) -> None:
    """Set the step's outputs: the outcome, and where every report is."""
    del change
    if surroundings.output is not None:
        values = {"outcome": judged.verdict.outcome.value, "exit-code": str(judged.exit_code)}
        values |= {name: str(path) for name, path in judged.files.items()}
        _append(surroundings.output, commands.outputs(values, surroundings.nonce()))


def _comment(judged: Judged, change: Change, surroundings: Surroundings) -> None:
    if not surroundings.comment or change.kind != "request" or change.number is None:
        return
    github = change.platform == "github"
    board = _board(change, surroundings)
    if board is None:
        if change.platform in _WHY_NOT:
            _say(surroundings, Note("notice", _WHY_NOT[change.platform]), github=github)
        return
    try:
        mark = marker(judged.verdict.policy)
        done = stick(board, mark, body.comment(_told(judged, change, surroundings)))
    except ReadOnlyError as refusal:
        _say(surroundings, _may_not_comment(refusal, change), github=github)
    else:
        _say(surroundings, Note("notice", f"The comment is {done}."), github=False)


def _board(change: Change, surroundings: Surroundings) -> Board | None:
    if not surroundings.token or change.number is None:
        return None
    http, api, token = surroundings.http, surroundings.api, surroundings.token
    if change.platform == "github":
        github = GitHub(http, api, change.repository, token)
        return PullRequestComments(github, change.number, surroundings.author)
    if change.platform == "gitlab":
        project = surroundings.project or change.repository
        return MergeRequestNotes(http, api, project, change.number, token)
    return None


def _may_not_comment(refusal: ReadOnlyError, change: Change) -> Note:
    if change.from_fork:
        return Note(
            "notice",
            "This change comes from a fork, so this run may not comment on it; the reporting "
            "workflow will comment.",
        )
    return Note(
        "notice",
        f"No comment from this run: {refusal}. The reporting workflow will comment if there is "
        "one; or give the job the permission pull-requests: write.",
    )


def _post_evidence(judged: Judged, change: Change, surroundings: Surroundings) -> None:
    evidence = judged.files.get("evidence")
    if surroundings.server and evidence is not None:
        app.post(surroundings.http, surroundings.server, surroundings.server_token, evidence)
        told = Note("notice", "The app has the evidence.")
        _say(surroundings, told, github=change.platform == "github")


def _told(judged: Judged, change: Change, surroundings: Surroundings) -> Told:
    return Told(
        judged.verdict,
        ShownCounts.of(judged.verdict),
        judged.policy,
        judged.baseline,
        judged.notes,
        judged.issues,
        blocks=judged.exit_code != 0,
        run=surroundings.run,
        commit=change.head if is_commit(change.head) else "",
    )


def _say(surroundings: Surroundings, note: Note, *, github: bool) -> None:
    line = commands.annotation(note, "Fairness gate") if github else printable(note.text)
    surroundings.log.write(f"{line}\n")


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as error:
        raise user_error(error, path, "write") from None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
