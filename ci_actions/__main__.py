"""``python -m ci_actions``: judge the change of this CI run; ``report`` comments afterwards.

Everything comes from the environment. Exit codes are those of ``fairgate check``: 0, 3 (fail),
4 (unknown), 2 (the request or a file is wrong, or the change lacks what is required).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ci_actions.gate import judge_change
from ci_actions.git import Repository
from ci_actions.platforms import detect
from ci_actions.settings import Settings
from fairgate.errors import UserError, UserErrors
from fairgate.report.safe import printable
from fairgate.scoring.job import Sandbox

USAGE = "usage: python -m ci_actions [report]; settings are FAIRGATE_... variables"
WRONG = 2


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command and return its exit code."""
    if list(arguments) == ["report"]:
        from ci_actions.publish import report  # noqa: PLC0415 - another command

        return report.main(environment, sys.stdout)
    if arguments:
        sys.stderr.write(f"{USAGE}\n")
        return WRONG
    try:
        return gate(environment)
    except (UserError, UserErrors) as error:
        _refuse(error, environment)
        return WRONG


def gate(environment: Mapping[str, str]) -> int:
    """Judge, tell everybody, and return the exit code."""
    from ci_actions.publish import Surroundings, publish  # noqa: PLC0415 - needed once it is judged

    settings = Settings.from_environment(environment)
    change = detect(environment)
    repository = Repository.around(Path.cwd(), environment)
    judged = judge_change(
        settings, change, repository, now=datetime.now(UTC), find_sandbox=_sandbox
    )
    publish(judged, change, Surroundings.of(environment, settings))
    return judged.exit_code


def _refuse(error: UserError | UserErrors, environment: Mapping[str, str]) -> None:
    """Say what is wrong, a line each; on GitHub as annotations, and on the run's page, too."""
    from ci_actions.publish import refusal  # noqa: PLC0415 - only where something is wrong

    errors = error.errors if isinstance(error, UserErrors) else [error]
    for each in errors:
        sys.stderr.write(f"error: {printable(str(each))}\n")
    if environment.get("GITHUB_ACTIONS"):
        sys.stdout.write(refusal.beside_files(errors))
        if summary := environment.get("GITHUB_STEP_SUMMARY"):
            with suppress(OSError), Path(summary).open("a", encoding="utf-8") as file:
                file.write(refusal.summary(errors))


def _sandbox() -> Sandbox:
    from fairgate.scoring.sandbox import find_sandbox  # noqa: PLC0415 - only for a model

    return find_sandbox()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
