"""
Something went wrong with a parcel: what, and who bears it. The orders hear of it, and put the money right.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

import sellers.ledger.facade as ledger
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from logistics.facade import loss_of
from logistics.parcels.errors import BadClaim, TroubleKnown
from logistics.parcels.models import Parcel, Trouble
from logistics.parcels.services.scan import keep_photos
from logistics.parcels.services.take_step import Happened, locked, take_step
from logistics.parcels.services.unpack import befalls_share, lock_box_of
from logistics.parcels.states import Bearer, ClaimState, ParcelState, Step, TroubleKind

_STEPS: Final = {
    TroubleKind.DAMAGED: Step.DAMAGED,
    TroubleKind.REFUSED: Step.REFUSED,
    TroubleKind.RETURNED: Step.RETURNED,
    TroubleKind.LOST: Step.LOST,
}
#: For these a carrier pays.
_CLAIMED: Final = (TroubleKind.DAMAGED, TroubleKind.LOST)


@transaction.atomic
def note_trouble(
    code: str, *, kind: TroubleKind, bearer: Bearer, happened: Happened, photo_keys: tuple[str, ...] = ()
) -> None:
    """
    Note it with its step, and, where the carrier bears it, a claim of what the carrier owes.
    ``happened.step`` is not read: the kind says which it is. Of a box it is the trouble of all that goes with
    it; what broke or is missing alone is said of that one, while the box lies at a hub or once it arrived.

    Raises:
        ParcelUnknown, StepRefused, TooManyPhotos.
        TroubleKnown: this was said of it before; the same form again is no fault.
    """
    box = lock_box_of(code)
    found = locked(code)
    box = box if box is not None and found.box_id == box.pk else None
    told = list(found.going()) if found.is_box else [found]
    if Trouble.objects.filter(key__in=[_key(each, happened) for each in told]).exists():
        return
    if Trouble.objects.filter(parcel__in=told, kind=kind).exists():
        facts = {"code": code, "what": kind.label}
        raise TroubleKnown(_("That %(code)s is “%(what)s” was said before.") % facts, field="kind")
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
    owed = _owed(told, box or found) if bearer is Bearer.CARRIER and kind in _CLAIMED else {}
    if box is None or not befalls_share(box, found, taken):
        take_step(code, taken)
    for each in told:
        _write(each, kind, bearer, happened, owed.get(each.pk, Decimal(0)))


def _key(each: Parcel, happened: Happened) -> str:
    return f"{happened.key}:{each.code}"


def _owed(told: Sequence[Parcel], article: Parcel) -> dict[int, Decimal]:
    """
    Return what the carrier owes for each (INR), without what is claimed for it already. A box is one article:
    a share is owed its part of that, as its buyer and its group were told, also where it broke alone.
    """
    shares = list(article.inside.exclude(state=ParcelState.CANCELLED)) if article.is_box else [article]
    shares.sort(key=lambda each: each.group_code)
    terms = loss_of(
        carrier=article.carrier,
        service=article.service,
        declared=[Money(each.declared_value, "INR") for each in shares],
        on=local_date(min(each.opened_at for each in shares)),
    )
    owed = {each.pk: said.carrier_bears.amount for each, said in zip(shares, terms, strict=True)}
    for known in Trouble.objects.filter(parcel__in=told):
        owed[known.parcel_id] -= known.claimed
    return owed


def _write(each: Parcel, kind: TroubleKind, bearer: Bearer, happened: Happened, owed: Decimal) -> None:
    is_claim = owed > 0
    made = Trouble.objects.create(
        parcel=each,
        key=_key(each, happened),
        kind=kind,
        bearer=bearer,
        words=happened.words.strip()[:200],
        at=happened.now,
        actor=happened.actor,
        claim_state=ClaimState.OPEN if is_claim else ClaimState.NONE,
        claimed=owed if is_claim else Decimal(0),
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
        raise BadClaim(_("There is no such claim."))
    paid = paid if to is ClaimState.PAID else Decimal(0)
    said = (to.value, reference.strip(), paid, settled_on)
    if found.claim_state != ClaimState.OPEN:
        if said == (found.claim_state, found.claim_reference, found.claim_paid, found.claim_settled_on):
            return found
        raise BadClaim(_("This claim is settled already."))
    if not reference.strip():
        raise BadClaim(_("Give the carrier’s reference, or the bank’s."), field="reference")
    if to is ClaimState.PAID and not 0 < paid <= found.claimed:
        raise BadClaim(_("Between nought and %(most)s.") % {"most": found.claimed}, field="paid")
    if settled_on > local_date(now):
        raise BadClaim(_("Not after today."), field="settled_on")
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
