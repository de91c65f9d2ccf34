"""
The carrier's own label: fetched when somebody first wants to print it, and kept privately until the carrier
has the parcel. It is the one paper here that names a buyer.
"""

import logging
from datetime import datetime

from django.db import transaction

from logistics.carriers.facade import carrier
from logistics.parcels.models import CarrierLabel, Parcel
from logistics.parcels.states import WITH_US, Direction
from media.facade import PaperRefused, let_files_go, store_paper

logger = logging.getLogger(__name__)


def may_have_label(parcel: Parcel) -> bool:
    """
    Return whether its carrier may give a label: it has a number there, and goes out under it by itself or as
    a box. What comes back is labelled by who fetches it.
    """
    goes_alone = parcel.box_id is None and (parcel.box_size == 1 or parcel.is_box)
    is_there = bool(parcel.tracking_number) and parcel.direction == Direction.OUT
    return goes_alone and is_there and parcel.state in WITH_US and not carrier(parcel.carrier).by_hand


def carriers_label(parcel: Parcel, *, now: datetime) -> str | None:
    """
    Return under which key media keeps the label; None where the carrier gives none, or what cannot be
    printed. The carrier is asked outside any transaction, once for each number.

    Raises:
        CarrierRefused, CarrierUnavailable, FilesUnavailable.
    """
    number = parcel.tracking_number
    known = CarrierLabel.objects.filter(parcel=parcel, number=number).first()
    if known is not None:
        return known.paper_key
    if not may_have_label(parcel):
        return None
    given = carrier(parcel.carrier).label(number)
    if given is None:
        return None
    try:
        key = store_paper(given).key
    except PaperRefused as refusal:
        logger.warning("%s: the label of %s cannot be printed: %s", parcel.carrier, number, refusal)
        return None
    with transaction.atomic():
        found = Parcel.objects.select_for_update().get(pk=parcel.pk)
        if found.tracking_number == number and may_have_label(found):
            CarrierLabel.objects.update_or_create(
                parcel=found, defaults={"number": number, "paper_key": key, "fetched_at": now}
            )
        else:
            let_files_go([key])
            return None
    return key


def forget_label(parcel: Parcel) -> None:
    """It is not printed any more; in the caller's transaction, under the parcel's lock."""
    rows = CarrierLabel.objects.filter(parcel=parcel)
    keys = list(rows.values_list("paper_key", flat=True))
    if keys:
        rows.delete()
        let_files_go(keys)
