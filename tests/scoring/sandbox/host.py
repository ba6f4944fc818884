"""A process that runs one job as the user it is started as: ``host.py REQUEST``.

The request is JSON: ``{"sandbox": name or null, "command": [...], "readable": {...},
"out": folder, "limits": {...}}``; null runs without any, to show what an attack does then.
The answer is the JSON of ``Completed``, or ``{"refused": why}``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, replace

from fairgate.errors import UserError
from fairgate.scoring.job import Completed, Job, Limits
from fairgate.scoring.sandbox.find import candidate
from fairgate.scoring.sandbox.landlock import Landlock, translated


def unconfined(job: Job) -> Completed:
    """Run a job with nothing between it and the machine."""
    paths = {**job.readable, "/out": job.out}
    command = [translated(word, paths) for word in job.command]
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        code = subprocess.call(command, cwd=job.out, stdout=said, stderr=subprocess.STDOUT)
        said.seek(0)
        return Completed(code, said.read(), time.monotonic() - started)


def main() -> None:
    """Do what the request says."""
    said = json.loads(sys.argv[1])
    limits = Limits(**said["limits"])
    job = Job(tuple(said["command"]), said["readable"], said["out"], said["environment"], limits)
    try:
        answer = asdict(run(said["sandbox"], job))
    except UserError as error:
        answer = {"refused": error.problem}
    sys.stdout.write(json.dumps(answer))


def run(place: str | None, job: Job) -> Completed:
    """Run a job in a sandbox by its name; ``landlock-1`` is Landlock as its first version."""
    if place is None:
        return unconfined(job)
    name, _, abi = place.partition("-")
    sandbox = candidate(name, search=os.environ.get("PATH"), root=os.geteuid() == 0)
    if abi:
        assert isinstance(sandbox, Landlock)
        sandbox = replace(sandbox, abi=int(abi))
    return sandbox.run(job)


if __name__ == "__main__":
    main()
