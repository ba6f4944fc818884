"""Training: modules that trainers run and squads pass.

:mod:`~fairgate.training.models` and :mod:`~fairgate.training.steps` say what the YAML files hold,
:mod:`~fairgate.training.lesson` and :mod:`~fairgate.training.slides` read the Markdown,
:mod:`~fairgate.training.module` reads a module whole and :mod:`~fairgate.training.library` all of
them; :mod:`~fairgate.training.quiz` marks answers, :mod:`~fairgate.training.exercise` hands out
and checks exercises with the real :mod:`~fairgate.training.tools`,
:mod:`~fairgate.training.agenda` plans sessions, :mod:`~fairgate.training.lint` helps authors.
"""

from fairgate.training.library import find_module, open_modules
from fairgate.training.module import Module
from fairgate.training.quiz import Score, score

__all__ = ["Module", "Score", "find_module", "open_modules", "score"]
