"""Assessments of issues: from a draft to an approval that is signed, and lapses."""
