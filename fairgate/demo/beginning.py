"""The first chapters: whom the data are about, and what is promised to them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from fairgate.demo.applications import Applications
from fairgate.demo.context import Context

_PEOPLE = {
    "black": "Black",
    "hispanic": "Hispanic",
    "white": "White",
    "female": "Women",
    "male": "Men",
    None: "Sex not given",
}


def the_data(context: Context) -> None:
    """Say whom the data are about, and what they do not know."""
    voice, applications = context.voice, context.applications
    voice.chapter("The data")
    voice.say(
        f"{len(applications):,} people asked for a mortgage in Boston in 1990. The Federal "
        "Reserve Bank collected the cases to see whether lenders treat applicants alike "
        "(Hunter & Walker 1996). One row is one person."
    )
    voice.table(["", "Applicants", "The bank said yes", ""], _counted(applications))
    voice.say(
        "The data know what the bank decided, not who would have paid back. A model that "
        "learns from them learns the bank's habits, good and bad. So below, people who "
        '"should get a yes" are those whom the bank accepted, and a model is "right" where '
        "it agrees with the bank."
    )
    voice.say(
        "No model in this demo decides by race, sex, age or family: none is told them. "
        "As you will see, that alone promises nothing."
    )


def the_promise(context: Context) -> None:
    """Show the policy."""
    voice = context.voice
    voice.chapter("The promise")
    voice.say(
        "Before anybody looks at a model, the team writes down what it promises to the "
        f"people in the table. That is the policy, {context.policy.path}. Its rules:"
    )
    error = (1 - context.policy.policy.confidence) * 100
    _, _, rules = context.policy.text.decode().partition("rules:\n")
    voice.show_yaml(f"rules:\n{rules.rstrip()}")
    voice.say(
        "By luck alone, a fair model often misses a limit by a little. So the gate says "
        '"fail" only if the rows show that a promise is broken: where none is, it says so in '
        f"at most {error:.0f} cases of 100, over all rules and groups together. And it says "
        '"unknown" if the rows are too few to show a broken promise. Both block, because '
        "silence proves nothing."
    )


def _counted(applications: Applications) -> Iterator[tuple[str, str, str, str]]:
    everybody = np.ones(len(applications), dtype=bool)
    for column, values in (
        (applications.race, ("black", "hispanic", "white")),
        (applications.sex, ("female", "male", None)),
    ):
        for value in values:
            yield _row(_PEOPLE[value], applications, np.array([given == value for given in column]))
    yield _row("Everybody", applications, everybody)


def _row(
    name: str, applications: Applications, mask: npt.NDArray[np.bool_]
) -> tuple[str, str, str, str]:
    people, yes = int(mask.sum()), int(applications.approved[mask].sum())
    return name, f"{people:,}", f"{yes:,}", f"{yes / people:.0%}".replace("%", " %")
