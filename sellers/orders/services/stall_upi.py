"""A bill's money that was on its way by UPI: come, borne because it never came, or come after all."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.orders.errors import SplitDisagrees
from sellers.orders.stall_models import StallBill, StallReturnLine

ZERO = Money.zero("INR")


def settle_stall_upi(*, bill_id: UUID, reference: str, amount: Money, occurred_on: date) -> None:
    """
    Book money that the bank shows for a bill; it clears from now on as any other. Repeatable by
    ``reference``.

    Raises:
        SplitDisagrees: there is no such bill, or less of it is unpaid.
    """
    settle_unpaid(bill_id, ledger.Purse.UPI, reference, amount, occurred_on)


def settle_unpaid(bill_id: UUID, purse: ledger.Purse, reference: str, amount: Money, day: date) -> None:
    """Book money of a bill that was said to be on its way. Raises SplitDisagrees."""
    with transaction.atomic():
        bill = locked_bill(bill_id)
        key = ledger.key_of("payment", purse.value, reference)
        if ledger.booked([key]):
            return
        if bill.unpaid < amount.amount:
            raise SplitDisagrees(
                f"Of bill {bill.order_number} {bill.unpaid} are unpaid, not {amount.amount}."
            )
        ledger.receive_payment(
            ledger.Payment(
                order=bill.order_number,
                reference=reference,
                purse=purse,
                amount=amount,
                occurred_on=day,
            )
        )
        bill.unpaid -= amount.amount
        bill.save(update_fields=["unpaid"])


def bear_stall_upi(*, bill_id: UUID, reason: str, given_back: Money, occurred_on: date) -> None:
    """
    Book money that never came as the operator's loss: the groups are paid all the same. ``given_back`` of it
    was to go back by UPI: it never came, so it does not go. Repeatable.

    Raises:
        SplitDisagrees: there is no such bill, or less of it is unpaid than was given back.
    """
    with transaction.atomic():
        bill = locked_bill(bill_id)
        if not bill.unpaid:
            return
        missing = Money(bill.unpaid, "INR")
        if given_back > missing:
            raise SplitDisagrees(f"Of bill {bill.order_number} only {missing.amount} are unpaid.")
        lines = (
            ledger.JournalLine(
                ledger.account_of("cash-differences"), missing - given_back, ledger.Component.DIFFERENCE
            ),
            ledger.JournalLine(ledger.account_of("refunds-due"), given_back, ledger.Component.MONEY),
            ledger.JournalLine(ledger.account_of("due-from-buyers"), -missing, ledger.Component.MONEY),
        )
        ledger.post_journal(
            ledger.Journal(
                reference=f"upi-missing-{bill.bill_id}",
                lines=tuple(line for line in lines if line.amount.amount),
                narration=f"UPI of a stall that never came: {reason}"[:300],
                occurred_on=occurred_on,
                source=ledger.source_of("order", bill.order_number),
            )
        )
        bill.unpaid = Decimal(0)
        bill.save(update_fields=["unpaid"])


def borne_of(bill: StallBill) -> Money:
    """Return what of a bill's UPI is the operator's loss by now: borne, and neither come nor taken back."""
    references = StallReturnLine.objects.filter(line__seller_order__order_number=bill.order_number)
    names = [f"upi-missing-{bill.bill_id}", f"upi-came-{bill.bill_id}"]
    names += [f"upi-never-{each}" for each in references.values_list("reference", flat=True).distinct()]
    booked = ledger.booked([ledger.key_of("journal", each) for each in names])
    lines = [line for key in booked for line in ledger.entry(key).lines]
    return sum((line.amount for line in lines if line.account.code == "cash-differences"), ZERO)


def stall_upi_borne(bill_id: UUID) -> Money:
    """Return what of a bill's UPI is the operator's loss. Raises SplitDisagrees: there is no such bill."""
    return borne_of(locked_bill(bill_id))


def settle_borne_upi(*, bill_id: UUID, reference: str, occurred_on: date) -> None:
    """
    Money that was given up came after all: it is booked, and the loss taken back. Repeatable.

    Raises:
        SplitDisagrees: there is no such bill.
    """
    with transaction.atomic():
        bill = locked_bill(bill_id)
        amount = borne_of(bill)
        if not amount.amount:
            return
        ledger.receive_payment(
            ledger.Payment(
                order=bill.order_number,
                reference=reference,
                purse=ledger.Purse.UPI,
                amount=amount,
                occurred_on=occurred_on,
            )
        )
        take_loss_back(bill, f"upi-came-{bill.bill_id}", "due-from-buyers", amount, occurred_on)


def take_loss_back(bill: StallBill, reference: str, account: str, amount: Money, day: date) -> None:
    """Take ``amount`` of what was borne back: ``account`` has it."""
    ledger.post_journal(
        ledger.Journal(
            reference=reference,
            lines=(
                ledger.JournalLine(ledger.account_of(account), amount, ledger.Component.MONEY),
                ledger.JournalLine(
                    ledger.account_of("cash-differences"), -amount, ledger.Component.DIFFERENCE
                ),
            ),
            narration="UPI of a stall that was borne is no loss any more",
            occurred_on=day,
            source=ledger.source_of("order", bill.order_number),
        )
    )


def locked_bill(bill_id: UUID) -> StallBill:
    """Raises SplitDisagrees where there is none."""
    bill = StallBill.objects.select_for_update().filter(bill_id=bill_id).first()
    if bill is None:
        raise SplitDisagrees(f"There is no bill {bill_id}.")
    return bill
