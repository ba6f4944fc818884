"""Re-ranking towards a share of each group in every prefix, and what it costs.

With shares p of the groups, every prefix of i items should hold at least floor(i p) of a
group, and preferably at most ceil(i p). Four algorithms fill places from the top and take each
group's items by score; they differ in whom they take when no group is short:

- DetGreedy: the best item. Every floor holds with up to three groups.
- DetCons: the group whose next floor comes soonest.
- DetRelaxed: the best item among the groups whose next floor comes in the same place.
- DetConstSort: floors first, then items move up past worse ones as long as no floor
  breaks. Every floor holds with any number of groups; ceilings are not kept.

:func:`fa_star_ir` keeps the m-table of a statistical test instead, for one protected group.

Source: Geyik, Ambler & Kenthapadi, "Fairness-Aware Ranking in Search & Recommendation
Systems", KDD 2019, algorithms 1 to 3.
"""

from __future__ import annotations

import math

from fairgate.ranking import fair_star_ir
from fairgate.ranking.queues import Queues, Shares, due_floor, fill
from fairgate.ranking.ranked import Ranked
from fairgate.ranking.repaired import Repaired, by_discounted_sum, check_size


def det_greedy(ranked: Ranked, k: int | None = None, shares: Shares | None = None) -> Repaired:
    """Fill each place with the best item of a group that is short, else below its ceiling.

    Parameters
    ----------
    ranked : Ranked
        With scores; within a group items are taken by score, ties in the order given.
    k : int, optional
        Places to fill; all by default.
    shares : mapping from group to float, optional
        Wanted share of every group, adding up to 1; those of the whole ranking by default.

    Returns
    -------
    Repaired
        ``order`` has k places; ``measure`` is the discounted sum of scores.

    Raises
    ------
    ValueError
        If k is not between 1 and n, there are no scores, or shares are not one share for
        every group that add up to 1.

    Notes
    -----
    A group whose items are used up cannot keep its floor; :func:`first_short` says whether
    and where one is missed.

    Examples
    --------
    >>> ranked = Ranked.of(["m", "m", "m", "f", "f"], [9.0, 8.0, 7.0, 5.0, 4.0])
    >>> det_greedy(ranked, 4, {"m": 0.5, "f": 0.5}).order.tolist()
    [0, 3, 1, 4]
    """
    return by_discounted_sum(
        ranked, fill(ranked, k, shares, lambda queues, may, _: queues.best(may))
    )


def det_cons(ranked: Ranked, k: int | None = None, shares: Shares | None = None) -> Repaired:
    """Take, when no group is short, from the group whose next floor comes soonest.

    Parameters, result and errors are those of :func:`det_greedy`; equally soon, the better
    item goes first.

    Examples
    --------
    >>> ranked = Ranked.of(["m", "m", "m", "f", "f"], [9.0, 8.0, 7.0, 5.0, 4.0])
    >>> det_cons(ranked, 3, {"m": 0.4, "f": 0.6}).order.tolist()
    [3, 0, 4]
    >>> det_greedy(ranked, 3, {"m": 0.4, "f": 0.6}).order.tolist()
    [0, 3, 1]
    """

    def soonest(queues: Queues, may: list[int], place: int) -> int:
        return min(may, key=lambda group: (queues.next_floor(group, place), -queues.head(group)))

    return by_discounted_sum(ranked, fill(ranked, k, shares, soonest))


def det_relaxed(ranked: Ranked, k: int | None = None, shares: Shares | None = None) -> Repaired:
    """Take, when no group is short, the best item of the groups due in the same place.

    Parameters, result and errors are those of :func:`det_greedy`.

    Examples
    --------
    >>> ranked = Ranked.of(["m", "m", "m", "f", "f"], [9.0, 8.0, 7.0, 5.0, 4.0])
    >>> det_relaxed(ranked, 4, {"m": 0.5, "f": 0.5}).order.tolist()
    [0, 3, 1, 4]
    """

    def soonest(queues: Queues, may: list[int], place: int) -> int:
        due = {group: math.ceil(queues.next_floor(group, place) - 1e-9) for group in may}
        return queues.best([group for group in may if due[group] == min(due.values())])

    return by_discounted_sum(ranked, fill(ranked, k, shares, soonest))


