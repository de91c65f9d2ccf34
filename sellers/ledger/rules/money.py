"""Money of buyers: how it comes in, where it waits, how it reaches the bank or goes back."""

from sellers.ledger.chart import (
    BANK,
    CARRIER_CHARGES,
    CASH_DIFFERENCES,
    CASH_ON_DELIVERY,
    DUE_FROM_BUYERS,
    GATEWAY_FEES,
    INPUT_GST,
    REFUNDS_DUE,
    STALL_CASH,
    STRIPE,
    SUSPENSE,
    UPI,
    AccountRef,
)
from sellers.ledger.contracts import (
    BankCredit,
    CashPromise,
    CashRemittance,
    CashReturn,
    CreditMatch,
    Payment,
    Purse,
    RefundPayment,
    StallDeposit,
    StripeSettlement,
    UpiTransfer,
)
from sellers.ledger.plans import Plan, credit, debit, digest_of, fixed, named, not_negative, positive
from sellers.ledger.states import Component, EntryKind

_MONEY = Component.MONEY


def purse_account(purse: Purse, stall: str) -> AccountRef:
    """Return where the money is. Raises AccountUnknown for a stall without a name, or a name elsewhere."""
    return {Purse.BANK: BANK, Purse.STRIPE: STRIPE, Purse.UPI: UPI, Purse.STALL: STALL_CASH}[purse].of(stall)


def plan_payment(payment: Payment) -> Plan:
    amount = positive(payment.amount)
    return fixed(
        (
            debit(purse_account(payment.purse, payment.stall), amount, _MONEY),
            credit(DUE_FROM_BUYERS.of(), amount, _MONEY),
        ),
        key=named("payment", payment.purse.value, payment.reference),
        digest=digest_of(payment),
        kind=EntryKind.PAYMENT,
        occurred_on=payment.occurred_on,
        source=named("order", payment.order),
        narration=payment.reference,
    )


def plan_refund_payment(paid: RefundPayment) -> Plan:
    """Never more than is due to the order's buyer."""
    amount = positive(paid.amount)
    return fixed(
        (
            debit(REFUNDS_DUE.of(), amount, _MONEY),
            credit(purse_account(paid.purse, paid.stall), amount, _MONEY),
        ),
        key=named("refund-payment", paid.purse.value, paid.reference),
        digest=digest_of(paid),
        kind=EntryKind.REFUND_PAYMENT,
        occurred_on=paid.occurred_on,
        source=named("order", paid.order),
        narration=paid.reference,
    )


def plan_cash_promise(promise: CashPromise) -> Plan:
    amount = positive(promise.amount)
    return fixed(
        (
            debit(CASH_ON_DELIVERY.of(promise.carrier), amount, _MONEY),
            credit(DUE_FROM_BUYERS.of(), amount, _MONEY),
        ),
        key=named("cash-promise", promise.order, promise.reference),
        digest=digest_of(promise),
        kind=EntryKind.CASH_PROMISE,
        occurred_on=promise.occurred_on,
        source=named("order", promise.order),
        item=promise.reference,
    )


def plan_cash_return(returned: CashReturn) -> Plan:
    """Never more than the carrier still has to collect or hand in for the order."""
    amount = positive(returned.amount)
    return fixed(
        (
            debit(DUE_FROM_BUYERS.of(), amount, _MONEY),
            credit(CASH_ON_DELIVERY.of(returned.carrier), amount, _MONEY),
        ),
        key=named("cash-return", returned.order, returned.reference),
        digest=digest_of(returned),
        kind=EntryKind.CASH_RETURN,
        occurred_on=returned.occurred_on,
        source=named("order", returned.order),
        item=returned.reference,
    )


