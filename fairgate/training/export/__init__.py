"""Modules in other forms: a page, slides, packages for learning platforms, statements.

:mod:`~fairgate.training.export.page` makes one page of modules that works without a network,
:mod:`~fairgate.training.export.slideshow` shows their slides,
:mod:`~fairgate.training.export.scorm` packs them for a learning platform, and
:mod:`~fairgate.training.export.xapi` tells what was learnt. All of them return what is to be
written, the same bytes for the same modules.
"""
