"""The launcher: ``stage`` prepares mounts as root, ``run`` supervises a confined program."""

from __future__ import annotations

import sys
from functools import partial

from .confine import confine_and_execute
from .plan import Plan, Stage
from .staging import stage_and_execute
from .supervisor import supervise


def main(task: str, plan: str) -> None:
    """Do one of the two tasks; the plan is the JSON of a ``Stage`` or a ``Plan``."""
    if task == "stage":
        try:
            stage_and_execute(Stage.from_json(plan))
        except OSError as error:
            sys.exit(f"could not prepare the sandbox as root: {error}")
    run = Plan.from_json(plan)
    supervise(partial(confine_and_execute, run), run.out, run.parcel)
