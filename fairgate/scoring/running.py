"""Running the child: in a sandbox where there is one, and never a program of others without."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import fairgate
from fairgate.errors import UserError
from fairgate.policy import ModelLimits
from fairgate.report.safe import printable
from fairgate.scoring.child.main import REFUSED
from fairgate.scoring.formats import Format
from fairgate.scoring.job import MEBIBYTE, Completed, Job, Limits, Sandbox, SandboxFinder
from fairgate.scoring.unconfined import Unconfined

_LAST_WORDS = 400
_PACKAGE = Path(fairgate.__file__).parent
_PROGRAM = "/in/lib/fairgate/scoring/child/main.py"
_CURES = {
    Format.ONNX: "see that it loads in ONNX Runtime with these features as inputs",
    Format.SKOPS: "save it with types that skops trusts, or as ONNX",
    Format.PICKLE: "see that it loads here: the same versions of its libraries, and no code "
    "of your own that is not installed",
    Format.MLFLOW: "log it with mlflow.sklearn or mlflow.onnx, or install what it needs",
    Format.COMMAND: "run the command by hand with a CSV file of features and a file to write",
}
_HINTS = {
    "ModuleNotFoundError": "install that module beside fairgate: `pip install 'fairgate[models]'` "
    "brings scikit-learn, skops and ONNX Runtime",
    "External data": "save the ONNX model as one file, with its weights inside",
    "Failed to allocate memory": "raise model.limits.memory_mb, or give fewer rows",
    "bad_alloc": "raise model.limits.memory_mb, or give fewer rows",
    "MemoryError": "raise model.limits.memory_mb, or give fewer rows",
}
"""What helps, by words that libraries say when they fail."""

_SKEW = re.compile(
    r"InconsistentVersionWarning: Trying to unpickle estimator \w{1,80} from version "
    r"([\w.]{1,20}) when using version ([\w.]{1,20})\. "
)
_NAMES = {
    Format.PICKLE: "a pickle is a program",
    Format.MLFLOW: "an MLflow directory may hold programs",
    Format.COMMAND: "a command is a program",
}


@dataclass(frozen=True)
class Where:
    """Where a model runs, and how reports say it."""

    sandbox: Sandbox
    words: str


@dataclass(frozen=True)
class Run:
    """A model with its rows.

    Attributes
    ----------
    kind : Format
        How it is loaded.
    model, rows, out : Path
        Our copy of it; the folder of features; where it may write.
    limits : ModelLimits
        What it may use.
    named : str
        What the user calls it, for complaints.
    """

    kind: Format
    model: Path
    rows: Path
    out: Path
    limits: ModelLimits
    named: str


def place_to_run(kind: Format, find_sandbox: SandboxFinder | None, artifact: str) -> Where:
    """Find a sandbox; a format that runs no code does without one.

    Raises
    ------
    UserError
        For a format that runs code, where there is no sandbox: why, and what to do.
    """
    try:
        sandbox = _found(find_sandbox)
    except UserError as error:
        if kind.runs_code:
            problem = f"{_NAMES[kind]}, and {error.problem}"
            raise replace(error, problem=problem, file=artifact) from None
        words = f"without a sandbox: a model in {kind.value} format runs no code of its own"
        return Where(Unconfined(), words)
    return Where(sandbox, f"in {sandbox.name}")


def _found(find_sandbox: SandboxFinder | None) -> Sandbox:
    if find_sandbox is None:
        cure = "use a sandbox, an ONNX or skops model, or a file of predictions"
        raise UserError("no sandbox may be used here", cure)
    return find_sandbox()


def run_child(sandbox: Sandbox, run: Run) -> tuple[str, ...]:
    """Run the child, and refuse the model if it did not come to its end.

    Returns
    -------
    tuple of str
        What a reader must know, a sentence each.

    Raises
    ------
    UserError
        With the child's last words in quotation marks: they are its own, and may be lies.
    """
    done = sandbox.run(_job(run))
    if done.code != 0:
        raise UserError(_problem(done, run.limits), _cure(done, run.kind), file=run.named)
    return _skew(done.said, run.model.name)


def _skew(said: str, model: str) -> tuple[str, ...]:
    """scikit-learn's warning of another version, in words of our own.

    Examples
    --------
    >>> said = (
    ...     "InconsistentVersionWarning: Trying to unpickle estimator Pipeline from version 1.2 "
    ...     "when using version 1.7.2. This might lead to breaking code"
    ... )
    >>> _skew(said, "m.pkl")[0]
    'm.pkl was saved by scikit-learn 1.2 and scored with 1.7.2: its answers may differ.'
    """
    found = _SKEW.search(said)
    if found is None:
        return ()
    saved, here = found.groups()
    sentence = f"was saved by scikit-learn {saved} and scored with {here}: its answers may differ."
    return (f"{printable(model)} {sentence}",)


def _job(run: Run) -> Job:
    inside = f"/in/artifact/{run.model.name}"
    limits = Limits(memory=run.limits.memory_mb * MEBIBYTE, seconds=run.limits.seconds)
    python = str(Path(sys.executable).parent)
    return Job(
        (sys.executable, "-I", _PROGRAM, inside, "/in/rows", "/out", run.kind.value),
        {"/in/lib/fairgate": str(_PACKAGE), inside: str(run.model), "/in/rows": str(run.rows)},
        str(run.out),
        {
            "PATH": os.pathsep.join((python, "/usr/local/bin", "/usr/bin", "/bin")),
            "HOME": "/tmp",  # noqa: S108 - inside, where it is empty
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            # A thread reserves address space, which is limited; and answers stay the same.
            **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
            "MALLOC_ARENA_MAX": "2",
        },
        limits,
    )


def _problem(done: Completed, limits: ModelLimits) -> str:
    if done.code is None:
        return f"the model was stopped after {limits.seconds:g} seconds"
    if done.stopped:
        return f"the model was stopped: it {done.stopped}"
    words = next((line for line in reversed(done.said.splitlines()) if line.strip()), "")
    words = printable(words.strip())
    if len(words) > _LAST_WORDS:
        words = words[:_LAST_WORDS] + "..."
    how = "was refused" if done.code == REFUSED else f"could not be scored (code {done.code})"
    return f"the model {how}; its last words: “{words}”" if words else f"the model {how}"


def _cure(done: Completed, kind: Format) -> str:
    if done.code is None:
        return "raise model.limits.seconds, or give fewer rows"
    if done.stopped or done.code < 0:
        return "raise model.limits.memory_mb, or give fewer rows"
    if done.code == REFUSED and kind in (Format.PICKLE, Format.ONNX):
        return "mend that in the model, or under model: and columns: in the policy"
    return next((cure for word, cure in _HINTS.items() if word in done.said), _CURES[kind])
