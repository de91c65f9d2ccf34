"""
Make orders of bills in the store: whole batches by ``orderBulkCreate``, each once by its bill's id.

Asked again after a crash, what the store has already is found by that id. Never inside a transaction.
"""

import re
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
    OrderBulkCreateErrorCode,
    OrderBulkCreateFulfillmentInput,
    OrderBulkCreateFulfillmentLineInput,
    OrderBulkCreateInput,
    OrderBulkCreateOrderLineInput,
    OrderBulkCreateUserInput,
    OrderStatus,
    TaxedMoneyInput,
    TransactionCreateInput,
)
from commerce.facade import Store, StoreError, StoreRefused, StoreUnavailable, app_store
from exhibitions.till.models import Entry, Placed, Till
from exhibitions.till.payload import Line, Sold, read
from exhibitions.till.services.judge_sale import sale_at
from logistics.facade import place
from sellers.orders.facade import BILL_KEY
from sellers.tax.facade import till_code

CHANNEL: Final = "stalls"
#: Nobody's mailbox: letters to it are never sent.
NOBODY: Final = "stalls@buyers.invalid"
BATCH: Final = 50
_LINE: Final = re.compile(r"lines\.\[?([0-9]+)")


def place_orders(*, till: Till, entries: Sequence[Entry], now: datetime) -> None:
    """
    See that the store has an order of each of these sales. The goods are with their buyers: each order is
    fulfilled from the fair's warehouse, which may go below nothing.

    Raises:
        StoreUnavailable: what is not placed is placed the next time.
        StoreRefused: for something that is not about goods; the till stops here, staff look.
    """
    missing = [each for each in entries if not Placed.objects.filter(entry=each).exists()]
    if not missing:
        return
    store, warehouse = app_store(), stock.warehouse_of(till.exhibition)
    address = _address(till.exhibition)
    wishes = {}
    for entry in missing:
        sale = _sale(entry)
        wishes[entry] = _order(entry, sale, list(range(len(sale.lines))), warehouse, address, now)
    refused = _ask(store, wishes)
    # The store may name only the first line that is at fault: until nothing is wrong, or nothing left.
    while refused:
        again = {}
        for entry, wrong in refused.items():
            kept = [at for at in _places(wishes[entry]) if at not in wrong]
            if kept:
                again[entry] = _order(entry, _sale(entry), kept, warehouse, address, now)
            else:
                _note(entry, "", f"{till_code(till.number)}-{till.year % 100:02d}-{entry.seq}", {})
        wishes = again
        refused = _ask(store, wishes)


def _sale(entry: Entry) -> Sold:
    sale = read(entry.payload)
    assert isinstance(sale, Sold)
    return sale


def _places(wish: OrderBulkCreateInput) -> list[int]:
    """Return which lines of the bill an order is of."""
    return [int(line.metadata[0].value) for line in wish.lines if line.metadata]


def _ask(store: Store, wishes: Mapping[Entry, OrderBulkCreateInput]) -> dict[Entry, set[int]]:
    """Ask for all of them; return those that the store refused, with the lines of each that are at fault."""
    refused: dict[Entry, set[int]] = {}
    entries = list(wishes)
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        answer = store.order_bulk_create(orders=[wishes[each] for each in batch]).order_bulk_create
        results = answer.results if answer else []
        if len(results) != len(batch):
            raise StoreUnavailable("The store did not answer for every bill.")
        for entry, result in zip(batch, results, strict=True):
            order: Any = result.order or store.order_of_bill(reference=str(entry.entry_id)).order
            if order is None:
                refused[entry] = _lines_at_fault(wishes[entry], result.errors or ())
                continue
            lines = {line.metafield: line.id for line in order.lines if line.metafield}
            _note(entry, order.id, order.number, lines)
    return refused


def _lines_at_fault(wish: OrderBulkCreateInput, faults: Sequence[Any]) -> set[int]:
    """
    ``lines.3.quantity`` is about the fourth line that was asked for; of a line as a whole a Saleor says
    NOT_FOUND where it has no tax class, which ours never have.

    Raises:
        StoreRefused: it is about no line.
    """
    places, wrong, other = _places(wish), set(), []
    for fault in faults:
        found = _LINE.match(fault.path or "")
        if found and int(found[1]) < len(places):
            if fault.code != OrderBulkCreateErrorCode.NOT_FOUND or fault.path != found[0]:
                wrong.add(places[int(found[1])])
        else:
            code = fault.code.value if fault.code else "INVALID"
            other.append(
                StoreError(code, f"The store refuses bill {wish.external_reference}: {fault.message}")
            )
    if wrong:
        return wrong
    raise StoreRefused(other or [StoreError("INVALID", f"The store refuses bill {wish.external_reference}.")])


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
    entry: Entry,
    sale: Sold,
    lines: Sequence[int],
    warehouse: str,
    address: AddressInput,
    now: datetime,
) -> OrderBulkCreateInput:
    till, at = entry.till, min(sale_at(entry, sale), now)
    facts = {BILL_KEY: str(sale.id), "umeed.exhibition": till.exhibition, "umeed.till": str(till.number)}
    return OrderBulkCreateInput(
        external_reference=str(sale.id),
        channel=CHANNEL,
        created_at=at,
        status=OrderStatus.FULFILLED,
        currency="INR",
        language_code=LanguageCodeEnum.EN,
        billing_address=address,
        user=OrderBulkCreateUserInput(email=NOBODY),
        lines=[_line(sale.lines[each], each, warehouse, at) for each in lines],
        fulfillments=[
            OrderBulkCreateFulfillmentInput(
                lines=[
                    OrderBulkCreateFulfillmentLineInput(
                        order_line_index=index,
                        variant_id=sale.lines[each].variant,
                        quantity=sale.lines[each].quantity,
                        warehouse=warehouse,
                    )
                    for index, each in enumerate(lines)
                ]
            )
        ],
        metadata=[MetadataInput(key=key, value=value) for key, value in facts.items()],
        transactions=_cash(sale),
    )


def _cash(sale: Sold) -> list[TransactionCreateInput] | None:
    """What lies in the till; UPI and cards follow when their money was seen (``tell_store``)."""
    cash = sum(payment.amount for payment in sale.payments if payment.method == "cash")
    if not cash:
        return None
    charged = MoneyInput(amount=Decimal(cash) / 100, currency="INR")
    return [
        TransactionCreateInput(
            name="Cash at a stall", psp_reference=f"cash-{sale.id}", amount_charged=charged
        )
    ]


def _line(line: Line, place_on_bill: int, warehouse: str, at: datetime) -> OrderBulkCreateOrderLineInput:
    whole = TaxedMoneyInput(gross=Decimal(line.gross) / 100, net=Decimal(line.net) / 100)
    before = Decimal(line.gross + line.discount) / 100
    undiscounted = TaxedMoneyInput(gross=before, net=min(whole.net, before))
    return OrderBulkCreateOrderLineInput(
        variant_id=line.variant,
        product_sku=line.sku,
        created_at=at,
        is_gift_card=False,
        is_shipping_required=False,
        quantity=line.quantity,
        tax_rate=line.rate / 100,
        total_price=whole,
        undiscounted_total_price=undiscounted,
        warehouse=warehouse,
        # A Saleor sorts lines by chance where they were made at the same moment.
        metadata=[MetadataInput(key="umeed.line", value=str(place_on_bill))],
    )
