"""What must be true of parcels at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db.models import F, OuterRef, Q, Subquery

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from logistics.parcels.models import Parcel, ParcelStep, Trouble
from logistics.parcels.services.note_trouble import claim_name
from logistics.parcels.states import STAYS_BEHIND, ClaimState, ParcelState

LISTED_MAX: Final = 100


def _stand_where_they_stepped() -> list[str]:
    last = ParcelStep.objects.filter(parcel=OuterRef("pk")).order_by("-id").values("state")[:1]
    rows = Parcel.objects.annotate(last=Subquery(last)).exclude(last=F("state"))
    return [f"{each.code} is {each.state}, its last step left it {each.last}" for each in rows[:LISTED_MAX]]


def _boxes_hold_what_they_say() -> list[str]:
    rows = Parcel.objects.filter(box__isnull=False).select_related("box").order_by("id")
    rows = rows.exclude(state=ParcelState.CANCELLED)
    rows = rows.exclude(~Q(state=F("box__state")), state__in=STAYS_BEHIND)
    wrong = rows.exclude(
        state=F("box__state"), tracking_number=F("box__tracking_number"), order_id=F("box__order_id")
    )
    return [f"{each.code} is not where its box {each.box.code} is" for each in wrong[:LISTED_MAX] if each.box]


def _claims_stand_in_the_books() -> list[str]:
    """What the books have open against carriers is what is claimed and not answered, each by its name."""
    claims = Trouble.objects.filter(claim_state=ClaimState.OPEN).select_related("parcel")
    ours = {
        (each.parcel.carrier, ledger.source_of("carrier-claim", each.parcel.carrier, claim_name(each))): (
            Money(each.claimed, "INR").minor_units
        )
        for each in claims
    }
    books = {
        (item.account.owner, item.source): item.amount.minor_units
        for item in ledger.open_items(code="due-from-carriers")
    }
    wrong = sorted(key for key in ours.keys() | books.keys() if ours.get(key, 0) != books.get(key, 0))
    return [
        f"{source}: {ours.get((carrier, source), 0)} paise are claimed of {carrier}, "
        f"the books have {books.get((carrier, source), 0)} open"
        for carrier, source in wrong[:LISTED_MAX]
    ]


def _claims_paid_are_money() -> list[str]:
    """What a carrier paid for a claim came into the books with it."""
    rows = Trouble.objects.filter(claim_state__in=(ClaimState.PAID, ClaimState.REFUSED))
    ours = {
        ledger.key_of("claim-settled", each.parcel.carrier, claim_name(each)): (
            Money(each.claim_paid, "INR").minor_units
        )
        for each in rows.select_related("parcel")
    }
    bank = ledger.effects_on(ledger.account_of("bank"), ours)
    booked = ledger.booked(ours)
    return [
        f"{key}: {paid} paise were paid by its carrier, the books have "
        f"{bank[key].minor_units if key in bank else 0 if key in booked else 'nothing'}"
        for key, paid in sorted(ours.items())
        if key not in booked or paid != (bank[key].minor_units if key in bank else 0)
    ][:LISTED_MAX]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return the clauses of this room: a sentence, and what breaks it."""
    return (
        ("every parcel stands where its last step left it", _stand_where_they_stepped),
        ("what is in a box is where the box is", _boxes_hold_what_they_say),
        ("what is claimed of carriers is open in the books", _claims_stand_in_the_books),
        ("what carriers paid for claims is money in the books", _claims_paid_are_money),
    )
