"""Standings of quotas as a document and as JSON; hidden counts stay hidden in both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fairgate.checklist.quotas import Standing, Standings
from fairgate.render import Block, Bullets, Code, Document, Heading, Line, Paragraph, Strong, Table
from fairgate.suppression import Count

HEAD = ("Quota", "Wanted", "Counted", "Outcome", "Remarks")
RAILS = {
    "consent": "Consent",
    "pay": "Same pay",
    "accommodations": "Accommodations",
    "findings": "Findings",
}


def quotas_page(standings: Standings) -> Document:
    """Make a document of the standings."""
    return Document(
        "Research quotas",
        f"{standings.product}: whom research has reached",
        tuple(_blocks(standings)),
        footer=(
            "Counts that could point at a person are hidden, and with them what would tell them.",
        ),
    )


def quotas_json(standings: Standings) -> str:
    """Write the standings as JSON, schema ``fairgate/quotas/v1``."""
    document = {
        "schema": "fairgate/quotas/v1",
        "product": standings.product,
        "outcome": "pass" if standings.passes else "fail",
        "studies": standings.studies,
        "participants": standings.participants,
        "quotas": [_standing(each) for each in standings.quotas],
        "accommodations": dict(standings.accommodations),
        "gaps": [vars(gap) for gap in standings.gaps],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _blocks(standings: Standings) -> Iterator[Block]:
    unmet = [each for each in standings.quotas if each.outcome == "unmet"]
    taken = [each for each in standings.quotas if each.outcome == "risk"]
    says = "Every quota is met or taken on as a risk, and no study left a rail."
    if not standings.passes:
        says = f"{_of(len(unmet), 'quota')} not met, {_of(len(standings.gaps), 'rail')} left."
    people = _shown(standings.participants)
    studies = "1 study" if standings.studies == 1 else f"{standings.studies} studies"
    yield Paragraph((Strong(says), f" {people} participants in {studies}."))
    rows = tuple(_row(each) for each in (*unmet, *taken, *_met(standings)))
    yield Heading("Quotas")
    yield Table("Quotas, what is not met first", HEAD, rows)
    yield Heading("Accommodations")
    cells = [(cap(name), _shown(n)) for name, n in standings.accommodations.items()]
    rows = tuple(((name,), (number,)) for name, number in cells)
    yield Table("Help in sessions, in participants", ("Help", "Participants"), rows)
    if standings.gaps:
        yield Heading("Rails that a study left")
        lines = [(Code(gap.study), f" {RAILS[gap.rail]}: {gap.text}.") for gap in standings.gaps]
        yield Bullets(tuple(lines))


def _met(standings: Standings) -> list[Standing]:
    return [each for each in standings.quotas if each.outcome == "met"]


def _row(standing: Standing) -> tuple[Line, ...]:
    quota = standing.quota
    share = f"{quota.share * 100:g} %, so " if quota.share is not None else ""
    return (
        (quota.text,),
        (f"{share}{standing.needed} or more",),
        (_shown(standing.shown),),
        (Strong(standing.outcome),),
        (" ".join(_remarks(standing)) or "none",),
    )


def _remarks(standing: Standing) -> Iterator[str]:
    risk = standing.risk
    if standing.uncounted:
        studies = "1 study" if standing.uncounted == 1 else f"{standing.uncounted} studies"
        yield f"{studies} did not ask about this group."
    if risk and standing.outcome == "met":
        yield f"The risk of {risk.owner} is no longer needed."
    elif risk and standing.outcome == "risk":
        issue = f" ({risk.issue})" if risk.issue else ""
        yield f"{risk.owner} answers for it until {risk.until}{issue}: {risk.reason}"
    elif risk:
        yield f"The risk of {risk.owner} ended on {risk.until}."
    elif standing.outcome == "unmet":
        yield "Recruit, or write a risk with reason, owner and day."


def _standing(standing: Standing) -> dict[str, Any]:
    risk = standing.risk
    return {
        "id": standing.quota.id,
        "group": standing.quota.group,
        "outcome": standing.outcome,
        "needed": standing.needed,
        "counted": standing.shown,
        "studies_without_count": standing.uncounted,
        "risk": risk and {**risk.model_dump(mode="json", exclude={"quota"})},
    }


def _shown(count: Count) -> str:
    return "not shown" if count is None else str(count)


def _of(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def cap(text: str) -> str:
    """Begin with a capital.

    Examples
    --------
    >>> cap("not offered")
    'Not offered'
    """
    return text[:1].upper() + text[1:]
