"""The store's warehouse of an exhibition: opened for its days, closed when nothing is left in it."""

from datetime import datetime

from django.db.models import Q, Sum
from django.db.models.functions import Abs
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import commerce.facade as commerce
from exhibitions.plan.facade import Exhibition
from exhibitions.stock.models import Consignment, Difference, EventWarehouse, Shelf
from exhibitions.stock.services.common import ON_THE_WAY, event_slug
from exhibitions.stock.states import UNDER_WAY
from logistics.facade import place

STALLS = "stalls"


def open_for(event: Exhibition, *, now: datetime) -> None:
    """
    Make what the goods of an exhibition need in the store. Repeatable.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    state = place(event.pincode).state
    road = ("On the way to and from exhibitions", "On the road", event.town, event.pincode, state)
    commerce.open_warehouse(commerce.WarehouseWish(ON_THE_WAY, *road))
    slug = event_slug(event.code)
    found = commerce.open_warehouse(
        commerce.WarehouseWish(
            slug,
            event.name[:200],
            event.address or event.venue,
            event.town,
            event.pincode,
            state,
            channel=STALLS,
        )
    )
    row, made = EventWarehouse.objects.get_or_create(
        exhibition_code=event.code, defaults={"slug": slug, "warehouse_id": found, "opened_at": now}
    )
    if not made and (row.closed_at is not None or row.warehouse_id != found):
        EventWarehouse.objects.filter(pk=row.pk).update(closed_at=None, warehouse_id=found)


def close_for(exhibition_code: str, *, now: datetime) -> bool:
    """
    Sell from it no more, where nothing stands in it; return whether it is closed now. Repeatable.

    Raises:
        StoreRefused, StoreUnavailable: to be tried again.
    """
    row = EventWarehouse.objects.filter(exhibition_code=exhibition_code, closed_at__isnull=True).first()
    if row is None:
        return True
    if why_not_settled(exhibition_code):
        return False
    commerce.close_warehouse(row.slug, channel=STALLS)
    EventWarehouse.objects.filter(pk=row.pk).update(closed_at=now)
    return True


def why_not_settled(exhibition_code: str) -> str:
    """Say what is still to do with goods; empty where nothing is."""
    here = Shelf.objects.filter(exhibition_code=exhibition_code)
    left = here.filter(~Q(quantity=0)).aggregate(all=Sum(Abs("quantity")))["all"]
    if left is not None:
        return ngettext(
            "%(n)d piece is still at the exhibition, says the book.",
            "%(n)d pieces are still at the exhibition, says the book.",
            left,
        ) % {"n": left}
    moving = Consignment.objects.filter(exhibition_code=exhibition_code, state__in=UNDER_WAY).count()
    if moving:
        return ngettext(
            "%(n)d consignment is not counted in.", "%(n)d consignments are not counted in.", moving
        ) % {"n": moving}
    open_ones = Difference.objects.filter(
        line__consignment__exhibition_code=exhibition_code, settled_at__isnull=True
    ).count()
    if open_ones:
        return ngettext(
            "%(n)d difference is not settled.", "%(n)d differences are not settled.", open_ones
        ) % {"n": open_ones}
    if any(move.is_open for move in commerce.moves_through(event_slug(exhibition_code), only_open=True)):
        return _("The store is still moving goods of it.")
    return ""
