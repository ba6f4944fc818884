"""Measure the claims and print their figures."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.tools.figures import Claim, Section, Settings, Size, as_markdown, as_text

NAMES = (
    "counting",
    "peers",
    "process",
    "cold",
    "auc",
    "false_alarms",
    "power",
    "limits",
    "agreement",
    "triage",
    "intake",
    "pages",
    "ranking",
    "flags",
)
"""Modules with a function ``run(settings) -> Section``; speeds first, while the machine is cool."""

_LIBRARIES = ("duckdb", "numpy", "scipy", "fairlearn", "pandas")
_HEAD = """\
# Benchmarks

Measured on {day} on {machine}, by `python -m benchmarks --write docs/benchmarks.md`{minutes}.
Speeds are ratios to a peer or a limit measured in the same run, medians of interleaved runs;
absolute times are only information. `make bench` prints the figures of your machine.

{met} of {all} figures are reached{missed}.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks that are named, or all; 1 if a figure is not reached."""
    options = _parser().parse_args(arguments)
    settings = Settings(
        Size.QUICK if options.quick else Size.FULL, options.directory, options.processes
    )
    start = time.monotonic()
    sections = []
    for section in _sections(options.names or NAMES, settings):
        print(as_text(section), flush=True)
        sections.append(section)
    if options.write:
        minutes = (time.monotonic() - start) / 60
        options.write.write_text(document(sections, minutes))
    return 0 if all(claim.met for claim in _claims(sections)) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*NAMES, []], help=str(NAMES))
    parser.add_argument("--quick", action="store_true", help="a first impression, in minutes")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write a page of figures")
    parser.add_argument("--directory", type=Path, default=Path("build/bench"), help="for data")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser


def _sections(names: Sequence[str], settings: Settings) -> Iterator[Section]:
    for name in names:
        yield importlib.import_module(f"benchmarks.{name}").run(settings)


def _claims(sections: Sequence[Section]) -> list[Claim]:
    return [claim for section in sections for claim in section.claims]


def document(sections: Sequence[Section], minutes: float) -> str:
    """Lay all sections out as a page of the documentation."""
    claims = _claims(sections)
    missed = [claim.what for claim in claims if not claim.met]
    head = _HEAD.format(
        day=datetime.now(UTC).date().isoformat(),
        machine=machine(),
        minutes=f" in {minutes:.0f} minutes",
        met=len(claims) - len(missed),
        all=len(claims),
        missed=f"; not reached: {'; '.join(missed)}" if missed else "",
    )
    return "\n".join([head, *map(as_markdown, sections)])


def machine() -> str:
    """Describe the machine and the libraries, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, {libraries}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