def plan_cash_remittance(remitted: CashRemittance) -> Plan:
    """Never more than the carrier was given to collect for the order."""
    amount = positive(remitted.amount)
    fee, fee_gst = not_negative(remitted.fee), not_negative(remitted.fee_gst)
    net = not_negative(amount - fee - fee_gst)
    return fixed(
        (
            debit(BANK.of(), net, _MONEY),
            debit(CARRIER_CHARGES.of(), fee, Component.OTHER),
            debit(INPUT_GST.of(), fee_gst, Component.FEE_GST),
            credit(CASH_ON_DELIVERY.of(remitted.carrier), amount, _MONEY),
        ),
        key=named("cash-remittance", remitted.order, remitted.reference),
        digest=digest_of(remitted),
        kind=EntryKind.CASH_REMITTANCE,
        occurred_on=remitted.occurred_on,
        source=named("order", remitted.order),
        item=remitted.reference,
        narration=remitted.narration,
    )


def plan_stripe_settlement(settled: StripeSettlement) -> Plan:
    """``gross`` is below nought where more was refunded than charged."""
    net = settled.gross - not_negative(settled.fee) - not_negative(settled.fee_gst)
    return fixed(
        (
            debit(BANK.of(), net, _MONEY),
            debit(GATEWAY_FEES.of(), settled.fee, Component.GATEWAY_FEE),
            debit(INPUT_GST.of(), settled.fee_gst, Component.FEE_GST),
            credit(STRIPE.of(), settled.gross, _MONEY),
        ),
        key=named("settlement", settled.reference),
        digest=digest_of(settled),
        kind=EntryKind.SETTLEMENT,
        occurred_on=settled.occurred_on,
        source=named("settlement", settled.reference),
    )


def plan_upi_transfer(moved: UpiTransfer) -> Plan:
    """The bank shows it: from here on it is no longer on its way."""
    return fixed(
        (debit(BANK.of(), moved.amount, _MONEY), credit(UPI.of(), moved.amount, _MONEY)),
        key=named("upi-transfer", moved.utr),
        digest=digest_of(moved),
        kind=EntryKind.UPI_TRANSFER,
        occurred_on=moved.occurred_on,
        source=named("utr", moved.utr),
        narration=moved.narration,
    )


def plan_stall_deposit(deposit: StallDeposit) -> Plan:
    expected, deposited = not_negative(deposit.expected), not_negative(deposit.deposited)
    return fixed(
        (
            debit(BANK.of(), deposited, _MONEY),
            debit(CASH_DIFFERENCES.of(), expected - deposited, Component.DIFFERENCE),
            credit(STALL_CASH.of(deposit.stall), expected, _MONEY),
        ),
        key=named("deposit", deposit.stall, deposit.reference),
        digest=digest_of(deposit),
        kind=EntryKind.DEPOSIT,
        occurred_on=deposit.occurred_on,
        source=named("deposit", deposit.stall, deposit.reference),
    )


def plan_bank_credit(came: BankCredit) -> Plan:
    amount = positive(came.amount)
    return fixed(
        (debit(BANK.of(), amount, _MONEY), credit(SUSPENSE.of(), amount, _MONEY)),
        key=named("bank-credit", came.utr),
        digest=digest_of(came),
        kind=EntryKind.BANK_CREDIT,
        occurred_on=came.occurred_on,
        source=named("utr", came.utr),
    )


def plan_match(match: CreditMatch) -> tuple[Plan, Plan]:
    """Return two entries: the credit is no longer unclaimed, and its order has a payment like any other."""
    amount = positive(match.amount)
    unclaimed = fixed(
        (debit(SUSPENSE.of(), amount, _MONEY), credit(BANK.of(), amount, _MONEY)),
        key=named("match", match.utr, match.order),
        digest=digest_of(match),
        kind=EntryKind.MATCH,
        occurred_on=match.occurred_on,
        source=named("utr", match.utr),
        item=match.order,
    )
    paid = Payment(match.order, f"{match.utr}/{match.order}", Purse.BANK, amount, match.occurred_on)
    return unclaimed, plan_payment(paid)
