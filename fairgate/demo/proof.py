"""The chapter about evidence: signed, verified, tampered with, refused."""

from __future__ import annotations

from pathlib import Path

from fairgate.demo import models
from fairgate.demo.artifact import to_json
from fairgate.demo.context import Context
from fairgate.demo.tampering import turn_one_refusal_into_a_yes
from fairgate.demo.voice import COLOURS
from fairgate.demo.workbench import state
from fairgate.errors import UserError
from fairgate.evidence import verify
from fairgate.files import user_error, write_all
from fairgate.signing import generate_keys, load_public_keys
from fairgate.verdict import Outcome

ACCEPTED = "mended"
MODEL = "mended-model.json"
EVIDENCE = "evidence.json"
KEYS = "throwaway-keys"


def evidence(context: Context) -> None:
    """Sign the accepted candidate's verdict, verify it, and try to cheat."""
    context.voice.chapter("The evidence")
    model, signed, public = _sign(context)
    _verify(context, model, signed, public)
    _tamper(context, signed, public)


def _sign(context: Context) -> tuple[Path, Path, Path]:
    """Write the model, a fresh key and the evidence about both."""
    voice, out = context.voice, context.out
    accepted = (
        "The mended model is blocked here, but let us say that it were accepted."
        if context.judged[ACCEPTED].verdict.blocks
        else "The mended model is accepted."
    )
    voice.say(
        f"{accepted} It is trained once more, on everybody, and stored. "
        "What was judged, on which data, by which promise and with what answer is written "
        "down and signed, so that months later nobody has to take your word for it."
    )
    private, public = fresh_keys(out / KEYS)
    model, signed = out / MODEL, out / EVIDENCE
    with voice.waiting("Training and mending ..."):
        content = to_json(_final_model(context))
    write_all([(model, content)])
    envelope = state(context.judged[ACCEPTED], context.policy, model, private, now=context.now)
    write_all([(signed, envelope)])
    voice.pairs(
        [
            ("Model", str(model)),
            ("Evidence", f"{signed}, with exact counts: confidential"),
            ("Key", f"{private}, made just now, for this run"),
        ]
    )
    return model, signed, public


def _final_model(context: Context) -> models.Mended:
    applications = context.applications
    facts = applications.facts[list(models.FULLER.features)]
    return models.mend(facts, applications.approved, applications.race)


def fresh_keys(folder: Path) -> tuple[Path, Path]:
    """Make keys in place of those of an earlier run; the folder is the demo's own."""
    try:
        for name in ("fairgate.key", "fairgate.pub"):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise user_error(error, folder, "renew the keys in") from None
    return generate_keys(folder)


def _verify(context: Context, model: Path, signed: Path, public: Path) -> None:
    verified = verify(signed.read_bytes(), load_public_keys(public), model, name=str(signed))
    outcome = verified.verdict.outcome
    context.voice.panel(
        "Verified",
        [
            "The signature is authentic.",
            f"Judged again from the counts in it, the answer is the same: {outcome.value}.",
            f"It is about {model.name}, and that file is unchanged.",
            "Declared: the gate was told which model made the predictions.",
        ],
        COLOURS[outcome],
    )


def _tamper(context: Context, signed: Path, public: Path) -> None:
    voice = context.voice
    forged = context.out / "evidence-tampered.json"
    write_all([(forged, turn_one_refusal_into_a_yes(signed.read_bytes()))])
    voice.say(
        "Now somebody opens the evidence and changes one number: a black applicant who was "
        f"wrongly refused is counted as accepted. That file is {forged}."
    )
    try:
        verify(forged.read_bytes(), load_public_keys(public), name=str(forged))
    except UserError as refusal:
        voice.panel("Refused (exit code 2)", [str(refusal)], COLOURS[Outcome.FAIL])
    else:
        raise AssertionError("tampered evidence was accepted")
