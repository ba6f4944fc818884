"""YAML without surprises: what could be read in two ways is an error, and every value has a line.

:mod:`~fairgate.yamlfile.document` is the way in; :mod:`~fairgate.yamlfile.syntax` parses,
:mod:`~fairgate.yamlfile.reader` walks, :mod:`~fairgate.yamlfile.words` knows the traps.
"""

from fairgate.yamlfile.document import Document, load, scan
from fairgate.yamlfile.reader import Path, place

__all__ = ["Document", "Path", "load", "place", "scan"]
