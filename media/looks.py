"""
Pictures that look alike: which of the kept ones differ from this one in few of the look's 64 bits.

The index holds each look as four numbers of 16 bits. Two looks that differ in at most 7 bits agree in one of
the four but for at most one bit; so 4 × 17 numbers find all of them, and none is compared that has none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

#: In so many bits of 64 two photographs of one scene may differ: scaled, written anew, a little brighter.
ALIKE: Final = 6
_MASK: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class LookAlike:
    """``key`` looks like ``other``, which ``owner`` put here; ``bits`` of 64 differ (0: as good as equal)."""

    key: str
    other: str
    owner: str
    bits: int


def bands_of(look: int | None) -> list[int]:
    """Return the four numbers of a look, each with its place: what the index holds."""
    if look is None:
        return []
    whole = look & 0xFFFF_FFFF_FFFF_FFFF
    return [place << 16 | (whole >> (16 * place)) & _MASK for place in range(4)]


def _near(bands: Iterable[int]) -> list[int]:
    return [band ^ change for band in bands for change in (0, *(1 << bit for bit in range(16)))]


_SQL: Final = """
SELECT other.key, keeping.owner, bit_count((other.look # %s)::bit(64)) AS bits
FROM media_storedpicture AS other
JOIN media_keeping AS keeping ON keeping.key = other.key
WHERE other.bands && %s::int[] AND other.key <> ALL(%s)
  AND bit_count((other.look # %s)::bit(64)) <= %s
ORDER BY bits, other.created_at, keeping.owner LIMIT 20
"""


def look_alikes(keys: Sequence[str]) -> tuple[LookAlike, ...]:
    """
    Return kept pictures of somebody's that look like these, nearest first; at most 20 for each.

    Pictures that nobody owns (copies for the shop) are not told: they are made of those that are.
    """
    found: list[LookAlike] = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, look, bands FROM media_storedpicture WHERE key = ANY(%s) AND look IS NOT NULL",
            [list(keys)],
        )
        for key, look, bands in cursor.fetchall():
            cursor.execute(_SQL, [look, _near(bands), list(keys), look, ALIKE])
            found += [LookAlike(key, other, owner, bits) for other, owner, bits in cursor.fetchall()]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Twins:
    """Two pictures of two owners that look alike; ``mine`` put the newer one here."""

    key: str
    mine: str
    other: str
    owner: str
    bits: int


_TWINS: Final = """
WITH newest AS (
    SELECT picture.key, picture.look, picture.bands, keeping.owner, keeping.kept_at
    FROM media_keeping AS keeping JOIN media_storedpicture AS picture ON picture.key = keeping.key
    WHERE picture.look IS NOT NULL ORDER BY keeping.kept_at DESC LIMIT 300
)
SELECT DISTINCT ON (newest.kept_at, newest.key, other.key)
    newest.key, newest.owner, other.key, keeping.owner, bit_count((other.look # newest.look)::bit(64)) AS bits
FROM newest
JOIN media_storedpicture AS other ON other.bands && newest.bands
JOIN media_keeping AS keeping ON keeping.key = other.key AND keeping.owner <> newest.owner
WHERE keeping.kept_at <= newest.kept_at AND bit_count((other.look # newest.look)::bit(64)) <= %s
ORDER BY newest.kept_at DESC, newest.key, other.key LIMIT %s
"""


def twins(*, most: int) -> tuple[Twins, ...]:
    """
    Return pictures among the newest 300 that look like another owner's older one, or are the same file.

    Compared are those that share one of their four numbers: all within 3 bits, most within 6.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TWINS, [ALIKE, most])
        return tuple(Twins(*row) for row in cursor.fetchall())
