"""What is paid to sellers, and what is taken from or given to them for a reason."""

from jkrlm.kernel.money import Money
from sellers.ledger.books import Books
from sellers.ledger.chart import (
    ALLOWANCES,
    BANK,
    GST_OUTPUT,
    IN_TRANSIT,
    PAYABLE,
    PENALTIES,
    SELLER_CREDITS,
    STALL_CHARGES,
)
from sellers.ledger.contracts import (
    Credit,
    Payout,
    PayoutPaid,
    PayoutReturn,
    Penalty,
    StallCharge,
    units_of,
)
from sellers.ledger.errors import BadAmount, EntryUnknown, PayoutTooLarge
from sellers.ledger.plans import DraftLine, Lines, Plan, credit, debit, digest_of, fixed, named, positive
from sellers.ledger.states import Component, EntryKind


def plan_payout(payout: Payout) -> Plan:
    """Return the plan; its lines raise PayoutTooLarge."""
    amount = positive(payout.amount)

    def lines(books: Books) -> Lines:
        payable = books.balance(PAYABLE.of(payout.seller), amount.currency)
        if units_of(amount) > payable:
            there = Money.from_minor_units(payable, amount.currency)
            raise PayoutTooLarge(
                f"{amount.amount} cannot be paid to {payout.seller}: {there.amount} is payable.",
                field="amount",
                params={"payable": there.amount},
            )
        return (
            debit(PAYABLE.of(payout.seller), amount, Component.PAYOUT),
            credit(IN_TRANSIT.of(), amount, Component.PAYOUT),
        )

    return Plan(
        key=named("payout", payout.reference),
        digest=digest_of(payout),
        kind=EntryKind.PAYOUT,
        occurred_on=payout.occurred_on,
        lines=lines,
        source=named("payout", payout.reference),
        item=payout.seller,
        owners=((payout.seller, amount.currency),),
    )


def plan_payout_paid(paid: PayoutPaid) -> Plan:
    """Return the plan; its lines raise EntryUnknown where no such payout is on its way."""

    def lines(books: Books) -> Lines:
        source = named("payout", paid.reference)
        sent = _sent(books, paid.reference)
        if not books.open_of_source(IN_TRANSIT.of(), sent.currency, source):
            raise EntryUnknown(f"Payout {paid.reference} is not on its way: it came back.")
        return (
            DraftLine(IN_TRANSIT.of(), sent.currency, sent.units, Component.MONEY),
            DraftLine(BANK.of(), sent.currency, -sent.units, Component.MONEY),
        )

    return Plan(
        key=named("payout-paid", paid.reference),
        digest=digest_of(paid),
        kind=EntryKind.PAYOUT_PAID,
        occurred_on=paid.occurred_on,
        lines=lines,
        source=named("payout", paid.reference),
        narration=f"UTR {paid.utr}",
        reads_source=True,
    )


def plan_payout_return(returned: PayoutReturn) -> Plan:
    """Return the plan; its lines raise EntryUnknown where no such payout was sent."""

    def lines(books: Books) -> Lines:
        source = named("payout", returned.reference)
        sent = _sent(books, returned.reference)
        on_its_way = books.open_of_source(IN_TRANSIT.of(), sent.currency, source)
        back_from = IN_TRANSIT.of() if on_its_way else BANK.of()
        return (
            DraftLine(back_from, sent.currency, sent.units, Component.MONEY),
            DraftLine(sent.account, sent.currency, -sent.units, Component.PAYOUT),
        )

    return Plan(
        key=named("payout-return", returned.reference),
        digest=digest_of(returned),
        kind=EntryKind.PAYOUT_RETURN,
        occurred_on=returned.occurred_on,
        lines=lines,
        source=named("payout", returned.reference),
        narration=returned.reason,
        reads_source=True,
    )


def _sent(books: Books, reference: str) -> DraftLine:
    """Return the seller's line of a payout that was sent. Raises EntryUnknown."""
    for row in books.rows(named("payout", reference), EntryKind.PAYOUT):
        if row.account.code == PAYABLE.code and row.units > 0:
            return DraftLine(row.account, row.currency, row.units, row.component)
    raise EntryUnknown(f"No payout {reference} was sent.", field="reference")


def plan_penalty(penalty: Penalty) -> Plan:
    """Return the plan of a penalty: beyond what is payable it is carried as due."""
    amount = positive(penalty.amount)
    net = amount - penalty.gst.total
    if net.amount < 0:
        raise BadAmount("The tax on a penalty is more than the penalty.")
    taxes = (credit(GST_OUTPUT[head].of(), tax, Component.FEE_GST) for head, tax in penalty.gst.by_head())
    return fixed(
        (
            debit(PAYABLE.of(penalty.seller), amount, Component.PENALTY),
            credit(PENALTIES.of(), net, Component.PENALTY),
            *taxes,
        ),
        key=named("penalty", penalty.reference),
        digest=digest_of(penalty),
        kind=EntryKind.PENALTY,
        occurred_on=penalty.occurred_on,
        source=named("penalty", penalty.reference),
        narration=penalty.reason,
    )


def plan_stall_charge(charge: StallCharge) -> Plan:
    """Return the plan of a stall's price: beyond what is payable it is carried as due."""
    amount = positive(charge.amount)
    net = amount - charge.gst.total
    if net.amount < 0:
        raise BadAmount("The tax on a stall is more than its price.")
    taxes = (credit(GST_OUTPUT[head].of(), tax, Component.FEE_GST) for head, tax in charge.gst.by_head())
    key = named("settlement", charge.exhibition, charge.seller)
    return fixed(
        (
            debit(PAYABLE.of(charge.seller), amount, Component.STALL_CHARGE),
            credit(STALL_CHARGES.of(), net, Component.STALL_CHARGE),
            *taxes,
        ),
        key=key,
        digest=digest_of(charge),
        kind=EntryKind.STALL_CHARGE,
        occurred_on=charge.occurred_on,
        source=key,
        narration=charge.reason,
    )


def plan_credit(given: Credit) -> Plan:
    """Return the plan of a credit: it first takes off what is due."""
    amount = positive(given.amount)
    bears = ALLOWANCES if given.is_allowance else SELLER_CREDITS
    return fixed(
        (
            debit(bears.of(), amount, Component.CREDIT),
            credit(PAYABLE.of(given.seller), amount, Component.CREDIT),
        ),
        key=named("credit", given.reference),
        digest=digest_of(given),
        kind=EntryKind.CREDIT,
        occurred_on=given.occurred_on,
        source=named("credit", given.reference),
        narration=given.reason,
    )
