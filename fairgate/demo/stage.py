"""Where the rollout is shown: a client that was handed its flags, or a real Unleash.

Needs the extra ``flags``. Both stages take the same decisions by the same code, and both ask
:class:`fairgate.rollout.Guard` who sees the model.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from fairgate.demo import proof
from fairgate.demo.context import Context
from fairgate.rollout import Guard
from fairgate.rollout.decision import Papers, RolloutDecision, decide
from fairgate.rollout.granting import grant_for
from fairgate.rollout.guard import digest_of
from fairgate.rollout.papers import Approval, Proof
from fairgate.rollout.plan import Ramp
from fairgate.rollout.protection import Protection
from fairgate.rollout.reading import read_approval, read_proof
from fairgate.rollout.sealing import sign_grant
from fairgate.rollout.state import UnleashError
from fairgate.rollout.unleash import offline_client
from fairgate.rollout.wanted import parent_of, shut, strategy
from fairgate.signing import load_public_keys

FLAG, ENVIRONMENT, ISSUE = "fairgate-demo", "production", "LOAN-12"
PEOPLE = tuple(f"applicant-{number}" for number in range(1, 1_001))
PLAN = """\
rollout:
  steps:
    - {ceiling: 10, hold: 24h}  # percent of people, for a day at least
    - {ceiling: 100}
  lease: 15m                    # after that a grant is worth nothing
accept: declared                # the demo hands predictions in; default: scored
"""


@dataclass(frozen=True)
class Shown:
    """A decision, and how many of how many people see the model."""

    decision: RolloutDecision
    seen: int
    asked: int = len(PEOPLE)


class Stage(ABC):
    """A place to roll out.

    Parameters
    ----------
    context : Context
        The story so far.
    """

    epilogue = ""
    commands: tuple[str, ...] = ()

    def __init__(self, context: Context) -> None:
        keys = context.out / proof.KEYS
        self.evidence_keys = load_public_keys(keys / "fairgate.pub")
        self.assessment_key, assessment = proof.fresh_keys(keys / "assessment")
        self.grant_key, self.grant_public = proof.fresh_keys(keys / "grant")
        self.assessment_keys = load_public_keys(assessment)
        self.now = context.now.timestamp()
        document = yaml.safe_load(PLAN)
        self.kept = Protection(
            flag=FLAG,
            environment=ENVIRONMENT,
            issue=ISSUE,
            policy=context.policy.policy.name,
            declared=document["accept"] == "declared",
            ramp=Ramp.model_validate(document["rollout"]),
        )

    @abstractmethod
    def hand_over(self, kind: str, envelope: bytes) -> None:
        """Take a signed ``approval`` or ``evidence``."""

    @abstractmethod
    def ask(self, model: Path) -> Shown:
        """Ask to roll a model out, and count who sees it."""

    def count(self, client: Any, model: Path, now: float) -> int:
        """Count who sees the flag in an application that loaded a model."""
        guard = Guard(
            client,
            model=model,
            keys=self.grant_public,
            environment=ENVIRONMENT,
            clock=lambda: now,
        )
        return sum(guard.is_enabled(FLAG, person) for person in PEOPLE)


class OfflineStage(Stage):
    """Decides, signs, and hands the flags to a client; no server and no clock is needed."""

    epilogue = (
        "No server was needed for this. With a real Unleash the same happens there, and "
        "everything that is decided is logged; docs/how-to/flags.md says how to set it up:"
    )
    commands = (
        "export FAIRGATE_UNLEASH_URL=http://127.0.0.1:4242/api FAIRGATE_UNLEASH_TOKEN=...",
        "fairgate demo",
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._approval: Approval | None = None
        self._proofs: list[Proof] = []

    def hand_over(self, kind: str, envelope: bytes) -> None:
        """Verify, and keep what a decision needs."""
        if kind == "approval":
            self._approval = read_approval(envelope, self.assessment_keys, self.now)
        else:
            self._proofs.append(read_proof(envelope, self.evidence_keys))

    def ask(self, model: Path) -> Shown:
        """Decide, and ask a client that was handed what follows."""
        kept = replace(self.kept, model=digest_of(model))
        papers = Papers(self._approval, tuple(self._proofs))
        decision = decide(kept.request, kept.ramp, papers, kept.progress, self.now)
        with TemporaryDirectory() as cache:
            client = offline_client(self._features(kept, decision), cache)
            try:
                return Shown(decision, self.count(client, model, self.now))
            finally:
                client.destroy()

    def _features(self, kept: Protection, decision: RolloutDecision) -> list[dict[str, Any]]:
        written = shut(FLAG)
        if decision.open:
            grant = grant_for(kept, decision, self.now)
            written = strategy(grant, sign_grant(grant, self.grant_key))
        parent = parent_of(FLAG)
        return [
            {
                "name": FLAG,
                "enabled": True,
                "strategies": [{"name": "default", "parameters": {}, "constraints": []}],
                "dependencies": [{"feature": parent, "enabled": True}],
            },
            {"name": parent, "enabled": decision.open, "strategies": [written]},
        ]


@contextmanager
def open_stage(context: Context) -> Iterator[Stage]:
    """Open the stage for this story: a real server if one was named."""
    with ExitStack() as stack:
        yield _on_a_server(context, stack) or OfflineStage(context)


def _on_a_server(context: Context, stack: ExitStack) -> Stage | None:
    """Open the real stage; None, and a word about it, where that cannot be."""
    from fairgate.demo.server_stage import ServerStage  # noqa: PLC0415 - brings the keeper

    if context.flags is None:
        return None
    try:
        return stack.enter_context(ServerStage.opened(context, context.flags))
    except UnleashError as error:
        context.voice.say(
            f"The flag server at {context.flags.url} cannot be used ({error}). So this goes on "
            "without it."
        )
        return None
