"""``fairgate init``: look at the data and write a policy that they can answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from fairgate import __version__
from fairgate.cells import Tally
from fairgate.cli.terminal import progress
from fairgate.engine.base import Column, Profile
from fairgate.engine.duckdb import DuckDBEngine
from fairgate.errors import UserError, UserErrors
from fairgate.files import user_error, write_all
from fairgate.gate import judge, question
from fairgate.policyfile import parse_policy
from fairgate.starter import Names, Role, Roles, Starter, groupings, guess, write_starter
from fairgate.starter.ci import PLATFORMS, job_paths, jobs
from fairgate.starter.given import Said, roles_given
from fairgate.starter.text import one_line
from fairgate.verdict import Verdict

_FEW = 6
_TO_INCLUDE = {
    "fairness.gitlab-ci.yml": "Add to .gitlab-ci.yml: include: {local: fairness.gitlab-ci.yml}",
    "Jenkinsfile.fairness": "Make a Jenkins job of Jenkinsfile.fairness, or copy its stage.",
}


@click.command(
    epilog="""\b
Examples:
  fairgate init --data predictions.csv
  fairgate init --data predictions.parquet --ci github
  fairgate init --data p.csv --label repaid --prediction score=0.5 \\
      --sensitive sex --sensitive age
"""
)
@click.option("--data", metavar="FILE", required=True, help="Predictions, CSV or Parquet.")
@click.option("--label", metavar="COLUMN[=VALUE]", help="What was true; VALUE counts as 1.")
@click.option("--prediction", metavar="COLUMN[=CUT]", help="What was decided, or a score to cut.")
@click.option(
    "--sensitive", metavar="COLUMN", multiple=True, help="Whom to compare; may be repeated."
)
@click.option("--score", metavar="COLUMN", help="Scores from 0 to 1.")
@click.option("--row-id", metavar="COLUMN", help="Pairs the rows of two models.")
@click.option(
    "--ci", "platform", type=click.Choice(PLATFORMS), help="Write the CI job for this platform too."
)
@click.option(
    "--out", metavar="FILE", default="fairgate.yaml", show_default=True, help="The policy."
)
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
def init(
    *,
    data: str,
    label: str | None,
    prediction: str | None,
    sensitive: tuple[str, ...],
    score: str | None,
    row_id: str | None,
    platform: str | None,
    out: str,
    force: bool,
) -> None:
    """Write a policy to start from, that these data can answer.

    Guesses what the columns mean and says why; options say it for sure. Limits come from
    law or custom, and every rule asks for no more than these rows can show.
    """
    paths = [out, *(_job_paths(platform, force=force) if platform else ())]
    if not force:
        _keep(paths)
    engine = DuckDBEngine()
    profile = engine.profile(data)
    said = Said(label, prediction, score, row_id, sensitive)
    roles = guess(profile, roles_given(profile, said, data))
    _show(profile, roles, data)
    _complain_of_gaps(roles, data)
    names = _names(profile, roles, data, out)
    starter = write_starter(names, _judge(engine, data, out))
    texts = [starter.text]
    if platform:
        policy = Path(out).as_posix()
        texts += jobs(platform, policy, predictions=names.predictions, version=__version__)
        _make_room(paths[1])
    write_all((path, text.encode()) for path, text in zip(paths, texts, strict=True))
    _report(starter, paths)


def _job_paths(platform: str, *, force: bool) -> Iterator[str]:
    """Where the platform looks, unless something else is there: then a file beside it."""
    for paths in job_paths(platform):
        yield next((path for path in paths if force or not Path(path).exists()), paths[0])


def _keep(paths: Sequence[str]) -> None:
    for path in paths:
        if Path(path).exists():
            cure = "say --force to overwrite it, or --out FILE for another"
            raise UserError("this file is there already", cure, file=path)


def _make_room(path: str) -> None:
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise user_error(error, path, "write") from None


def _show(profile: Profile, roles: Roles, data: str) -> None:
    """Say on stderr what columns were taken for and why; and all others if that is too little."""
    click.echo(f"{data}: {profile.rows:,} rows", err=True)
    meanings: dict[str, Sequence[Role | None]] = {
        "label": [roles.label], "prediction": [roles.prediction], "score": [roles.score],
        "row_id": [roles.row_id], "sensitive": roles.sensitive,
    }  # fmt: skip
    for meaning, found in meanings.items():
        for role in found:
            if role is not None:
                click.echo(f"  {meaning:<11} {role.column:<20} {role.why}", err=True)
    if roles.label and roles.prediction and roles.sensitive:
        return
    used = {role.column for found in meanings.values() for role in found if role is not None}
    for column in profile.columns:
        if column.name not in used:
            click.echo(f"  {'-':<11} {column.name:<20} {_contents(column)}", err=True)


def _contents(column: Column) -> str:
    """Describe a column that has no meaning yet; values only where they name nobody."""
    few = f": {', '.join(column.values)}" if column.distinct <= _FEW else ""
    return one_line(f"{column.type}, {column.distinct:,} values{few}")[:60]


def _complain_of_gaps(roles: Roles, data: str) -> None:
    gaps = {
        "label": (roles.label, "what was true", "--label COLUMN, or --label COLUMN=VALUE"),
        "prediction": (
            roles.prediction, "what was decided", "--prediction COLUMN, or SCORE=0.5 to cut one",
        ),
        "sensitive": (roles.sensitive, "whom to compare", "--sensitive COLUMN"),
    }  # fmt: skip
    errors = [
        UserError(f"no column tells {what}", f"say {cure}", file=data)
        for role, what, cure in gaps.values()
        if not role
    ]
    if errors:
        raise UserErrors(errors)


def _names(profile: Profile, roles: Roles, data: str, out: str) -> Names:
    seen_from_policy = data
    if "://" not in data:
        seen_from_policy = Path(os.path.relpath(data, Path(out).parent)).as_posix()
    groups = groupings(roles, {column.name: column.distinct for column in profile.columns})
    return Names(
        policy_file=out,
        name=Path(data).stem or "predictions",
        data=data,
        predictions=seen_from_policy,
        rows=profile.rows,
        roles=roles,
        groups=groups,
    )


def _judge(engine: DuckDBEngine, data: str, out: str) -> Callable[[str], Verdict]:
    """Count once, judge as often as asked: only must_detect changes between calls."""
    counted: list[Tally] = []

    def judged(text: str) -> Verdict:
        policy = parse_policy(text.encode(), out).policy
        if not counted:
            with progress("Counting", sys.stderr) as shown:
                table = policy.table(data)
                counted.append(engine.tally(table, question(policy), progress=shown))
        return judge(policy, counted[0], today=datetime.now(UTC).date())

    return judged


def _report(starter: Starter, paths: Sequence[str]) -> None:
    warns = [entry for entry in starter.entries if not entry.blocks]
    outcome = starter.verdict.outcome
    for path in paths:
        click.echo(f"Wrote {path}.")
    click.echo(f"{len(starter.entries)} rules. By these, the verdict today is: {outcome.value}.")
    for entry in warns:
        for lack in entry.lacks:
            click.echo(f"Too few rows, so {entry.id} only warns: {one_line(lack)}")
    if len(paths) > 1 and paths[1] in _TO_INCLUDE:
        click.echo(_TO_INCLUDE[paths[1]])
    click.echo(f"Next: read {paths[0]}, then fairgate check --policy {paths[0]}")
