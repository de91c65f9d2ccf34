"""A parcel of Kanihama's as it stands in our tables and in the books, and what becomes of it."""

from datetime import date
from decimal import Decimal

import sellers.ledger.facade as ledger
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import Money
from sellers.orders.models import SellerOrder, SellerOrderLine
from sellers.orders.states import SellerOrderState

DAY = date(2026, 11, 22)


def rupees(amount: str) -> Money:
    return Money(Decimal(amount), "INR")


def parcel(number: str = "1042", group: str = "KZ09", **changes: object) -> SellerOrder:
    """Two stoles for ₹3,500 of which the group gets ₹3,000: sold by its federation unless ``changes`` say."""
    facts = {
        "code": f"{number}-{group}",
        "order_id": f"T3JkZXI6{number}",
        "order_number": number,
        "group_code": group,
        "parcel_key": group,
        "state": SellerOrderState.PACKED,
        "confirmed_at": now(),
        "changed_at": now(),
        "pack_by": DAY,
        "ship_on": DAY,
        "earliest": DAY,
        "latest": DAY,
        "carrier": "India Post",
        "service": "Parcel",
        "origin_pincode": "193401",
        "destination_pincode": "560034",
        "place_of_supply": "Karnataka",
        "weight_grams": 190,
        "seller_kind": "federation",
        "seller_name": "Narbal Hunar CLF",
        "seller_gstin": "01ZZZAN0000N1ZJ",
        "charges_tax": True,
        "delivery_net": 0,
        "delivery_gst": 0,
        **changes,
    }
    made = SellerOrder.objects.create(**facts)
    SellerOrderLine.objects.create(
        seller_order=made,
        order_line_id=f"T3JkZXJMaW5lOi{number}",
        sku=f"{group}-STOLE",
        name="Kani stole",
        quantity=2,
        rate_percent=Decimal(5),
        net=Decimal("3333.34"),
        gst=Decimal("166.66"),
        commission_percent=Decimal(8),
        commission=Decimal("282.50"),
        commission_gst=Decimal("50.84"),
        tcs=0,
        tds=0,
    )
    return made


def booked(made: SellerOrder) -> SellerOrder:
    """The sale stands in the books, and the buyer has paid it."""
    seller = ledger.Seller(ledger.SellerKind.INTERMEDIARY, key=made.seller_gstin)
    if made.seller_kind == "group":
        seller = ledger.Seller(ledger.SellerKind.GROUP)
    share = ledger.SaleShare(
        item=made.code,
        group_code=made.group_code,
        seller=seller,
        goods_net=rupees("3333.34"),
        goods_gst=ledger.TaxHeads(igst=rupees("166.66")),
        commission=rupees("282.50"),
        commission_gst=ledger.TaxHeads(cgst=rupees("25.42"), sgst=rupees("25.42")),
    )
    ledger.recognise_sale(ledger.Sale(made.order_number, rupees("3500"), (share,), DAY))
    ledger.receive_payment(
        ledger.Payment(
            order=made.order_number,
            reference=f"pi_{made.order_number}",
            purse=ledger.Purse.STRIPE,
            amount=rupees("3500"),
            occurred_on=DAY,
        )
    )
    return made


def refund(made: SellerOrder, reference: str, goods: str) -> None:
    """Part of the goods' price, with tax, goes back to the buyer."""
    ledger.refund_share(
        ledger.Refund(
            order=made.order_number, item=made.code, reference=reference, goods=rupees(goods), occurred_on=DAY
        )
    )
