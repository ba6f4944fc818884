"""What runs between the sandbox's start and the program's: confines itself, then gives way.

Standard library only, and relative imports only: it is started with ``python -I -S`` inside the
sandbox, where nothing of fairgate but this directory is seen. Read in this order:
:mod:`~fairgate.scoring.sandbox.inside.main`, ``plan``, ``supervisor``, ``confine``; then the
walls: ``limits``, ``landlock``, ``seccomp`` (how), ``refusals`` (what), ``calls`` (numbers).
"""
