"""An application as a process: ``python -m benchmarks.tools.flag_clients DOCUMENT``.

It asks for flags of random people, through the guard and past it, and writes down when somebody
saw a feature. The document says where, which and how long.
"""

from __future__ import annotations

import json
import logging
import random
import sys
import time
from pathlib import Path

from fairgate.rollout import Guard
from fairgate.rollout.unleash import guarded_client

BURST, REST = 50, 0.02
"""Calls between rests, which leave the machine to the server."""


def main(document: str) -> None:
    """Ask until the time is over."""
    logging.disable(logging.CRITICAL)
    given = json.loads(document)
    client = guarded_client(
        given["url"], given["token"], given["name"], refresh=1, cache=given["cache"]
    )
    guard = Guard(client, model=given["model"], keys=given["key"], environment="production")
    draw = random.Random(given["name"])  # noqa: S311 - a benchmark
    told = {"guarded": 0, "plain": 0, "saw": [], "saw_plainly": []}
    print("ready", flush=True)
    ends = time.time() + given["seconds"]
    while time.time() < ends:
        for _ in range(BURST):
            flag, person = draw.choice(given["flags"]), f"person-{draw.randrange(200)}"
            context = {"userId": person, "properties": {"modelDigest": guard.model}}
            now = time.time()
            if guard.is_enabled(flag, person):
                told["saw"].append((flag, person, now))
            if client.is_enabled(flag, context):
                told["saw_plainly"].append((flag, person, now))
        told["guarded"] += BURST
        told["plain"] += BURST
        time.sleep(REST)
    client.destroy()
    Path(given["out"]).write_text(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
