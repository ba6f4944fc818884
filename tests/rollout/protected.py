"""A flag in the keeping of fairgate, where no server is asked."""

from __future__ import annotations

from fairgate.rollout.plan import Ramp
from fairgate.rollout.protection import Protection

LOAN_1 = Protection(
    "new-scoring",
    "production",
    "LOAN-1",
    "loan-approval",
    declared=False,
    ramp=Ramp.model_validate({"steps": [{"ceiling": 100}]}),
)
