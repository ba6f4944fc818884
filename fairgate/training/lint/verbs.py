"""Verbs that somebody else can observe; what one "understands" nobody can see.

After the revised taxonomy of Anderson and Krathwohl (2001).
"""

from __future__ import annotations

_VERBS = """
    add adjust adapt allocate analyse annotate answer apply argue arrange ask assess assign
    build calculate calibrate challenge change check choose cite classify collect combine
    compare complete compose compute conduct configure connect construct contrast convert
    correct count create criticise critique debug decide defend define demonstrate derive
    describe design detect determine develop diagnose diagram differentiate discover discuss
    distinguish divide document draft draw edit enter estimate evaluate examine execute explain
    extend extract file fill find fix flag follow formulate give group handle hand hold identify
    illustrate implement improve infer insert inspect install interpret interview invite judge
    justify label lead link list locate make map mark match measure mend modify monitor move
    name navigate negotiate note number observe open operate order organise outline paraphrase
    pick place plan point practise predict prepare present prioritise produce propose prove
    quote rank rate read rebuild recalculate recognise recommend record recruit rephrase
    replace report reproduce request respond restate review revise rewrite roll run say schedule
    select send separate set show sign simulate sketch solve sort specify spot state stop
    summarise support switch tell test trace translate try turn undo update use validate verify
    walk watch weigh write
"""

OBSERVABLE = frozenset(_VERBS.split())
"""First words that an objective may have."""


def first_verb(text: str) -> str:
    """First word of an objective, in small letters.

    Examples
    --------
    >>> first_verb("Fill in a template"), first_verb("Roll out, and watch")
    ('fill', 'roll')
    """
    words = text.replace(",", " ").split()
    return words[0].casefold() if words else ""
