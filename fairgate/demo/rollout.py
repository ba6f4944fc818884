"""The chapter about the rollout: closed, opened to a few people, closed again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from fairgate.approval import make_approval
from fairgate.demo import models, proof
from fairgate.demo.artifact import to_json
from fairgate.demo.context import Context
from fairgate.demo.voice import COLOURS
from fairgate.demo.workbench import state
from fairgate.evidence.canonical import digest
from fairgate.files import write_all
from fairgate.signing import IN_TOTO, sign
from fairgate.verdict import Outcome

if TYPE_CHECKING:
    from fairgate.demo.stage import Shown, Stage

NEEDS = ("UnleashClient", "mmh3", "sqlalchemy", "urllib3")
"""Modules of the extra ``flags``."""

ISSUE = "LOAN-12"
REFUSED = "stricter"
DAY = 86_400.0


def the_rollout(context: Context, needs: Sequence[str] = NEEDS) -> None:
    """Roll the accepted candidate out, then put one that fails in its place."""
    voice = context.voice
    voice.chapter("The rollout")
    missing = [name for name in needs if find_spec(name) is None]
    if missing:
        voice.say(
            f"This chapter needs {', '.join(missing)}: pip install "
            '"fairgate[models,demo,flags]"; in a checkout: make demo.'
        )
        return
    from fairgate.demo.stage import PLAN, open_stage  # noqa: PLC0415 - needs the extra

    voice.say(
        "A model that may be used need not meet everybody at once. The team has a feature flag "
        "for it and switched that on, for 100 % of the people. But the flag depends on a second "
        "one, which only fairgate writes. It is off until a signed approval and signed evidence "
        "say that it may be on, and then the model goes to a few people first:"
    )
    voice.show_yaml(PLAN)
    with open_stage(context) as stage:
        _three_acts(context, stage)
        voice.say(stage.epilogue)
        voice.commands(*stage.commands)


def _three_acts(context: Context, stage: Stage) -> None:
    voice = context.voice
    mended = context.out / proof.MODEL
    stage.hand_over("evidence", (context.out / proof.EVIDENCE).read_bytes())

    voice.heading("Nobody has approved it")
    voice.say(
        "The evidence of the chapter before is there. But nobody has answered for what the model "
        "may do to people."
    )
    _tell(context, stage.ask(mended), _not_yet)

    voice.heading("A reviewer approves the assessment")
    voice.say(
        "The assessment of the issue is filled in, read, and approved under somebody's name, for "
        "90 days."
    )
    stage.hand_over("approval", _approve(context, stage.assessment_key))
    _tell(context, stage.ask(mended), _some_people)

    voice.heading("Another model under the same flag")
    voice.say(
        "The bank still wants fewer bad loans. So candidate 1 is trained, stored and put under "
        "the flag. It is judged and signed like the other one, and its evidence says: "
        f"{context.judged[REFUSED].verdict.outcome.value}."
    )
    model, envelope = _refused_model(context)
    stage.hand_over("evidence", envelope)
    _tell(context, stage.ask(model), _nobody_again)


def _approve(context: Context, key: Path) -> bytes:
    """Do what the Jira app does when a reviewer approves."""
    now = context.now.timestamp()
    made = make_approval(
        issue=ISSUE,
        template=("preflight", "1.0.0", f"sha256:{digest(b'questions')}"),
        level="high",
        answers=digest(b"answers"),
        model="",
        approver="a-reviewer",
        decided=now,
        until=now + 90 * DAY,
    )
    return sign(made.to_bytes(), IN_TOTO, key)


def _refused_model(context: Context) -> tuple[Path, bytes]:
    """Store the candidate that the gate refused, with signed evidence about it."""
    model = context.out / f"{REFUSED}-model.json"
    signed = context.out / f"{REFUSED}-evidence.json"
    with context.voice.waiting("Training ..."):
        content = to_json(models.learn(models.STRICTER, context.applications))
    write_all([(model, content)])
    key = context.out / proof.KEYS / "fairgate.key"
    envelope = state(context.judged[REFUSED], context.policy, model, key, now=context.now)
    write_all([(signed, envelope)])
    return model, envelope


def _tell(context: Context, shown: Shown, words: Callable[[Shown], str]) -> None:
    """Show a decision, and who sees the model."""
    decision = shown.decision
    title = f"OPEN at {decision.ceiling} %" if decision.open else "CLOSED"
    colour = COLOURS[Outcome.PASS if decision.open else Outcome.FAIL]
    lines = [*decision.reasons, *([f"Next: {decision.waits_for}."] if decision.waits_for else ())]
    context.voice.panel(title, lines, colour)
    context.voice.say(words(shown))


def _not_yet(shown: Shown) -> str:
    return (
        f"{_share(shown)} see the new model, although the team's own flag is on for everybody: "
        "the application asks through fairgate's guard, and there is no grant."
    )


def _some_people(shown: Shown) -> str:
    return (
        f"{_share(shown)} see it, always the same ones. Leave to do so is a grant, signed, for "
        "this model alone. It ends after a quarter of an hour, unless all is still well and it "
        "is renewed. Raising the share in the flag server by hand lets nobody more in."
    )


def _nobody_again(shown: Shown) -> str:
    return (
        f"{_share(shown)} see the new model, and nobody had to switch anything. The grant of the "
        "mended model is of no use to this one."
    )


def _share(shown: Shown) -> str:
    return f"{shown.seen:,} of {shown.asked:,} people"
