"""
Cash that a carrier's program says it handed in, laid beside what the books say it owes. Listed by a press,
it is a remittance like any other: booked when a second person approves it, and matched with the bank's
statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import logistics.parcels.facade as parcels
from jkrlm.kernel.money import Money, split
from logistics.carriers.facade import CarrierUnavailable, CashAdvice, CashLine, carriers
from sellers.orders.contracts import Handed
from sellers.orders.models import Remittance, RemittanceLine, SellerOrder
from sellers.orders.services.remit import faults_of
from sellers.orders.states import DecisionState

#: So far back carriers are asked.
SINCE: Final = timedelta(days=60)
ZERO: Final = Money.zero("INR")


@dataclass(frozen=True, slots=True)
class Advice:
    """
    ``faults`` are sentences; with none of them it can be listed. ``state`` is of the remittance that has its
    reference, empty where there is none.
    """

    carrier: str
    reference: str
    paid_on: date
    parcels: int
    amount: Money
    fees: Money
    faults: tuple[str, ...]
    handed: tuple[Handed, ...]
    state: DecisionState | None


def read_advices(*, today: date) -> tuple[tuple[Advice, ...], tuple[str, ...]]:
    """
    Ask every carrier that has a program; return its advices, newest first, and the names of those that do not
    answer now. Never inside a transaction.
    """
    found: list[Advice] = []
    silent: list[str] = []
    for company in carriers():
        try:
            told = company.remittances(today - SINCE)
        except CarrierUnavailable:
            silent.append(company.name)
            continue
        books = _books(company.name, told)
        found += [_laid_beside(company.name, each, books) for each in told]
    return tuple(sorted(found, key=lambda each: (each.paid_on, each.reference), reverse=True)), tuple(silent)


@dataclass(frozen=True, slots=True)
class _Books:
    """
    What is known of all that a carrier lists: seller orders by its numbers and by their codes, which of them
    were handed in, and the newest remittance by reference.
    """

    codes: Mapping[str, tuple[str, ...]]
    owed: Mapping[str, SellerOrder]
    standing: frozenset[str]
    known: Mapping[str, Remittance]


def _books(carrier: str, told: Sequence[CashAdvice]) -> _Books:
    """Four queries, however many advices there are."""
    codes = parcels.codes_by_number(carrier, [line.tracking_number for each in told for line in each.lines])
    wanted = [code for each in codes.values() for code in each]
    lines = RemittanceLine.objects.filter(stands=True, seller_order__code__in=wanted)
    known = Remittance.objects.filter(reference__in={each.reference.upper() for each in told})
    return _Books(
        codes,
        {each.code: each for each in SellerOrder.objects.filter(code__in=wanted)},
        frozenset(lines.values_list("seller_order__code", flat=True)),
        {each.reference: each for each in known.order_by("id")},
    )


def _laid_beside(carrier: str, advice: CashAdvice, books: _Books) -> Advice:
    handed: list[Handed] = []
    faults: list[str] = []
    for line in advice.lines:
        codes = books.codes.get(line.tracking_number, ())
        rows = [books.owed[code] for code in codes if code in books.owed]
        if not rows:
            faults.append(f"{line.tracking_number}: no parcel of ours has this number.")
            continue
        if sum((each.cash_to_collect for each in rows), ZERO.amount) != line.amount.amount:
            sums = " + ".join(f"{each.code} {each.cash_to_collect}" for each in rows)
            faults.append(f"{line.tracking_number}: {line.amount.amount} came, {sums} was to be collected.")
            continue
        handed += _shares(rows, line, first=len(handed) + 1)
    known = books.known.get(advice.reference.upper())
    state = DecisionState(known.state) if known else None
    if state not in (DecisionState.PROPOSED, DecisionState.APPROVED):
        faults += [sentence for _row, sentence in faults_of(carrier, handed)]
        faults += [f"{each.code} was handed in already." for each in handed if each.code in books.standing]
    return Advice(
        carrier=carrier,
        reference=advice.reference,
        paid_on=advice.paid_on,
        parcels=len(advice.lines),
        amount=sum((line.amount for line in advice.lines), ZERO),
        fees=sum((line.fee + line.fee_gst for line in advice.lines), ZERO),
        faults=tuple(dict.fromkeys(faults)),
        handed=tuple(handed),
        state=state,
    )


def _shares(rows: Sequence[SellerOrder], line: CashLine, *, first: int) -> list[Handed]:
    """A box has one number and several shares: its fee is divided as its cash is, to the paisa."""
    weights = [int(each.cash_to_collect * 100) for each in rows]
    fees, taxes = split(line.fee, weights), split(line.fee_gst, weights)
    return [
        Handed(
            row=first + at, code=each.code, amount=Money(each.cash_to_collect, "INR"), fee=fee, fee_gst=tax
        )
        for at, (each, fee, tax) in enumerate(zip(rows, fees, taxes, strict=True))
    ]
