"""From the published questionnaire to a template: ``python -m fairgate.assessment.canada``.

Ids, choices, weights, conditions and words stay those of the original. What is added: the
phase decides by a condition of its page which mitigation questions are asked, and a question
with boxes to tick may be refused with a reason, which is what leaving every box empty means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fairgate.assessment.canada.sums import cut_offs
from fairgate.assessment.canada.survey import (
    Requirements,
    Survey,
    SurveyChoice,
    SurveyQuestion,
    read_requirements,
    read_survey,
    weight_in,
)
from fairgate.assessment.canada.visible import Condition, Misread, condition
from fairgate.assessment.canada.writing import template_text
from fairgate.content import Complaint, ContentFile, complain

ID = "canada-aia"
LEVELS = {
    "I": "Little to no impact on rights, health, economic interests or ecosystems",
    "II": "Moderate impact on rights, health, economic interests or ecosystems",
    "III": "High impact on rights, health, economic interests or ecosystems",
    "IV": "Very high impact on rights, health, economic interests or ecosystems",
}
PAGES = {
    "projectDetails": "Project details",
    "businessDrivers": "Reasons for automation",
    "riskProfile": "Risk profile",
    "projectAuthority": "Project authority",
    "aboutSystem": "About the system",
    "aboutAlgorithm": "About the algorithm",
    "decisionSector": "About the decision",
    "impact": "Impact assessment",
    "aboutData": "About the data",
    "consultation": "Consultations",
    "dataQuality": "De-risking and mitigation: data quality",
    "fairness": "De-risking and mitigation: procedural fairness",
    "privacy": "De-risking and mitigation: privacy",
}
"""Titles of pages, without the phase that their names end with."""

_KINDS = {
    "text": "text",
    "comment": "text",
    "radiogroup": "single",
    "dropdown": "single",
    "checkbox": "multiple",
}
_PHASE = "projectDetailsPhase"
_LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')


def import_form(survey: ContentFile[Survey], requirements: ContentFile[Requirements]) -> str:
    """Turn questionnaire and requirements into the YAML of a template.

    Raises
    ------
    UserErrors
        Conditions that are not understood, each with its line.
    """
    questions, found = _questions(survey.content)
    errors = complain(found, survey)
    if errors is not None:
        raise errors
    levels = zip(LEVELS, (0, *cut_offs(survey.content.scoring.max_raw_impact)), strict=True)
    return template_text(
        origin=(survey.content.source, requirements.content.source),
        conditions=_phases(survey.content),
        pages=_pages(survey.content, questions),
        levels=[{"id": name, "at_least": least, "text": LEVELS[name]} for name, least in levels],
        obligations=list(_obligations(requirements.content)),
    )


def imported(survey: bytes, requirements: bytes, names: tuple[str, str]) -> str:
    """Turn the bytes of both files into the YAML of a template."""
    return import_form(read_survey(survey, names[0]), read_requirements(requirements, names[1]))


def _questions(survey: Survey) -> tuple[dict[str, dict[str, Any]], list[Complaint]]:
    """Translate every question; conditions that are not understood are complaints."""
    earlier: dict[str, SurveyQuestion] = {}
    made: dict[str, dict[str, Any]] = {}
    found: list[Complaint] = []
    for at, question in enumerate(survey.questions):
        when = None
        try:
            if question.visible_if:
                when = _named(condition(question.visible_if, earlier))
        except Misread as error:
            cure = "mend the condition, or import the form of b900dc7d"
            found.append(Complaint(("questions", at, "visible_if"), str(error), cure))
        made[question.id] = _question(question, when)
        earlier[question.id] = question
    return made, found


def _question(question: SurveyQuestion, when: Condition | None) -> dict[str, Any]:
    kind = _KINDS[question.type] if question.choices else "text"
    made: dict[str, Any] = {
        "id": f"{ID}.{question.id}",
        "text": " ".join(question.title.split()),
        "kind": kind,
        "source": ["aia"],
    }
    if when:
        made["when"] = when
    if kind == "text":
        made["required"] = False
    if kind == "single":
        made["ordered"] = False
    if kind == "multiple":
        made["not_applicable"] = True
    if question.counts_as in ("risk", "mitigation") and kind != "text":
        made["counts_as"] = question.counts_as
    if question.choices:
        counts = "counts_as" in made
        made["choices"] = [_choice(choice, counts=counts) for choice in question.choices]
    return made


def _choice(choice: SurveyChoice, *, counts: bool) -> dict[str, Any]:
    """Keep a choice's value as its id; its weight only where it goes to a sum."""
    weight = weight_in(choice.value) if counts else 0
    made = {"id": choice.value, "text": " ".join(choice.text.split())}
    return {**made, "weight": weight} if weight else made


def _named(when: Condition) -> Condition:
    """Give questions in a condition the ids that they have in the template."""
    if "question" in when:
        return {"question": f"{ID}.{when['question']}", "is": when["is"]}
    return {key: [_named(part) for part in parts] for key, parts in when.items()}


def _phases(survey: Survey) -> dict[str, Condition]:
    """Name the condition of each phase: ``design``, ``implementation``."""
    phase = next((q for q in survey.questions if q.id == _PHASE), None)
    return {
        choice.text.lower(): {"question": f"{ID}.{_PHASE}", "is": [choice.value]}
        for choice in (phase.choices if phase else ())
    }


def _pages(survey: Survey, questions: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Group questions by page, in order; a page named after a phase is asked in it only."""
    phases = _phases(survey)
    pages: dict[str, dict[str, Any]] = {}
    for question in survey.questions:
        page = pages.setdefault(question.page, _page(question.page, phases))
        page["questions"].append(questions[question.id])
    return list(pages.values())


def _page(name: str, phases: Mapping[str, Condition]) -> dict[str, Any]:
    phase = next((p for p in phases if name.lower().endswith(p)), "")
    base = name[: len(name) - len(phase)]
    title = PAGES.get(base, base)
    made: dict[str, Any] = {"id": name, "title": f"{title} ({phase} phase)" if phase else title}
    return {**made, **({"when": phase} if phase else {}), "questions": []}


def _obligations(requirements: Requirements) -> Iterator[dict[str, Any]]:
    """One obligation for each topic and wording, with the levels that share it."""
    for topic in requirements.requirements.elements:
        levels: dict[str, list[str]] = {}
        for level, demand in zip(LEVELS, topic.elements, strict=True):
            levels.setdefault(_flat(demand.text), []).append(level)
        slug = re.sub(r"[^a-z]+", "-", topic.title.lower()).strip("-")
        for text, names in levels.items():
            if text != "None":
                yield {
                    "id": f"{ID}.{slug}.{names[0]}",
                    "text": f"{topic.title}: {text}",
                    "levels": names,
                    "source": ["directive", "aia"],
                }


def _flat(text: str) -> str:
    r"""Put paragraphs and lists into one line, and addresses behind their words.

    Examples
    --------
    >>> _flat("Include:\n\nthe role\nthe data\n\nPublish it. ")
    'Include: the role; the data. Publish it.'
    """
    paragraphs = re.split(r"\n\s*\n", _LINK.sub(r"\2 (\1)", text).strip())
    lines = (_joined(paragraph.splitlines(), "; ") for paragraph in paragraphs)
    return _joined(lines, ". ")


def _joined(lines: Iterable[str], between: str) -> str:
    """Put lines behind one another; a line that ends a sentence needs nothing between."""
    text = ""
    for line in (" ".join(line.split()) for line in lines):
        text += line if not text else f" {line}" if text[-1] in ".:;," else f"{between}{line}"
    return text
