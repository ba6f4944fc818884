"""From cells to findings, one rule and grouping at a time.

:mod:`~fairgate.judging.case` is what there is to judge, :mod:`~fairgate.judging.compared`
who is compared, :mod:`~fairgate.judging.answers` what the statistics say,
:mod:`~fairgate.judging.findings` what follows, :mod:`~fairgate.judging.messages` in words.
:mod:`~fairgate.judging.promise` is what holds of rules about rankings as well.
"""