def det_const_sort(ranked: Ranked, k: int | None = None, shares: Shares | None = None) -> Repaired:
    """Meet every floor as it falls due, then sort by score as far as the floors allow.

    Parameters, result and errors are those of :func:`det_greedy`.

    Examples
    --------
    >>> ranked = Ranked.of(["m", "m", "m", "f", "f"], [9.0, 8.0, 7.0, 5.0, 4.0])
    >>> det_const_sort(ranked, 4, {"m": 0.5, "f": 0.5}).order.tolist()
    [0, 3, 1, 4]
    """
    queues = Queues.of(ranked, k, shares)
    last_due = [0] * queues.size  # the last place, counted from 1, where an item may stand
    line: list[int] = []
    prefix = 0
    while len(line) < queues.size and not queues.only_unwanted():
        prefix = queues.next_due(prefix)
        owed = [group for group in queues.waiting() if queues.owes(group, prefix)]
        for group in sorted(owed, key=queues.head, reverse=True)[: queues.size - len(line)]:
            _move_up(queues, line, last_due, queues.pop(group), prefix)
    while len(line) < queues.size:  # groups whose wanted share is 0, if the others run out
        line.append(queues.pop(queues.best(queues.waiting())))
    return by_discounted_sum(ranked, queues.order(line))


def _move_up(queues: Queues, line: list[int], last_due: list[int], item: int, due: int) -> None:
    """Append an item, then let it pass worse ones that may stand one place further down."""
    scores, at = queues.scores, len(line)
    line.append(item)
    last_due[at] = due
    while at and last_due[at - 1] > at and scores[line[at - 1]] < scores[item]:
        line[at - 1], line[at] = line[at], line[at - 1]
        last_due[at - 1], last_due[at] = last_due[at], last_due[at - 1]
        at -= 1


def fa_star_ir(
    ranked: Ranked,
    group: str | None,
    k: int | None = None,
    p: float | None = None,
    alpha: float = 0.1,
    *,
    conservative: bool = False,
) -> Repaired:
    """Re-rank so that FA*IR's test passes, and say what it costs.

    Parameters and errors are those of :func:`fairgate.ranking.fair_star_ir.rerank`, and
    there have to be scores; ``order`` has the first k places.

    Examples
    --------
    >>> ranked = Ranked.of("mmmmmmff", [8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0])
    >>> repaired = fa_star_ir(ranked, "f", p=0.5)
    >>> repaired.order.tolist(), round(repaired.cost, 2)
    ([0, 1, 2, 6, 3, 4, 7, 5], 0.25)
    """
    size = check_size(ranked, k)
    order = fair_star_ir.rerank(ranked, group, k, p, alpha, conservative=conservative)
    return by_discounted_sum(ranked, order[:size])


def first_short(ranked: Ranked, shares: Shares) -> tuple[int, str | None] | None:
    """Find the first prefix that holds fewer than floor(i p) of a group: its length and the group.

    Parameters
    ----------
    ranked : Ranked
        Any ranking, with or without scores.
    shares : mapping from group to float
        Wanted share of each group; a group not named has no floor.

    Returns
    -------
    tuple of int and group, or None
        None if every floor holds. Of several groups short in one prefix, the first in
        ``shares``.

    Examples
    --------
    >>> first_short(Ranked.of(["m", "m", "f", "m"]), {"f": 0.5})
    (2, 'f')
    >>> first_short(Ranked.of(["m", "f", "m", "f"]), {"f": 0.5}) is None
    True
    """
    labels = ranked.labels
    seen = dict.fromkeys(shares, 0)
    for prefix, label in enumerate(labels, start=1):
        if label in seen:
            seen[label] += 1
        for group, share in shares.items():
            if seen[group] < due_floor(prefix, share):
                return prefix, group
    return None
