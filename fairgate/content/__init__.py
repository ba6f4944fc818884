"""Content as data: assessments, checklists, signals, cases; read strictly, found by id.

:mod:`~fairgate.content.places` knows where content is, :mod:`~fairgate.content.reading` reads
one file into its model, :mod:`~fairgate.content.references` checks ids across files.
"""

from fairgate.content.models import Head, Id, Item, Source, Text
from fairgate.content.places import Entry, find, home, listing
from fairgate.content.reading import ContentFile, complain, parse, read
from fairgate.content.references import references
from fairgate.content.schema import json_schema
from fairgate.modelfile import Complaint
from fairgate.strict import Strict

__all__ = [
    "Complaint",
    "ContentFile",
    "Entry",
    "Head",
    "Id",
    "Item",
    "Source",
    "Strict",
    "Text",
    "complain",
    "find",
    "home",
    "json_schema",
    "listing",
    "parse",
    "read",
    "references",
]
