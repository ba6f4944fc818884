"""The last chapter: what is there to open, and how to go on."""

from __future__ import annotations

import shlex

from fairgate.demo.context import Context
from fairgate.demo.workbench import REPORTS


def what_to_open(context: Context) -> None:
    """Point to the files, and to the first steps with data of one's own."""
    voice, out = context.voice, context.out
    voice.chapter("What to open")
    failed = context.judged["stricter"].reports
    voice.pairs(
        [
            (str(failed / REPORTS["html"]), "the refusal, as a page with plots"),
            (str(out / "mended" / REPORTS["html"]), "the acceptance"),
            (str(context.policy.path), "the promise"),
            *((str(path), words) for path, words in context.to_open),
        ]
    )
    others = [name for kind, name in REPORTS.items() if kind != "html"]
    voice.say(f"Beside each page: {', '.join(others)}, for pull requests and CI servers.")
    voice.say("To ask the gate yourself, and then about predictions of your own:")
    voice.commands(
        f"cd {shlex.quote(str(out))}",
        "fairgate check --policy fairgate.yaml --predictions stricter.parquet \\",
        "    --baseline in-use.parquet",
    )
    voice.commands(
        "fairgate init --data predictions.csv",
        "fairgate check --policy fairgate.yaml",
    )
