"""Weights where they are added up, nowhere else, and levels that fit their sum."""

from __future__ import annotations

from collections.abc import Iterator

from fairgate.assessment.canada.sums import cut_offs, largest
from fairgate.assessment.questions import Question
from fairgate.assessment.template import Template
from fairgate.modelfile import Complaint
from fairgate.yamlfile.reader import Path


def misweighed(template: Template) -> Iterator[Complaint]:
    """Find weights that would count for nothing, and levels that begin elsewhere."""
    weighs = template.scoring == "canada-aia"
    for path, _, question in template.questions():
        yield from _question(path, question, weighs=weighs)
    if weighs:
        yield from _cut_offs(template)


def _question(path: Path, question: Question, *, weighs: bool) -> Iterator[Complaint]:
    weighted = any(choice.weight for choice in question.choices)
    if not weighs and (weighted or question.counts_as):
        problem = "weights count only where scoring is canada-aia"
        yield Complaint((*path, "id"), problem, "remove weights and counts_as, or change scoring")
    elif weighs and weighted and question.counts_as is None:
        problem = "its choices have weights that go to no sum"
        yield Complaint((*path, "id"), problem, "add counts_as: risk or mitigation")
    elif weighs and (question.scores or question.mitigates):
        problem = "points and shares count only where scoring is risk"
        yield Complaint((*path, "choices"), problem, "give choices a weight instead")
    if question.counts_as and question.kind not in ("single", "multiple"):
        problem = f"a {question.kind} question has no weight"
        yield Complaint((*path, "counts_as"), problem, "remove it")


def _cut_offs(template: Template) -> Iterator[Complaint]:
    """Check that levels begin above each quarter of the largest raw impact."""
    risk_most, _ = largest(template)
    expected = (0, *cut_offs(risk_most))
    found = [level.at_least for level in template.levels]
    if len(found) != len(expected):
        problem = f"expected four levels, got {len(found)}"
        yield Complaint(("levels",), problem, "this scoring has four; add or remove some")
        return
    for at, (right, written) in enumerate(zip(expected, found, strict=True)):
        if right != written:
            problem = f"the weights reach {risk_most}, so this level begins at {right}"
            yield Complaint(("levels", at, "at_least"), problem, f"write {right}")
