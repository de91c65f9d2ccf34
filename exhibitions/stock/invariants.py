"""What must be true of goods at exhibitions at any moment; ``manage.py check_invariants`` asks."""

from collections import defaultdict
from collections.abc import Callable
from typing import Final

from django.db import connection
from django.db.models import Sum

import commerce.facade as commerce
from exhibitions.stock.models import BillNote, Entry, EventWarehouse, Line, Shelf
from exhibitions.stock.services.common import ON_THE_WAY

LISTED_MAX: Final = 100

_SHELVES: Final = """
SELECT coalesce(s.exhibition_code, e.exhibition_code), coalesce(s.variant_id, e.variant_id),
       coalesce(s.quantity, 0), coalesce(e.quantity, 0)
  FROM exhibitions_stock_shelf s
  FULL JOIN (SELECT exhibition_code, variant_id, sum(quantity) AS quantity FROM exhibitions_stock_entry
              GROUP BY 1, 2) e USING (exhibition_code, variant_id)
 WHERE coalesce(s.quantity, 0) <> coalesce(e.quantity, 0) ORDER BY 1, 2 LIMIT %s
"""
#: Of labelled pieces, each count in and each way out names the label: what is left is where the piece stands.
_PIECES: Final = """
WITH told AS (
    SELECT e.exhibition_code, serial, sum(sign(e.quantity)) AS there
      FROM exhibitions_stock_entry e, unnest(e.serials) AS serial GROUP BY 1, 2)
SELECT coalesce(p.serial, told.serial), coalesce(told.there, 0), coalesce(p.at, 'nowhere')
  FROM told FULL JOIN exhibitions_stock_piece p
    ON p.serial = told.serial AND p.exhibition_code = told.exhibition_code
 WHERE (coalesce(p.at, '') = 'event') <> (coalesce(told.there, 0) = 1)
    OR (SELECT count(*) FROM told other WHERE other.serial = told.serial AND other.there > 0) > 1
 ORDER BY 1 LIMIT %s
"""


def _shelves() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_SHELVES, [LISTED_MAX])
        return [
            f"{code}, {variant}: {held} in the book, its entries sum to {told}"
            for code, variant, held, told in cursor.fetchall()
        ]


def _pieces() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_PIECES, [LISTED_MAX])
        return [
            f"piece {serial}: {there} by its entries, but it is {at}"
            for serial, there, at in cursor.fetchall()
        ]


def _store_agrees() -> list[str]:
    """
    The store's free stock of a live exhibition is ours, but for bills that it has not as orders yet; variants
    whose moves are under way are passed over, and goods made to order, of which the store takes nothing off.
    """
    slugs = dict(EventWarehouse.objects.filter(closed_at__isnull=True).values_list("exhibition_code", "slug"))
    ours: dict[tuple[str, str], int] = defaultdict(int)
    shelves = Shelf.objects.filter(exhibition_code__in=slugs)
    for code, variant, quantity in shelves.values_list("exhibition_code", "variant_id", "quantity"):
        ours[variant, slugs[code]] = quantity
    waiting = BillNote.objects.filter(exhibition_code__in=slugs, imported_at__isnull=True)
    entries = Entry.objects.filter(bill_id__in=waiting.values("bill_id"))
    for code, variant, quantity in entries.values_list("exhibition_code", "variant_id").annotate(
        n=Sum("quantity")
    ):
        ours[variant, slugs[code]] -= quantity
    made = set(Line.objects.filter(is_new=True).values_list("variant_id", flat=True))
    return _compare({key: quantity for key, quantity in ours.items() if key[0] not in made})


def _on_the_way() -> list[str]:
    """What consignments have under way is what the store counts as on the way."""
    rows = Line.objects.values_list("variant_id").annotate(n=Sum("in_transit"))
    return _compare({(variant, ON_THE_WAY): quantity for variant, quantity in rows})


def _compare(ours: dict[tuple[str, str], int]) -> list[str]:
    variants = {variant for variant, _slug in ours}
    moving, theirs = commerce.open_moves(variants), commerce.stock_of(variants)
    faults = []
    for (variant, slug), quantity in sorted(ours.items()):
        found = theirs.get((variant, slug))
        free = found.free if found is not None else 0
        if free != quantity and variant not in moving:
            faults.append(f"{slug}, {variant}: {quantity} in our book, {free} in the store")
    return faults[:LISTED_MAX]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("the stock of an exhibition is the sum of its entries", _shelves),
        ("a labelled piece is at one place, the last that counted it", _pieces),
        ("the store has at an exhibition what was counted in, less sold, less sent back", _store_agrees),
        ("the store has on the way what consignments have on the way", _on_the_way),
    )
