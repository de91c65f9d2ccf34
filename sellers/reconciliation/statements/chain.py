"""
The running balance. Each line leads from the balance before it to the balance after it; a statement without
a gap is one unbroken walk, whatever the order of its rows (banks print the oldest or the newest first). Where
more walks begin than one, lines are missing. Pure.
"""

from collections import Counter
from collections.abc import Iterable

Step = tuple[int, int]


def breaks(steps: Iterable[Step]) -> tuple[list[int], list[int]]:
    """
    Return the balances at which walks begin and those at which they end, each as often as it happens.

    One unbroken walk has one of each, or none where it comes back to where it began.
    """
    surplus: Counter[int] = Counter()
    for amount, balance in steps:
        surplus[balance - amount] += 1
        surplus[balance] -= 1
    starts = [balance for balance, count in surplus.items() for _ in range(count)]
    ends = [balance for balance, count in surplus.items() for _ in range(-count)]
    return sorted(starts), sorted(ends)
