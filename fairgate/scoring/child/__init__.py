"""What runs beside the model, inside the sandbox: loads it, asks it, writes its answers down.

Nothing here is trusted by what started it. Read in this order:
:mod:`~fairgate.scoring.child.main` (the program), :mod:`~fairgate.scoring.child.loading`
(a file becomes something that answers), and a module for every kind of model.
"""
