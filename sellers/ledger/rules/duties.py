"""What the operator pays others: carriers and the government. And what finance writes by hand."""

from collections.abc import Sequence
from typing import Final

from jkrlm.kernel.money import Money
from sellers.ledger.chart import (
    BANK,
    CARRIER_CHARGES,
    CARRIER_CLAIMS,
    CARRIER_COMPENSATION,
    CARRIER_PAYABLE,
    GST_OUTPUT,
    INPUT_GST,
    ROUNDING,
    TCS,
    TDS,
    place,
)
from sellers.ledger.contracts import (
    CarrierBill,
    CarrierClaim,
    CarrierPayment,
    ClaimSettlement,
    Entry,
    Journal,
    JournalLine,
    Reversal,
    TaxKind,
    TaxRemittance,
    units_of,
)
from sellers.ledger.errors import BadAmount, NotReversible
from sellers.ledger.plans import (
    Plan,
    checked,
    credit,
    debit,
    digest_of,
    fixed,
    named,
    not_negative,
    positive,
)
from sellers.ledger.states import LEVELLING, Component, EntryKind

#: Each head is rounded to the rupee by itself.
_ROUNDED_MAX_MINOR: Final = 50


def plan_carrier_bill(bill: CarrierBill) -> Plan:
    net, gst = positive(bill.net), not_negative(bill.gst)
    return fixed(
        (
            debit(CARRIER_CHARGES.of(), net, Component.OTHER),
            debit(INPUT_GST.of(), gst, Component.FEE_GST),
            credit(CARRIER_PAYABLE.of(bill.carrier), net + gst, Component.OTHER),
        ),
        key=named("carrier-bill", bill.carrier, bill.reference),
        digest=digest_of(bill),
        kind=EntryKind.CARRIER_BILL,
        occurred_on=bill.occurred_on,
        source=named("carrier-bill", bill.carrier, bill.reference),
    )


def plan_carrier_payment(paid: CarrierPayment) -> Plan:
    amount = positive(paid.amount)
    return fixed(
        (
            debit(CARRIER_PAYABLE.of(paid.carrier), amount, Component.MONEY),
            credit(BANK.of(), amount, Component.MONEY),
        ),
        key=named("carrier-payment", paid.carrier, paid.reference),
        digest=digest_of(paid),
        kind=EntryKind.CARRIER_PAYMENT,
        occurred_on=paid.occurred_on,
        source=named("carrier-payment", paid.carrier, paid.reference),
    )


def plan_carrier_claim(claim: CarrierClaim) -> Plan:
    amount = positive(claim.amount)
    name = named("carrier-claim", claim.carrier, claim.reference)
    return fixed(
        (
            debit(CARRIER_CLAIMS.of(claim.carrier), amount, Component.OTHER),
            credit(CARRIER_COMPENSATION.of(), amount, Component.OTHER),
        ),
        key=name,
        digest=digest_of(claim),
        kind=EntryKind.CARRIER_CLAIM,
        occurred_on=claim.occurred_on,
        source=name,
    )


def plan_claim_settlement(settled: ClaimSettlement) -> Plan:
    """What is not paid is no income after all. Never more than is open of the claim."""
    claimed, paid = positive(settled.claimed), not_negative(settled.paid)
    refused = not_negative(claimed - paid)
    is_paid = bool(paid.amount)
    return fixed(
        (
            debit(BANK.of(), paid, Component.MONEY),
            debit(CARRIER_COMPENSATION.of(), refused, Component.OTHER),
            credit(CARRIER_CLAIMS.of(settled.carrier), claimed, Component.OTHER),
        ),
        key=named("claim-settled", settled.carrier, settled.reference),
        digest=digest_of(settled),
        kind=EntryKind.CLAIM_PAID if is_paid else EntryKind.CLAIM_REFUSED,
        occurred_on=settled.occurred_on,
        source=named("carrier-claim", settled.carrier, settled.reference),
        item=settled.bank_reference,
    )


def plan_tax_remittance(remitted: TaxRemittance) -> Plan:
    """Refused (BadAmount) where what was paid is further from the books than rounding to rupees explains."""
    paid = positive(remitted.paid)
    if remitted.kind is TaxKind.TDS:
        owed = [(TDS.of(), not_negative(remitted.tds))]
    else:
        charts = GST_OUTPUT if remitted.kind is TaxKind.GST else TCS
        owed = [(charts[head].of(), not_negative(tax)) for head, tax in remitted.heads.by_head()]
    owed = [(account, amount) for account, amount in owed if amount.amount]
    total = sum((amount for _, amount in owed), Money.zero(paid.currency))
    if abs(units_of(paid - total)) > _ROUNDED_MAX_MINOR * len(owed):
        raise BadAmount(f"{paid.amount} was paid, the books say {total.amount}.", field="paid")
    return fixed(
        (
            *(debit(account, amount, Component.MONEY) for account, amount in owed),
            debit(ROUNDING.of(), paid - total, Component.ROUNDING),
            credit(BANK.of(), paid, Component.MONEY),
        ),
        key=named("tax-remittance", remitted.challan),
        digest=digest_of(remitted),
        kind=EntryKind.TAX_REMITTANCE,
        occurred_on=remitted.occurred_on,
        source=named("challan", remitted.challan),
    )


def plan_journal(journal: Journal) -> Plan:
    """Return the plan. Raises AccountUnknown, BadAmount, BadReference, Unbalanced."""
    for line in journal.lines:
        place(line.account)
    lines = [debit(line.account, line.amount, line.component) for line in journal.lines]
    key = named("journal", journal.reference)
    return fixed(
        checked(lines, key),
        key=key,
        digest=digest_of(journal),
        kind=EntryKind.JOURNAL,
        occurred_on=journal.occurred_on,
        source=journal.source,
        item=journal.item,
        narration=journal.narration,
    )


def plan_reversal(reversal: Reversal, of: Entry) -> Plan:
    """
    Return the mirror of an entry, but for how sellers were levelled then: they are levelled as they stand
    now.

    Raises:
        NotReversible: it is a reversal itself; write the entry again instead.
    """
    if of.kind is EntryKind.REVERSAL:
        raise NotReversible(f"{of.key} is a reversal: write the entry again instead.")
    mirrored: Sequence[JournalLine] = [line for line in of.lines if line.component not in LEVELLING]
    return fixed(
        (credit(line.account, line.amount, line.component) for line in mirrored),
        key=f"reversal/{of.key}",
        digest=digest_of(reversal),
        kind=EntryKind.REVERSAL,
        occurred_on=reversal.occurred_on,
        source=of.source,
        item=of.item,
        narration=reversal.reason,
        reverses_id=of.id,
        counts_as=of.kind,
    )
