"""
Something went wrong with a parcel: what, and who bears it. The orders hear of it, and put the money right.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from logistics.parcels.errors import BadClaim, TroubleKnown
from logistics.parcels.models import Parcel, Trouble
from logistics.parcels.services.scan import keep_photos
from logistics.parcels.services.take_step import Happened, locked, take_step
from logistics.parcels.states import Bearer, ClaimState, Step, TroubleKind

_STEPS: Final = {
    TroubleKind.DAMAGED: Step.DAMAGED,
    TroubleKind.REFUSED: Step.REFUSED,
    TroubleKind.RETURNED: Step.RETURNED,
    TroubleKind.LOST: Step.LOST,
}


@transaction.atomic
def note_trouble(
    code: str, *, kind: TroubleKind, bearer: Bearer, happened: Happened, photo_keys: tuple[str, ...] = ()
) -> None:
    """
    Note it with its step, and, where the carrier bears it, a claim of the declared value.
    ``happened.step`` is not read: the kind says which it is. Of a box it is the trouble of all that is
    inside.

    Raises:
        ParcelUnknown, StepRefused, TooManyPhotos.
        TroubleKnown: this was said of it before; the same form again is no fault.
    """
    found = locked(code)
    told = list(found.inside.order_by("id")) if found.is_box else [found]
    if Trouble.objects.filter(key__in=[_key(each, happened) for each in told]).exists():
        return
    if Trouble.objects.filter(parcel__in=told, kind=kind).exists():
        raise TroubleKnown(f"That {code} is “{kind.label}” was said before.", field="kind")
    keep_photos(found, photo_keys, happened)
    taken = Happened(
        step=_STEPS[kind],
        key=happened.key,
        actor=happened.actor,
        at=happened.at,
        now=happened.now,
        place_code=happened.place_code,
        words=happened.words,
    )
    take_step(code, taken)
    for each in told:
        _write(each, kind, bearer, happened)


def _key(each: Parcel, happened: Happened) -> str:
    return f"{happened.key}:{each.code}"


def _write(each: Parcel, kind: TroubleKind, bearer: Bearer, happened: Happened) -> None:
    is_claim = (
        bearer is Bearer.CARRIER
        and kind in (TroubleKind.DAMAGED, TroubleKind.LOST)
        and each.declared_value > 0
    )
    made = Trouble.objects.create(
        parcel=each,
        key=_key(each, happened),
        kind=kind,
        bearer=bearer,
        words=happened.words.strip()[:200],
        at=happened.now,
        actor=happened.actor,
        claim_state=ClaimState.OPEN if is_claim else ClaimState.NONE,
        claimed=each.declared_value if is_claim else Decimal(0),
    )
    if is_claim:
        _book(made)
    outbox.record(
        "ParcelTrouble",
        {
            "trouble": made.pk,
            "parcel": each.code,
            "order": each.order_id,
            "seller_order": each.seller_order,
            "kind": kind.value,
            "bearer": bearer.value,
        },
    )


@transaction.atomic
def settle_claim(
    pk: int, *, to: ClaimState, reference: str, paid: Decimal, settled_on: date, now: datetime
) -> Trouble:
    """
    The carrier answered a claim: paid, in full or in part, or refused; the books hear it in the same
    transaction. Settled the same already is no fault.

    Raises:
        BadClaim: there is none, it is settled otherwise, or the facts cannot be.
    """
    found = Trouble.objects.select_for_update().select_related("parcel").filter(pk=pk).first()
    if found is None or found.claim_state == ClaimState.NONE:
        raise BadClaim("There is no such claim.")
    paid = paid if to is ClaimState.PAID else Decimal(0)
    said = (to.value, reference.strip(), paid, settled_on)
    if found.claim_state != ClaimState.OPEN:
        if said == (found.claim_state, found.claim_reference, found.claim_paid, found.claim_settled_on):
            return found
        raise BadClaim("This claim is settled already.")
    if not reference.strip():
        raise BadClaim("Give the carrier’s reference, or the bank’s.", field="reference")
    if to is ClaimState.PAID and not 0 < paid <= found.claimed:
        raise BadClaim(f"Between nought and {found.claimed}.", field="paid")
    if settled_on > local_date(now):
        raise BadClaim("Not after today.", field="settled_on")
    found.claim_state, found.claim_reference = to, reference.strip()[:40]
    found.claim_paid, found.claim_settled_on = paid, settled_on
    found.save()
    _book(found)
    ledger.settle_claim(
        ledger.ClaimSettlement(
            reference=claim_name(found),
            carrier=found.parcel.carrier,
            claimed=Money(found.claimed, "INR"),
            paid=Money(paid, "INR"),
            bank_reference=found.claim_reference,
            occurred_on=settled_on,
        )
    )
    return found


def _book(found: Trouble) -> None:
    """Repeatable, so that a claim which was made before claims stood in the books can be settled, too."""
    ledger.claim_from_carrier(
        ledger.CarrierClaim(
            claim_name(found), found.parcel.carrier, Money(found.claimed, "INR"), local_date(found.at)
        )
    )


def claim_name(found: Trouble) -> str:
    """Return the claim's name in the books: the parcel's code, and what happened to it."""
    return f"{found.parcel.code}-{found.kind}"
