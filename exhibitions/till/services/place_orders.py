"""
Make orders of bills in the store: whole batches by ``orderBulkCreate``, each once by its bill's id.

Asked again after a crash, what the store has already is found by that id. Never inside a transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import exhibitions.plan.facade as plan
import exhibitions.stock.facade as stock
from commerce.client import (
    AddressInput,
    CountryCode,
    LanguageCodeEnum,
    MetadataInput,
    MoneyInput,
    OrderBulkCreateInput,
    OrderBulkCreateOrderLineInput,
    OrderBulkCreateUserInput,
    TaxedMoneyInput,
    TransactionCreateInput,
)
from commerce.facade import Store, StoreUnavailable, app_store
from exhibitions.till.models import Entry, Placed, Till
from exhibitions.till.payload import Line, Sold, read
from logistics.facade import place
from sellers.orders.facade import BILL_KEY
from sellers.tax.facade import till_code

CHANNEL: Final = "stalls"
#: Nobody's mailbox: letters to it are never sent.
NOBODY: Final = "stalls@buyers.invalid"
BATCH: Final = 50


def place_orders(*, till: Till, entries: Sequence[Entry], now: datetime) -> None:
    """
    See that the store has an order of each of these sales.

    Raises:
        StoreUnavailable: what is not placed is placed the next time.
    """
    missing = [each for each in entries if not Placed.objects.filter(entry=each).exists()]
    if not missing:
        return
    store, warehouse = app_store(), stock.warehouse_of(till.exhibition)
    address = _address(till.exhibition)
    sales = {str(each.entry_id): (each, _sale(each)) for each in missing}
    wishes = {
        bill: _order(till, sale, list(range(len(sale.lines))), warehouse, address, now)
        for bill, (_entry, sale) in sales.items()
    }
    for bill, wrong in _ask(store, wishes, sales).items():
        entry, sale = sales[bill]
        kept = [at for at in range(len(sale.lines)) if at not in wrong]
        if kept and wrong:
            wish = _order(till, sale, kept, warehouse, address, now)
            if not _ask(store, {bill: wish}, {bill: (entry, sale)}, kept):
                continue
        _note(entry, "", f"{till_code(till.number)}-{entry.seq}", {})


def _sale(entry: Entry) -> Sold:
    sale = read(entry.payload)
    assert isinstance(sale, Sold)
    return sale


def _ask(
    store: Store,
    wishes: Mapping[str, OrderBulkCreateInput],
    sales: Mapping[str, tuple[Entry, Sold]],
    kept: Sequence[int] = (),
) -> dict[str, set[int]]:
    """Ask for all of them; return the bills that the store refused, each with its lines that are at fault."""
    refused: dict[str, set[int]] = {}
    names = list(wishes)
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        answer = store.order_bulk_create(orders=[wishes[each] for each in batch]).order_bulk_create
        results = answer.results if answer else []
        if len(results) != len(batch):
            raise StoreUnavailable("The store did not answer for every bill.")
        for bill, result in zip(batch, results, strict=True):
            entry, sale = sales[bill]
            order: Any = result.order
            if order is None:
                order = store.order_of_bill(reference=bill).order
            if order is None:
                refused[bill] = {_line_of(fault.path or "") for fault in result.errors or ()} - {-1}
                continue
            places = list(kept) or list(range(len(sale.lines)))
            found = [line.id for line in order.lines]
            lines = dict(zip(map(str, places), found, strict=False))
            _note(entry, order.id, order.number, lines)
    return refused


def _line_of(path: str) -> int:
    """``lines.[3].warehouse`` is about the fourth line; -1: about the order as a whole."""
    _before, bracket, rest = path.partition("lines.[")
    number = rest.partition("]")[0]
    return int(number) if bracket and number.isdigit() else -1


def _note(entry: Entry, order_id: str, number: str, lines: Mapping[str, str]) -> None:
    Placed.objects.get_or_create(
        entry=entry, defaults={"order_id": order_id, "order_number": number, "lines": dict(lines)}
    )


def _address(exhibition: str) -> AddressInput:
    held = plan.exhibition(exhibition)
    where = place(held.pincode)
    return AddressInput(
        first_name="Stall",
        last_name=held.code,
        street_address_1=held.venue or held.name,
        city=held.town or where.district,
        postal_code=held.pincode,
        country=CountryCode.IN,
        country_area=where.state,
    )


def _order(
    till: Till,
    sale: Sold,
    lines: Sequence[int],
    warehouse: str,
    address: AddressInput,
    now: datetime,
) -> OrderBulkCreateInput:
    at = min(sale.at, now)
    cash = sum(payment.amount for payment in sale.payments if payment.method == "cash")
    chosen = [sale.lines[each] for each in lines]
    facts = {BILL_KEY: str(sale.id), "umeed.exhibition": till.exhibition, "umeed.till": str(till.number)}
    return OrderBulkCreateInput(
        external_reference=str(sale.id),
        channel=CHANNEL,
        created_at=at,
        currency="INR",
        language_code=LanguageCodeEnum.EN,
        billing_address=address,
        user=OrderBulkCreateUserInput(email=NOBODY),
        lines=[_line(each, warehouse, at) for each in chosen],
        metadata=[MetadataInput(key=key, value=value) for key, value in facts.items()],
        transactions=[
            TransactionCreateInput(
                name="Cash at a stall",
                psp_reference=f"cash-{sale.id}",
                amount_charged=MoneyInput(amount=Decimal(cash) / 100, currency="INR"),
            )
        ]
        if cash
        else None,
    )


def _line(line: Line, warehouse: str, at: datetime) -> OrderBulkCreateOrderLineInput:
    whole = TaxedMoneyInput(gross=Decimal(line.gross) / 100, net=Decimal(line.net) / 100)
    before = Decimal(line.gross + line.discount) / 100
    undiscounted = TaxedMoneyInput(gross=before, net=min(whole.net, before))
    return OrderBulkCreateOrderLineInput(
        variant_id=line.variant,
        created_at=at,
        is_gift_card=False,
        is_shipping_required=False,
        quantity=line.quantity,
        tax_rate=line.rate / 100,
        total_price=whole,
        undiscounted_total_price=undiscounted,
        warehouse=warehouse,
    )
