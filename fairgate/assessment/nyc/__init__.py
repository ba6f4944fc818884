"""New York City's Local Law 144: what a verdict knows of the bias audit.

:mod:`~fairgate.assessment.nyc.tables` has rates and impact ratios,
:mod:`~fairgate.assessment.nyc.record` fills the record in with them.
"""
