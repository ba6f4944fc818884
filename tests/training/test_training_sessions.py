"""Modules fitted into a session: cores first, breaks in time, and what is left out is said."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.content import ContentFile
from fairgate.errors import UserError
from fairgate.render import render
from fairgate.training.agenda import SITTING, Session, fit
from fairgate.training.library import open_modules
from fairgate.training.models import AgendaItem, Outline
from fairgate.training.module import Module, read_module
from fairgate.training.plan import session_page

SAMPLE = read_module(
    Path(__file__).resolve().parents[1] / "cases" / "training" / "90-names-on-forms"
)


def module_of(name: str, *minutes: int, optional: int = 0, after: tuple[str, ...] = ()) -> Module:
    """Make a module with parts of so many minutes; the last ``optional`` ones may go."""
    agenda = [
        AgendaItem(id=f"p{at}", title=f"Part {at}", minutes=length, kind="exercise",
                   optional=at >= len(minutes) - optional)
        for at, length in enumerate(minutes)
    ]  # fmt: skip
    update = {"id": name, "title": f"Module {name}", "agenda": agenda, "prerequisites": after}
    outline: Outline = SAMPLE.outline.model_copy(update=update)
    file: ContentFile[Outline] = replace(SAMPLE.outline_file, content=outline)
    return replace(SAMPLE, outline_file=file)


def said(session: Session) -> list[str]:
    """Say what happens: id of the module and of the part, or what is between."""
    return [
        f"{slot.module.id}.{slot.item.id}" if slot.module else slot.item.id
        for slot in session.slots
    ]


def test_cores_come_first_and_then_what_there_is_time_for() -> None:
    """The second module's core beats the first one's optional part."""
    first = module_of("01", 20, 15, optional=1)
    session = fit([first, module_of("02", 25, 10, optional=1)], 66)
    assert said(session) == ["opening", "01.p0", "02.p0", "02.p1", "closing"]
    assert [(each.module.id, each.minutes) for each in session.left_out] == [("01", 15)]


def test_a_core_is_never_cut() -> None:
    """Half an exercise teaches nothing: the module is left out, and a shorter one may fit."""
    modules = [module_of("01", 30), module_of("02", 20, 20), module_of("03", 10)]
    session = fit(modules, 60)
    assert said(session) == ["opening", "01.p0", "03.p0", "closing"]
    (left,) = session.left_out
    assert (left.module.id, left.item, left.minutes) == ("02", None, 40)


def test_a_long_session_has_a_break_before_people_have_sat_too_long() -> None:
    """Ninety minutes with fifty of exercise before the middle."""
    session = fit([module_of("01", 25, 20, 20)], 90)
    assert said(session) == ["opening", "01.p0", "01.p1", "pause", "01.p2", "closing"]
    assert session.ends == 85


def test_a_short_session_has_no_break() -> None:
    """An hour and a quarter is sat through."""
    assert "pause" not in said(fit([module_of("01", 30, 30)], 75))


def test_too_little_time_says_how_much_it_takes() -> None:
    """With the shortest module there is."""
    with pytest.raises(UserError, match=r"15 minutes are too short .*Module 02 .* takes 30"):
        fit([module_of("01", 40), module_of("02", 20)], 15)


def test_modules_that_are_assumed_are_named() -> None:
    """Unless they are part of the session."""
    second = module_of("02", 10, after=("01", "07"))
    assert fit([second], 60).assumes == ("01", "07")
    assert fit([module_of("01", 10), second], 60).assumes == ("07",)


def test_a_module_that_comes_too_early_is_told() -> None:
    """06 is taught before the 05 that it asks for; who knows both has nothing to assume."""
    late, early = module_of("06", 20, after=("05",)), module_of("05", 20, after=("01",))
    session = fit([late, early], 60)
    assert (session.assumes, session.too_early) == (("01",), (("06", "05"),))
    assert "06 asks for 05: put 05 first." in render(session_page(session), "text")
    assert fit([early, late], 60).too_early == ()


def test_a_module_that_is_left_out_is_assumed() -> None:
    """It was asked for, and there is no time for it."""
    session = fit([module_of("05", 90), module_of("06", 20, after=("05",))], 60)
    assert (session.assumes, session.too_early) == (("05",), ())


@pytest.mark.parametrize("minutes", [70, 80, 90, 100, 120])
def test_a_session_leaves_out_no_step_that_has_to_be_done(minutes: int) -> None:
    """Of the modules that come along: whoever was there can be done."""
    for module in open_modules():
        with suppress(UserError):
            session = fit([module], minutes)
            left = {name for each in session.left_out if each.item for name in each.item.steps}
            insisted = {step.id for step in module.exercise.steps if not step.optional}
            assert left & insisted == set(), module.id


lengths = st.lists(st.integers(5, 45), min_size=1, max_size=5)


@given(st.lists(lengths, min_size=1, max_size=4), st.integers(0, 4), st.integers(15, 400))
def test_a_session_is_never_longer_than_it_may_be(
    modules: list[list[int]], optional: int, minutes: int
) -> None:
    """Slots lie behind one another, nothing is told twice, nobody sits for over an hour."""
    made = [
        module_of(f"{at:02}", *parts, optional=min(optional, len(parts) - 1))
        for at, parts in enumerate(modules, 1)
    ]
    try:
        session = fit(made, minutes)
    except UserError:
        assert all(module.core_minutes + 10 > minutes or minutes > 75 for module in made)
        return
    assert session.ends <= minutes
    slots = session.slots
    assert all(a.ends == b.begins for a, b in pairwise(slots))
    taught = [(s.module.id, s.item.id) for s in slots if s.module]
    left = [(each.module.id, each.item.id) for each in session.left_out if each.item]
    assert len({*taught, *left}) == len(taught) + len(left)
    sat = 0
    for slot in slots if minutes > 75 else ():
        sat = 0 if slot.item.kind == "break" else sat + slot.item.minutes
        assert sat <= SITTING + slots[-1].item.minutes


def test_a_plan_says_when_who_and_what_to_prepare() -> None:
    """As a trainer reads it before the door opens."""
    session = fit([module_of("01", 25, 20, 20, optional=1)], 60)
    text = render(session_page(session, 12, time(14, 0)), "text")
    assert "- 14:05 to 14:30: 01 Part 0 (exercise, 6 pairs, 25 minutes)" in text
    assert "fairgate train start 01 --people 12 --out session" in text
    assert "- 01 Part 2: 20 minutes" in text
