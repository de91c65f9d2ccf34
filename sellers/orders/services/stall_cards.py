"""Money of a stall's bill by card: in what the card company owes us, and out of it again."""

from datetime import date
from uuid import UUID

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.orders.services.stall_upi import locked_bill, settle_unpaid


def settle_stall_card(*, bill_id: UUID, reference: str, amount: Money, occurred_on: date) -> None:
    """
    Book a card payment that was found after its bill was booked. Repeatable by ``reference``.

    Raises:
        SplitDisagrees: there is no such bill, or less of it is unpaid.
    """
    settle_unpaid(bill_id, ledger.Purse.STRIPE, reference, amount, occurred_on)


def refund_stall_card(*, bill_id: UUID, reference: str, amount: Money, occurred_on: date) -> None:
    """Book what went back to the card of a bill's buyer. Repeatable. Raises SplitDisagrees: no such bill."""
    if ledger.booked([ledger.key_of("refund-payment", ledger.Purse.STRIPE.value, reference)]):
        return
    ledger.pay_refund(
        ledger.RefundPayment(
            order=locked_bill(bill_id).order_number,
            reference=reference,
            purse=ledger.Purse.STRIPE,
            amount=amount,
            occurred_on=occurred_on,
        )
    )


def stall_card_refund_failed(*, reference: str, reason: str, occurred_on: date) -> None:
    """The card's bank sent a refund back: it is due to the buyer as before. Repeatable."""
    key = ledger.key_of("refund-payment", ledger.Purse.STRIPE.value, reference)
    if ledger.booked([key]):
        ledger.reverse_entry(ledger.Reversal(key=key, reason=reason[:300], occurred_on=occurred_on))
