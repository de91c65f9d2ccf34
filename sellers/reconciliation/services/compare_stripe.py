"""What the card company booked on a day, against our payments and against the ledger."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import commerce.payments.facade as payments
import sellers.ledger.facade as ledger
from commerce.payments.facade import BalanceFact, CardMovement
from jkrlm.kernel.money import Money
from sellers.reconciliation.models import OpenItem, StripeTransaction
from sellers.reconciliation.services.items import Difference, gone, open_items
from sellers.reconciliation.services.settle_line import rupees
from sellers.reconciliation.states import ItemKind

CHARGES: Final = frozenset({"charge", "payment"})
REFUNDS: Final = frozenset({"refund", "payment_refund"})
#: Moves within the balance itself; they are looked at where they reach the bank.
PASSED_OVER: Final = frozenset({"payout", "payout_failure", "payout_cancel"})


def compare_day(
    *, day: date, facts: Sequence[BalanceFact], since: datetime, until: datetime, now: datetime
) -> int:
    """Open an item for each difference, settle those that are gone; returns how many stand."""
    theirs = [fact for fact in facts if fact.kind not in PASSED_OVER]
    ours = payments.card_movements(
        intents=[fact.intent_id for fact in theirs if fact.kind in CHARGES and fact.intent_id],
        refunds=[fact.source_id for fact in theirs if fact.kind in REFUNDS and fact.source_id],
    )
    booked = _booked(list(ours.values()))
    found = [each for fact in theirs for each in _differences(day, fact, ours, booked)]
    found += _only_ours(day, since, until)
    open_items(found, now=now)
    standing = {each.key for each in found}
    earlier = OpenItem.objects.filter(key__startswith=f"stripe/{day}/", settled_at__isnull=True)
    keys = set(earlier.values_list("key", flat=True))
    gone(keys - standing, now=now, words="Compared again: it is so no longer.")
    return len(standing)


def _booked(movements: Sequence[CardMovement]) -> dict[str, Money]:
    """Return what the books have of each movement, by Stripe's id. One query."""
    keys = {_ledger_key(each): each.provider_id for each in movements}
    effects = ledger.effects_on(ledger.account_of("stripe-clearing"), list(keys))
    return {keys[key]: effect for key, effect in effects.items()}


def _ledger_key(movement: CardMovement) -> str:
    kind = "payment" if movement.kind == "charge" else "refund-payment"
    return ledger.key_of(kind, ledger.Purse.STRIPE.value, movement.reference)


def _differences(
    day: date, fact: BalanceFact, ours: dict[str, CardMovement], booked: dict[str, Money]
) -> Iterator[Difference]:
    units = _units(fact.amount)
    is_charge = fact.kind in CHARGES

    def item(kind: ItemKind, about: str) -> Difference:
        return Difference(kind, f"stripe/{day}/{fact.id}/{kind.value}", units, day, about, fact.id)

    if not is_charge and fact.kind not in REFUNDS:
        kind = ItemKind.FEE if fact.kind in ("stripe_fee", "tax_fee") else ItemKind.ONLY_AT_STRIPE
        yield item(kind, f"“{fact.kind}” of {rupees(units)} at the card company: we have no such movement.")
        return
    movement = ours.get(fact.intent_id if is_charge else fact.source_id)
    what = "Charge" if is_charge else "Refund"
    if movement is None:
        yield item(ItemKind.ONLY_AT_STRIPE, f"{what} of {rupees(units)} that we know nothing of.")
        return
    if _units(movement.amount) != abs(units):
        said = f"{what}: the card company says {rupees(units)}, we say {rupees(_units(movement.amount))}."
        yield item(ItemKind.OTHER_AMOUNT, said)
        return
    # A payment for which no order was made goes back, and never stood in the books.
    if not movement.has_order:
        return
    effect = booked.get(movement.provider_id)
    if effect is None:
        yield item(ItemKind.NOT_IN_BOOKS, f"{what} of {rupees(units)} is for an order, and not in the books.")
    elif is_charge and effect.minor_units != units:
        said = f"{what} of {rupees(units)} stands in the books as {rupees(effect.minor_units)}."
        yield item(ItemKind.OTHER_AMOUNT, said)


def _only_ours(day: date, since: datetime, until: datetime) -> list[Difference]:
    """What we hold for paid or given back on this day, and the card company has on no day that is fetched."""
    ours = payments.card_movements_between(since=since, until=until)
    kinds = {"charge": CHARGES, "refund": REFUNDS}
    known = StripeTransaction.objects
    intents = set(
        known.filter(intent_id__in=[each.intent_id for each in ours], kind__in=CHARGES).values_list(
            "intent_id", flat=True
        )
    )
    refunds = set(
        known.filter(source_id__in=[each.provider_id for each in ours], kind__in=REFUNDS).values_list(
            "source_id", flat=True
        )
    )
    seen = {"charge": intents, "refund": refunds}
    return [
        Difference(
            kind=ItemKind.ONLY_WITH_US,
            key=f"stripe/{day}/{each.provider_id}/{ItemKind.ONLY_WITH_US.value}",
            amount_minor=_units(each.amount) * (1 if each.kind == "charge" else -1),
            since=day,
            about=f"{each.kind.capitalize()} of ₹{each.amount:,} that the card company has not booked.",
            reference=each.provider_id,
        )
        for each in ours
        if each.kind in kinds and each.provider_id not in seen[each.kind]
    ]


def _units(amount: Decimal) -> int:
    return Money(amount, "INR").minor_units
