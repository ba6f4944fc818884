"""Canada's Algorithmic Impact Assessment: its score, reproduced, and its questions, imported.

:mod:`~fairgate.assessment.canada.sums` adds weights up as the original does,
:mod:`~fairgate.assessment.canada.words` explains the sums,
:mod:`~fairgate.assessment.canada.importing` turns the published questionnaire into a template.
"""
