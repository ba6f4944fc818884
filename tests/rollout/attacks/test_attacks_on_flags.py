"""What somebody writes past fairgate: who sees the feature meanwhile, and what becomes of it.

First everything is written while no watcher runs, so that clients see all of it; then one runs.
"""

from __future__ import annotations

import time
from pathlib import Path

from fairgate.rollout.store import Entry
from tests.rollout.attacks import mischief as by_hand
from tests.rollout.attacks.audience import audience
from tests.rollout.attacks.editors import MALLORY
from tests.rollout.attacks.stage import Stage
from tests.servers.unleash import Unleash
from tests.waiting import eventually

PAGE = Path(__file__).parents[3] / "docs/explanation/rollout-security.md"

ATTACKS = {
    "team's flag on for everybody": by_hand.team_flag_at_all,
    "gate opened by hand": by_hand.gate_on,
    "extra default strategy": by_hand.extra_default,
    "dependency removed": by_hand.no_dependency,
    "parent replaced": by_hand.another_parent,
    "dependency turned round": by_hand.turned_round,
    "ceiling edited to 100": by_hand.ceiling("100"),
    "ceiling edited to 101": by_hand.ceiling("101"),
    "ceiling edited to abc": by_hand.ceiling("abc"),
    "model and lease taken out": by_hand.no_constraints,
    "grant of another flag": by_hand.copied_from_another_flag,
    "grant of another environment": by_hand.copied(environment="development"),
    "grant of another model": by_hand.copied(model="cd" * 32),
    "grant that expired": by_hand.copied(until=int(time.time()) - 1),
    "grant by a forger": by_hand.forged,
    "grant by the evidence key": by_hand.signed_by_the_wrong_kind,
    "parent archived and revived": by_hand.archived_and_revived,
    "parent deleted": by_hand.deleted,
    "team's flag archived and revived": by_hand.team_flag_revived,
    "parent imported": by_hand.imported,
}

OTHER = "the parent's strategy was another"
ALONE = "the flag did not depend on its parent alone"
ON = "the parent was on; "

# Attack: who sees it through the guard, who without, what the log says was undone.
WHILE_CLOSED = {
    # The team's flag is the team's; it shows nobody anything.
    "team's flag on for everybody": ("nobody", "nobody", ""),
    "gate opened by hand": ("nobody", "nobody", "the parent was on"),
    "extra default strategy": ("nobody", "everybody", f"{ON}the parent had another strategy"),
    "dependency removed": ("nobody", "everybody", ALONE),
    "parent replaced": ("nobody", "everybody", ALONE),
    "dependency turned round": ("nobody", "everybody", ALONE),
    "ceiling edited to 101": ("nobody", "nobody", ON + OTHER),
    "ceiling edited to abc": ("nobody", "nobody", ON + OTHER),
    "model and lease taken out": ("nobody", "everybody", ON + OTHER),
    "grant of another flag": ("nobody", "everybody", ON + OTHER),
    "grant of another environment": ("nobody", "everybody", ON + OTHER),
    "grant of another model": ("nobody", "everybody", ON + OTHER),
    "grant that expired": ("nobody", "everybody", ON + OTHER),
    "grant by a forger": ("nobody", "everybody", ON + OTHER),
    "grant by the evidence key": ("nobody", "everybody", ON + OTHER),
    "parent archived and revived": (
        "nobody",
        "everybody",
        f"{ON}the parent had another strategy; {ALONE}",
    ),
    "parent deleted": (
        "nobody",
        "everybody",
        f"the parent was missing; the parent had no strategy; {ALONE}",
    ),
    "team's flag archived and revived": ("nobody", "everybody", ALONE),
    "parent imported": (
        "nobody",
        "everybody",
        f"{ON}the parent had another strategy; the parent had no strategy",
    ),
}
WHILE_OPEN = {
    "team's flag on for everybody": ("10 %", "10 %", ""),
    "extra default strategy": ("10 %", "everybody", "the parent had another strategy"),
    "dependency removed": ("10 %", "everybody", ALONE),
    "parent replaced": ("10 %", "everybody", ALONE),
    "dependency turned round": ("nobody", "the other 90 %", ALONE),
    "ceiling edited to 100": ("10 %", "everybody", OTHER),
    "ceiling edited to 101": ("nobody", "nobody", OTHER),
    "ceiling edited to abc": ("nobody", "nobody", OTHER),
    "model and lease taken out": ("10 %", "everybody", OTHER),
    "grant of another flag": ("nobody", "everybody", OTHER),
    "parent archived and revived": (
        "10 %",
        "everybody",
        f"the parent had another strategy; {ALONE}",
    ),
    "parent imported": (
        "nobody",
        "everybody",
        "the parent had another strategy; the parent had no strategy",
    ),
}


def test_what_is_written_to_a_closed_flag_shows_nobody_anything_through_the_guard(
    unleash: Unleash, tmp_path: Path
) -> None:
    """All of it is undone, and logged with who did it."""
    stage = Stage(tmp_path, unleash)
    seen, after = attacked(stage, {name: stage.keep() for name in WHILE_CLOSED})
    assert seen == WHILE_CLOSED
    assert set(after.values()) == {("nobody", "nobody")}


def test_what_is_written_to_an_open_flag_shows_it_to_nobody_more_through_the_guard(
    unleash: Unleash, tmp_path: Path
) -> None:
    """At most those whom the grant names see it meanwhile, and exactly those afterwards."""
    stage = Stage(tmp_path, unleash)
    seen, after = attacked(stage, {name: stage.open() for name in WHILE_OPEN})
    assert seen == WHILE_OPEN
    assert set(after.values()) == {("10 %", "10 %")}


def test_the_page_on_security_tells_what_was_seen() -> None:
    """Row by row."""
    told = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        name, *seen = (cell.strip(" *") for cell in line.strip("|").split("|"))
        if name in ATTACKS:
            told[name] = tuple(seen)
    granted = {"10 %": "as granted"}
    measured = {
        name: tuple(
            granted.get(who, who)
            for seen in (WHILE_CLOSED, WHILE_OPEN)
            for who in seen.get(name, ("", ""))[:2]
        )
        for name in ATTACKS
    }
    assert told == measured


def attacked(
    stage: Stage, flags: dict[str, str]
) -> tuple[dict[str, tuple[str, str, str]], dict[str, tuple[str, str]]]:
    """Attack each flag, and see who sees it before a watcher looks, and after."""
    before = {name: len(stage.entries(flag)) for name, flag in flags.items()}
    for name, flag in flags.items():
        ATTACKS[name](stage, flag)
    with audience(stage) as people, stage.watched_later() as start:
        people.catches_up()
        seen = {name: people.both(flag) for name, flag in flags.items()}
        start()
        for name, flag in flags.items():
            eventually(lambda flag=flag: stage.is_mended(flag), f"the end of {name}")
        people.catches_up()
        after = {name: people.both(flag) for name, flag in flags.items()}
    logged = {name: stage.entries(flag)[before[name] :] for name, flag in flags.items()}
    return {name: (*seen[name], undone(logged[name])) for name in flags}, after


def undone(entries: tuple[Entry, ...]) -> str:
    """Read what the log says was undone; it has to name who did it, once."""
    if not entries:
        return ""
    (entry,) = entries
    assert entry.event == "undone"
    assert entry.actor.startswith(MALLORY)
    assert entry.facts["events"]
    return str(entry.facts["what"])
