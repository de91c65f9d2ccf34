"""Who may manage whom among staff. Pure: people are given as what they may do."""

from collections.abc import Iterable, Mapping, Set

MANAGE_STAFF = "MANAGE_STAFF"

#: Active member of staff -> what his groups may.
Powers = Mapping[int, Set[str]]


def managed(powers: Powers) -> set[str]:
    """Return the permissions that somebody can give and take: who has them, and manages staff."""
    return {code for held in powers.values() if MANAGE_STAFF in held for code in held}


def left_unmanaged(before: Powers, after: Powers) -> set[str]:
    """Return what somebody could manage before, and nobody can after: what no change may leave behind."""
    return managed(before) - managed(after)


def out_of_scope(own: Set[str], others: Iterable[Set[str]]) -> bool:
    """Return whether somebody may more than I: then I change nothing about him."""
    return any(not held <= own for held in others)
