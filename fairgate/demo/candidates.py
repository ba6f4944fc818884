"""The middle chapters: the model in use, and four candidates to replace it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy.typing as npt
from rich.text import Text

from fairgate.demo import answers, models
from fairgate.demo.applications import Applications, Labels
from fairgate.demo.context import Context
from fairgate.demo.workbench import Judged, ask, write_predictions
from fairgate.verdict import Outcome

BASELINE = "in-use"


def the_model_in_use(context: Context) -> None:
    """Judge the model that the candidates are compared with."""
    voice = context.voice
    voice.chapter("The model in use")
    voice.say(
        "A logistic regression on ten facts about debts and payment history. It says yes "
        "where it finds a yes likely enough, from 0.7 on. Nobody is decided by a model that "
        "has seen her: the rows are cut into five parts, and each part is decided by what "
        "was learned from the other four."
    )
    _judge(context, BASELINE, lambda data: models.decide(models.IN_USE, data))
    voice.say(
        "This is the baseline. From here on, the gate also compares every candidate with "
        "it, person by person."
    )


def four_candidates(context: Context) -> None:
    """Judge the candidates, each for its own reason, and put them side by side."""
    context.voice.chapter("Four candidates")
    stricter(context)
    fuller_on_a_fifth(context)
    fuller_on_all(context)
    mended(context)
    side_by_side(context)


def stricter(context: Context) -> None:
    """Ask for fewer bad loans, and look at the neighbourhood."""
    context.voice.heading("Candidate 1: fewer bad loans")
    context.voice.say(
        "The bank wants fewer bad loans. So the model is also told about the neighbourhood "
        "(incomes, empty and boarded-up houses, share of minorities) and says yes only from "
        "0.8 on. Two changes, each with a good reason."
    )
    judged = _judge(context, "stricter", lambda data: models.decide(models.STRICTER, data))
    well_off = _share_in_well_off_places(context.applications)
    _explain(
        context,
        judged,
        Outcome.FAIL,
        "A higher bar refuses first those who were close to it, and the neighbourhood moves "
        f"black applicants closer: {well_off['white']} of the white ones live where incomes "
        f"are above the usual, {well_off['black']} of the black ones. The model was never "
        "told who is black. It did not have to be.",
    )


def fuller_on_a_fifth(context: Context) -> None:
    """Judge on the part that a notebook would have held out."""
    held_out = models.last_fifth(context.applications)
    context.voice.heading("Candidate 2: a fuller file, judged on a fifth")
    context.voice.say(
        "Instead of the neighbourhood, ten more facts from the applicant's own file, and "
        "yes from 0.7 on again. As in many a notebook, a fifth of the people was set aside "
        f"while the model learned, and it is judged on these {held_out.sum()}."
    )
    judged = _judge(
        context,
        "fuller-on-a-fifth",
        lambda data: models.decide(models.FULLER, data),
        held_out,
    )
    rows = judged.verdict.findings[0].rows
    _explain(
        context,
        judged,
        Outcome.UNKNOWN,
        f"Not unfair, and not fair: {rows['race=black']} black and {rows['race=hispanic']} "
        "Hispanic people are too few to tell, and the gate says how many more it takes. "
        "Somebody who compares the estimate with the limit gets an answer here, by luck.",
    )


def fuller_on_all(context: Context) -> None:
    """Judge the same model on everybody."""
    context.voice.heading("Candidate 3: the same model, judged on everybody")
    context.voice.say(
        "The missing people cost nothing here. With five parts, as above, everybody is "
        f"decided by a model that has not seen them: all {len(context.applications):,}."
    )
    judged = _judge(context, "fuller", lambda data: models.decide(models.FULLER, data))
    before = answers.share_right(context.judged[BASELINE])
    _explain(
        context,
        judged,
        Outcome.WARN,
        f"It is right more often than the model in use ({answers.share_right(judged)} against "
        f"{before}). But black people seem to hear yes less than four fifths as often as "
        "white people. It is not certain, so nothing is blocked; it is likely enough that "
        "somebody should look.",
    )


def mended(context: Context) -> None:
    """Judge the model that learned under a condition."""
    context.voice.heading("Candidate 4: mended")
    context.voice.say(
        "Somebody looked, and mended it with fairlearn: the same facts, learned under the "
        "condition that every race hears yes about as often as everybody, give or take "
        f"{models.MOST_APART * 100:.0f} points. The mend uses race while it learns, to weigh "
        "the rows. The finished model is not told race and decides about nobody by it. "
        "Whether even that is lawful where you are is a question for a lawyer."
    )
    judged = _judge(context, "mended", lambda data: models.decide_mended(models.FULLER, data))
    _explain(
        context,
        judged,
        Outcome.PASS,
        f"It has a price, which the bank must weigh: it says yes to {_yes(judged)} of all "
        f"people, where the model in use says it to {_yes(context.judged[BASELINE])}, and it "
        f"is right less often than candidate 3 ({answers.share_right(judged)}).",
    )


def side_by_side(context: Context) -> None:
    """Show the groups behind the verdicts."""
    voice = context.voice
    voice.heading("Side by side: who hears yes, and how often the model is right")
    headings = ["", "Black", "Hispanic", "White", "Right", "Verdict", "Exit code"]
    voice.table(headings, map(_line, context.judged.values()))


def _line(judged: Judged) -> list[str | Text]:
    outcome = judged.verdict.outcome
    by_race = answers.by_group(judged.verdict, "selection_rate", "race")
    yes = [answers.percent(by_race[race]) for race in ("black", "hispanic", "white")]
    word = answers.coloured(outcome)
    return [judged.name, *yes, answers.share_right(judged), word, str(outcome.exit_code)]


def _judge(
    context: Context,
    name: str,
    decide: Callable[[Applications], Labels],
    rows: npt.NDArray[Any] | None = None,
) -> Judged:
    """Let a model decide, ask the gate, and show its answer."""
    baseline = context.judged.get(BASELINE)
    predictions = context.out / f"{name}.parquet"
    with context.voice.waiting("Training and judging ..."):
        write_predictions(predictions, context.applications, decide(context.applications), rows)
        judged = ask(
            context.policy,
            predictions,
            None if baseline is None else baseline.predictions,
            now=context.now,
        )
    context.judged[name] = judged
    context.voice.panel(*answers.panel(judged.verdict))
    return judged


def _explain(context: Context, judged: Judged, expected: Outcome, text: str) -> None:
    """Say what a verdict means here, if it is the one that the words were written for."""
    if judged.verdict.outcome is expected:
        context.voice.say(text)
    else:
        context.voice.say(
            f"With other versions of the libraries this was {expected.value}. Nothing here is "
            f"edited: {judged.reports} says why it is {judged.verdict.outcome.value} now."
        )


def _yes(judged: Judged) -> str:
    return answers.share_of_yes(judged)


def _share_in_well_off_places(applications: Applications) -> dict[str, str]:
    return {
        race: answers.percent(applications.facts["mi"][applications.race == race].mean())
        for race in ("black", "white")
    }
