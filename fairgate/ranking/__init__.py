"""Rankings: how fair, how diverse, how stable, and how to mend them.

After Stoyanovich, *TransFAT* (2019). Every measure takes a :class:`~fairgate.ranking.ranked.Ranked`
and gives a number, or says why there is none.
"""

from fairgate.ranking.ranked import Ranked, Undefined

__all__ = ["Ranked", "Undefined"]
