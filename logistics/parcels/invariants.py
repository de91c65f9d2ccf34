"""What must be true of parcels at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db.models import F, OuterRef, Subquery

from logistics.parcels.models import Parcel, ParcelStep

LISTED_MAX: Final = 100


def _stand_where_they_stepped() -> list[str]:
    last = ParcelStep.objects.filter(parcel=OuterRef("pk")).order_by("-id").values("state")[:1]
    rows = Parcel.objects.annotate(last=Subquery(last)).exclude(last=F("state"))
    return [f"{each.code} is {each.state}, its last step left it {each.last}" for each in rows[:LISTED_MAX]]


def _boxes_hold_what_they_say() -> list[str]:
    rows = Parcel.objects.filter(box__isnull=False).select_related("box").order_by("id")
    wrong = rows.exclude(
        state=F("box__state"), tracking_number=F("box__tracking_number"), order_id=F("box__order_id")
    )
    return [f"{each.code} is not where its box {each.box.code} is" for each in wrong[:LISTED_MAX] if each.box]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return the clauses of this room: a sentence, and what breaks it."""
    return (
        ("every parcel stands where its last step left it", _stand_where_they_stepped),
        ("what is in a box is where the box is", _boxes_hold_what_they_say),
    )
