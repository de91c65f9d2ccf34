"""A return was received, or called off: what becomes of the parcel that was to bring it."""

from dataclasses import replace
from typing import Final

from django.db import transaction

from logistics.parcels.models import Parcel
from logistics.parcels.services.pickups import let_go_pickups
from logistics.parcels.services.scan import scan
from logistics.parcels.services.take_step import Happened, locked
from logistics.parcels.states import WITH_US, ParcelState, Step

#: Nobody has fetched it.
_AT_ITS_BUYER: Final = (ParcelState.PACKING, ParcelState.READY)


@transaction.atomic
def follow_return(return_number: int, happened: Happened) -> bool:
    """
    Received (``DELIVERED``) or called off (``CANCELLED``); return whether that was new. What nobody fetched
    is called off in both cases: its buyer brought it, or keeps it. What is on its way arrives all the same.
    """
    known = Parcel.objects.filter(return_number=return_number).exclude(state=ParcelState.CANCELLED).first()
    if known is None:
        return False
    found = locked(known.code)
    if found.state in _AT_ITS_BUYER:
        new = scan(found.code, replace(happened, step=Step.CANCELLED))
        found.refresh_from_db()
        let_go_pickups(found, now=happened.now)
        return new
    if happened.step is not Step.DELIVERED or found.state not in (*WITH_US, ParcelState.HANDED_OVER):
        return False
    if found.state in WITH_US:
        scan(found.code, replace(happened, step=Step.HANDED_OVER, key=f"{happened.key}:left"))
    return scan(found.code, happened)
