"""Cash on delivery that a carrier hands in: listed by one person, booked when another approves it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from sellers.orders.contracts import Handed
from sellers.orders.errors import AlreadyProposed, BadDay, BadSum
from sellers.orders.models import Remittance, RemittanceLine, SellerOrder
from sellers.orders.services.decide import said, settle, waiting
from sellers.orders.services.move import By
from sellers.orders.states import DecisionState, SellerOrderState

#: In these the carrier has the parcel, or has delivered it.
_OUT = (SellerOrderState.HANDED_OVER, SellerOrderState.DELIVERED, SellerOrderState.RETURNED)


def faults_of(carrier: str, handed: Sequence[Handed]) -> list[tuple[int, str]]:
    """Return (row, sentence) of what cannot be remitted so, in the rows' order. Two queries."""
    parcels = {each.code: each for each in _parcels(handed)}
    standing = set(
        RemittanceLine.objects.filter(stands=True, seller_order__code__in=parcels).values_list(
            "seller_order__code", flat=True
        )
    )
    counts = Counter(each.code for each in handed)
    faults = []
    for each in handed:
        part = parcels.get(each.code)
        sentence = ""
        if part is None:
            sentence = f"There is no parcel {each.code}."
        elif counts[each.code] > 1:
            sentence = f"{each.code} stands here twice."
        elif part.carrier != carrier:
            sentence = f"{each.code} is with {part.carrier}."
        elif part.is_gone or SellerOrderState(part.state) not in _OUT or not part.cash_to_collect:
            sentence = f"No cash is to be collected for {each.code}."
        elif each.code in standing or part.cash_remitted_on is not None:
            sentence = f"{each.code} was handed in already."
        elif each.amount.amount != part.cash_to_collect:
            sentence = f"{each.code}: {part.cash_to_collect} was to be collected, not {each.amount.amount}."
        elif each.fee.amount < 0 or each.fee_gst.amount < 0 or each.amount < each.fee + each.fee_gst:
            sentence = f"{each.code}: the fee is more than the cash, or below nought."
        if sentence:
            faults.append((each.row, sentence))
    return faults


def propose_remittance(
    *,
    carrier: str,
    reference: str,
    received_on: date,
    handed: Sequence[Handed],
    reason: str,
    key: str,
    by: By,
    now: datetime,
) -> Remittance:
    """
    List what a carrier handed in. Every parcel's cash is handed in whole, and once.

    Raises:
        BadSum: a row cannot be so; ``params["faults"]`` lists (row, sentence). Nothing is kept.
        BadDay: in the future.
        AlreadyProposed: the reference, or a parcel, stands in another remittance.
        ReasonMissing: no reference.
    """
    known = Remittance.objects.filter(key=key).first()
    if known is not None:
        return known
    if received_on > local_date(now):
        raise BadDay("It cannot have come after today.", field="received_on")
    if not reference.strip():
        raise BadSum("Give the bank's reference, or the number of the advice.", field="reference")
    if not handed:
        raise BadSum("Name at least one parcel.")
    faults = faults_of(carrier, handed)
    if faults:
        raise BadSum(f"{len(faults)} rows cannot be handed in so.", params={"faults": faults})
    try:
        with transaction.atomic():
            parcels = {each.code: each for each in _parcels(handed, lock=True)}
            made = Remittance.objects.create(
                carrier=carrier,
                reference=reference.strip().upper(),
                received_on=received_on,
                reason=said(reason),
                key=key,
                proposed_by=by.actor,
                proposed_at=now,
            )
            RemittanceLine.objects.bulk_create(
                RemittanceLine(
                    remittance=made,
                    seller_order=parcels[each.code],
                    amount=each.amount.amount,
                    fee=each.fee.amount,
                    fee_gst=each.fee_gst.amount,
                )
                for each in handed
            )
    except IntegrityError as twice:
        known = Remittance.objects.filter(key=key).first()
        if known is not None:
            return known  # the same form, sent twice at the same moment
        raise AlreadyProposed(
            "This reference, or one of the parcels, stands in another remittance.", field="reference"
        ) from twice
    return made


@transaction.atomic
def decide_remittance(*, pk: int, to: DecisionState, by: By, now: datetime, words: str = "") -> Remittance:
    """
    Approve, refuse or withdraw; approving books the cash and has the store told (``CashRemitted``).

    Raises:
        NotProposed, SamePerson.
        BadSum: a parcel was refused at the door meanwhile. Nothing is booked.
    """
    codes = RemittanceLine.objects.filter(remittance=pk).values("seller_order")
    parcels = list(SellerOrder.objects.select_for_update().filter(pk__in=codes).order_by("id"))
    found = waiting(Remittance, pk)
    if not settle(found, to=to, by=by, now=now, note=words):
        return found
    if to is not DecisionState.APPROVED:
        found.lines.update(stands=False)
        return found
    lines = {line.seller_order_id: line for line in found.lines.all()}
    changed = [part.code for part in parcels if part.is_gone or part.cash_to_collect != lines[part.pk].amount]
    if changed:
        raise BadSum(f"The cash of {', '.join(changed)} is no longer what was listed; refuse this list.")
    ledger.remit_cash([_booked(found, part, lines[part.pk]) for part in parcels])
    SellerOrder.objects.filter(pk__in=lines).update(cash_remitted_on=found.received_on)
    for order_id in sorted({part.order_id for part in parcels}):
        outbox.record("CashRemitted", {"order": order_id, "reference": found.reference})
    return found


def _booked(found: Remittance, part: SellerOrder, line: RemittanceLine) -> ledger.CashRemittance:
    return ledger.CashRemittance(
        order=part.order_number,
        reference=part.code,
        carrier=part.carrier,
        amount=Money(line.amount, "INR"),
        fee=Money(line.fee, "INR"),
        fee_gst=Money(line.fee_gst, "INR"),
        occurred_on=found.received_on,
        narration=found.reference,
    )


def _parcels(handed: Sequence[Handed], *, lock: bool = False) -> list[SellerOrder]:
    rows = SellerOrder.objects.filter(code__in={each.code for each in handed}).order_by("id")
    return list(rows.select_for_update() if lock else rows)
