"""Quotas counted over studies: met, not met, or a risk that somebody has taken on.

Counts under ``suppress_under`` are hidden, and with them those that would give them away.
Whether a quota is met must not tell a hidden count either, so a share is never met by fewer
people than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal, TypeAlias

from fairgate.checklist.research import Quota, Research
from fairgate.checklist.studies import Risk, Studies, Study
from fairgate.suppression import Count, partition

Outcome: TypeAlias = Literal["met", "risk", "unmet"]


@dataclass(frozen=True)
class Standing:
    """How far a quota is met.

    Attributes
    ----------
    quota : Quota
        What was promised.
    needed : int
        People it takes.
    shown : int or str or None
        People counted, as they may be shown: exact, ``"<5"``, ``">=5"``, or None.
    outcome : str
        ``met``, ``risk`` (not met, but taken on by somebody) or ``unmet``.
    risk : Risk or None
        Who took it on; also where that has ended or is no longer needed.
    uncounted : int
        Studies that did not ask about this group; nobody in them counts.
    """

    quota: Quota
    needed: int
    shown: Count
    outcome: Outcome
    risk: Risk | None
    uncounted: int


@dataclass(frozen=True)
class Gap:
    """A rail that a study left."""

    study: str
    rail: Literal["consent", "pay", "accommodations", "findings"]
    text: str


@dataclass(frozen=True)
class Standings:
    """All quotas over all studies of a product.

    Attributes
    ----------
    product : str
        What was studied.
    studies : int
        How many studies.
    participants : int or str or None
        People who took part, as it may be shown.
    quotas : tuple of Standing
        In the order of the rails.
    accommodations : mapping of str to int or str or None
        Help in sessions, in people, as it may be shown.
    gaps : tuple of Gap
        Rails that a study left.
    """

    product: str
    studies: int
    participants: Count
    quotas: tuple[Standing, ...]
    accommodations: Mapping[str, Count]
    gaps: tuple[Gap, ...]

    @property
    def passes(self) -> bool:
        """Whether every quota is met or taken on, and no study left a rail."""
        return not self.gaps and all(each.outcome != "unmet" for each in self.quotas)


def count(research: Research, studies: Studies, *, today: date) -> Standings:
    """Count quotas over studies.

    Parameters
    ----------
    research : Research
        Whom studies together must reach.
    studies : Studies
        Their records, checked by :func:`fairgate.checklist.studies.lint`.
    today : date
        The day on which risks must still hold.
    """
    least = research.suppress_under
    return Standings(
        product=studies.product,
        studies=len(studies.studies),
        participants=partition({"all": studies.participants}, least)["all"],
        quotas=tuple(_standing(quota, studies, least, today) for quota in research.quotas),
        accommodations=_accommodations(studies, least),
        gaps=tuple(gap for study in studies.studies for gap in _gaps(study)),
    )


def needed(quota: Quota, participants: int, least: int) -> int:
    """Return how many people a quota takes.

    Examples
    --------
    >>> quota = Quota(id="q", text="A third", basis="-", group="g", share=0.3, source=["x"])
    >>> needed(quota, 30, 5), needed(quota, 31, 5), needed(quota, 4, 5)
    (9, 10, 5)
    """
    if quota.people is not None:
        return quota.people
    return max(ceil(Fraction(str(quota.share)) * participants), least)


def _standing(quota: Quota, studies: Studies, least: int, today: date) -> Standing:
    counted = [
        study.groups[quota.group] for study in studies.studies if quota.group in study.groups
    ]
    people, everybody = sum(counted), studies.participants
    needs = needed(quota, everybody, least)
    risk = next((risk for risk in studies.risks if risk.quota == quota.id), None)
    outcome: Outcome = "met" if people >= needs else "unmet"
    if outcome == "unmet" and risk is not None and today <= risk.until:
        outcome = "risk"
    shown = _shown({"in": people, "out": everybody - people}, least)["in"]
    return Standing(quota, needs, shown, outcome, risk, len(studies.studies) - len(counted))


def _accommodations(studies: Studies, least: int) -> dict[str, Count]:
    """Two tables over the same people: what was asked for, and to whom help was offered."""
    helped = [study.accommodations for study in studies.studies]
    everybody, asked = studies.participants, sum(each.asked for each in helped)
    met, offered = sum(each.met for each in helped), sum(each.offered for each in helped)
    wishes = {
        "asked for and met": met,
        "asked for and not met": asked - met,
        "not asked for": everybody - asked,
    }
    offers = {"offered": offered, "not offered": everybody - offered}
    return {**_shown(offers, least), **_shown(wishes, least)}


def _shown(table: Mapping[str, int], least: int) -> dict[str, Count]:
    """Hide small counts; all of them where so few took part that what is met would tell them."""
    if sum(table.values()) < 2 * least:
        return dict.fromkeys(table)
    return partition(table, least)


def _gaps(study: Study) -> Iterator[Gap]:
    """Find rails that a study left; no counts, since these would be small."""
    if study.consented < study.participants:
        yield Gap(study.id, "consent", "not every participant gave informed consent")
    if study.paid < study.participants:
        yield Gap(study.id, "pay", "not every participant got the same")
    if study.accommodations.offered < study.participants:
        yield Gap(study.id, "accommodations", "help was not offered to every participant")
    if study.accommodations.met < study.accommodations.asked:
        yield Gap(study.id, "accommodations", "not everybody got the help they asked for")
    for finding in study.findings:
        if finding.issue is None and finding.reason is None:
            text = f"{finding.id} has neither a backlog item nor a reason why not"
            yield Gap(study.id, "findings", text)
