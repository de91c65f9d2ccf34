"""What must be true of goods at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db import connection

LISTED_MAX: Final = 100
#: A key of before that is no hash names a file that never came; nothing is known of it.
_APART: Final = """
SELECT coalesce(named.listing, placed.listing) AS listing, coalesce(named.key, placed.key),
       named.key IS NULL AS is_row_alone
  FROM (SELECT DISTINCT listing.id AS listing, each AS key
          FROM catalogue_listing AS listing CROSS JOIN unnest(listing.photo_keys) AS each
         WHERE EXISTS (SELECT 1 FROM media_storedpicture AS picture WHERE picture.key = each)) AS named
  FULL JOIN (SELECT listing_id AS listing, shown_key AS key
               FROM catalogue_listingphoto WHERE place IS NOT NULL) AS placed
    ON placed.listing = named.listing AND placed.key = named.key
 WHERE named.key IS NULL OR placed.key IS NULL
 ORDER BY 1, 2 LIMIT %s
"""


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (("every photograph of goods is known to the desk, and the desk knows no other", _photos_apart),)


def _photos_apart() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_APART, [LISTED_MAX])
        return [
            f"listing {listing}: photograph {key[:12]} "
            + ("has a row, and the goods do not name it" if is_row_alone else "has no row at the desk")
            for listing, key, is_row_alone in cursor.fetchall()
        ]
