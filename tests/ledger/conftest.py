"""Shares of orders as they are frozen, and entries read as aligned tables."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import Money
from sellers.ledger.facade import Entry, Sale, SaleShare, Seller, SellerKind, TaxHeads

DAY = date(2026, 11, 20)
GROUP = Seller(SellerKind.GROUP)
FEDERATION = Seller(SellerKind.INTERMEDIARY, "clf:Narbal Hunar")
OPERATOR = Seller(SellerKind.OPERATOR)


def rupees(amount: str | int) -> Money:
    return Money(Decimal(amount), "INR")


def heads(cgst: str | int = 0, sgst: str | int = 0, igst: str | int = 0) -> TaxHeads:
    return TaxHeads(rupees(cgst), rupees(sgst), rupees(igst))


def shawl(item: str = "1042-KZ12", **changes: object) -> SaleShare:
    """
    A registered group's shawl, sold within the state for ₹1,050 and sent for ₹52.50: 5 % GST, 8 % commission
    with 18 % GST on it, TCS 0.5 %, TDS 0.1 %. The group gets ₹899.60 of its ₹1,000.
    """
    plain = {
        "item": item,
        "group_code": "KZ12",
        "seller": GROUP,
        "goods_net": rupees(1000),
        "goods_gst": heads(25, 25),
        "delivery_net": rupees(50),
        "delivery_gst": heads("1.25", "1.25"),
        "commission": rupees(80),
        "commission_gst": heads("7.20", "7.20"),
        "tcs": heads("2.50", "2.50"),
        "tds": rupees(1),
    }
    return SaleShare(**{**plain, **changes})  # type: ignore[arg-type]


def stole(item: str = "1042-KZ09", **changes: object) -> SaleShare:
    """
    A stole of a group that is not registered, sold to Karnataka by its federation: ₹2,000 and 5 % IGST, 8 %
    commission and a payment fee of ₹40 with 18 % GST on both, TCS 0.5 % and TDS 0.1 % from the federation.
    """
    plain = {
        "item": item,
        "group_code": "KZ09",
        "seller": FEDERATION,
        "goods_net": rupees(2000),
        "goods_gst": heads(igst=100),
        "commission": rupees(160),
        "commission_gst": heads(18, 18),
        "gateway_fee": rupees(40),
        "tcs": heads(igst=10),
        "tds": rupees(2),
    }
    return SaleShare(**{**plain, **changes})  # type: ignore[arg-type]


def jam(item: str = "1043-JM10", **changes: object) -> SaleShare:
    """A jar of a group without registration, sold within the state on a bill of supply: no tax in it."""
    plain = {
        "item": item,
        "group_code": "JM10",
        "seller": GROUP,
        "goods_net": rupees(300),
        "delivery_net": rupees(40),
        "commission": rupees(24),
        "commission_gst": heads("2.16", "2.16"),
    }
    return SaleShare(**{**plain, **changes})  # type: ignore[arg-type]


def sale(order: str, *shares: SaleShare, on: date = DAY) -> Sale:
    total = sum((share.gross for share in shares), Money.zero("INR"))
    return Sale(order=order, total=total, shares=shares, occurred_on=on)


def table(*entries: Entry) -> str:
    """Return entries as a bookkeeper writes them: account, what for, debit or credit."""
    rows = []
    for entry in entries:
        for line in entry.lines:
            side = "Dr" if line.amount.amount > 0 else "Cr"
            rows.append(f"{line.account} {line.component} {side} {abs(line.amount.amount):.2f}")
    return "\n".join(rows)


def aligned(text: str) -> str:
    """Return a table written by hand in the form in which ``table`` writes it."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def trial() -> str:
    """Return the trial balance; debits and credits are equal, or it is not one."""
    rows = ledger.trial_balance()
    nothing = Money.zero("INR")
    assert sum((row.debit for row in rows), nothing) == sum((row.credit for row in rows), nothing)
    return "\n".join(
        f"{row.account} {'Dr' if row.debit.amount else 'Cr'} {(row.debit + row.credit).amount:.2f}"
        for row in rows
    )


def stands(owner: str) -> str:
    """Return where a seller stands: "held 0 payable 0 due 0"."""
    at = ledger.positions([owner])[owner]
    return f"held {at.held.amount} payable {at.payable.amount} due {at.due.amount}"


@pytest.fixture
def unchanged(db: object) -> Callable[[], None]:
    """Call it to prove that nothing was written since the test asked for it, or since it was called last."""
    from sellers.ledger.models import Account, JournalEntry, Line

    def counts() -> tuple[int, int, int]:
        return Account.objects.count(), JournalEntry.objects.count(), Line.objects.count()

    before = [counts()]

    def check() -> None:
        assert counts() == before[0]

    check.restart = lambda: before.__setitem__(0, counts())  # type: ignore[attr-defined]
    return check
