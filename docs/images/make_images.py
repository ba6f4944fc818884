"""Makes verdict.svg: what ``fairgate check`` shows in a terminal, as far as it fails.

    python docs/images/make_images.py

It runs the demo for its predictions, and then the command itself, at 80 columns and in colour.
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

IMAGES = Path(__file__).resolve().parent
COLUMNS = 80
FAIRGATE = str(Path(sys.executable).with_name("fairgate"))
CHECK = ["check", "--policy", "fairgate.yaml", "--predictions", "stricter.parquet"]
BASELINE = ["--baseline", "in-use.parquet"]
KEPT = re.compile(r"(UNKNOWN|WARN|PASS) +\S+ on ")
WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Write every picture."""
    with TemporaryDirectory() as folder:
        demo = [FAIRGATE, "demo", "--out", folder]
        subprocess.run(demo, check=True, capture_output=True)  # noqa: S603 - our own command
        shown = on_terminal([FAIRGATE, *CHECK, *BASELINE], folder)
    (IMAGES / "verdict.svg").write_text(picture(failures(shown)), encoding="utf-8")
    print(IMAGES / "verdict.svg")


def on_terminal(command: list[str], folder: str) -> str:
    """Run a command on a terminal of its own and return what it showed, escapes included."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=folder, env=environment, stdout=theirs
    ):
        os.close(theirs)
        shown = read_all(ours)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def read_all(terminal: int) -> bytes:
    """Read until the other side is closed, which Linux reports as an error."""
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            return shown
        if not piece:
            return shown
        shown += piece


def failures(shown: str) -> str:
    """Cut before the first finding that does not fail."""
    lines = shown.splitlines()
    kept = (at for at, line in enumerate(lines) if KEPT.match(Text.from_ansi(line).plain))
    return "\n".join([*lines[: next(kept)], "(and so on: what is kept, and every group's numbers)"])


def picture(shown: str) -> str:
    """Draw a terminal around a text; no fonts are fetched from anywhere."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), _environ={})
    console.print(Text.from_ansi(shown), soft_wrap=False)
    svg = console.export_svg(title=f"fairgate {' '.join(CHECK)}", unique_id="verdict")
    return WEB_FONTS.sub("", svg).replace("Fira Code", "Menlo, Consolas, DejaVu Sans Mono")


if __name__ == "__main__":
    main()
