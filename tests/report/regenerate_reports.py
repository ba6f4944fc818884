"""Write the golden reports anew: ``python -m tests.report.regenerate_reports``.

Look at the difference before you commit it: the goldens are what people will read.
"""

from __future__ import annotations

from pathlib import Path

from fairgate import __version__
from fairgate.report import render

from .samples import POLICY_FILE, PREDICTIONS, empty, sample

CASES = Path(__file__).parents[1] / "cases" / "reports"
VERDICTS = {"sample": sample, "empty": empty}
SUFFIXES = {
    "text": "txt",
    "markdown": "md",
    "json": "json",
    "sarif": "sarif.json",
    "junit": "junit.xml",
    "html": "html",
}


def golden(verdict: str, format_: str) -> Path:
    """Return the file that holds a golden report."""
    return CASES / f"{verdict}.{SUFFIXES[format_]}"


def written(verdict: str, format_: str) -> str:
    """Render a verdict; without our own version, so that a release changes no golden."""
    text = render(VERDICTS[verdict](), format_, policy_file=POLICY_FILE, predictions=PREDICTIONS)
    return text.replace(__version__, "VERSION") if format_ in ("sarif", "html") else text


def main() -> None:
    """Write every golden report."""
    CASES.mkdir(parents=True, exist_ok=True)
    for verdict in VERDICTS:
        for format_ in SUFFIXES:
            golden(verdict, format_).write_text(written(verdict, format_), encoding="utf-8")


if __name__ == "__main__":
    main()
