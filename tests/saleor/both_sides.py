"""
Are both sides equal? Every product and every order, as the store's own tables and ours have them.

Read with SQL on both databases, so that it shares nothing with what it judges.
"""

from base64 import b64encode
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from tests.standin.house import House

SOLD_OUT, READY = 0, 2


def gid(kind: str, pk: object) -> str:
    return b64encode(f"{kind}:{pk}".encode()).decode()


def differences(house: House) -> list[str]:
    """Return what one side has otherwise than the other; nothing is under way when it is asked."""
    return [*_products(house), *_orders(house), *_letters(house), *_money(house)]


def _products(house: House) -> list[str]:
    theirs = {
        gid("Product", pk): (name, int(price * 100), READY if pieces > 0 and buyable else SOLD_OUT)
        for pk, name, price, buyable, pieces in house.saleor.rows(
            "SELECT p.id, p.name, l.price_min, l.available_for_purchase_at <= now(),"
            " coalesce(sum(s.quantity - s.quantity_allocated), 0)"
            " FROM store_product_product p"
            " JOIN store_product_productchannellisting l ON l.product_id = p.id"
            " JOIN store_product_productvariant v ON v.product_id = p.id"
            " LEFT JOIN store_warehouse_stock s ON s.variant_id = v.id"
            " WHERE l.is_published AND l.visible_in_listings AND l.price_min IS NOT NULL"
            " GROUP BY p.id, p.name, l.price_min, l.available_for_purchase_at"
        )
    }
    ours = {
        product: (name, paise, availability)
        for product, name, paise, availability in house.rooms.rows(
            "SELECT product_id, name, price_paise, availability FROM catalogue_indexedproduct WHERE listed"
        )
    }
    return [
        f"product {product}: {theirs.get(product)} in the store, {ours.get(product)} here"
        for product in sorted(theirs.keys() | ours.keys())
        if theirs.get(product) != ours.get(product)
    ]


def _orders(house: House) -> list[str]:
    """Every order has its secret address, and every payment of it names it."""
    known = {order for (order,) in house.rooms.rows("SELECT order_id FROM storefront_orderaccess")}
    payments = dict(house.rooms.rows("SELECT transaction_id, order_id FROM payments_paymentattempt"))
    found = []
    for order, number in _numbers(house).items():
        if order not in known:
            found.append(f"order {number}: nobody can look at it")
    for item, order in house.saleor.rows(
        "SELECT id, order_id FROM store_payment_transactionitem WHERE order_id IS NOT NULL"
        " AND charged + authorized + refunded + canceled > 0"
    ):
        if payments.get(gid("TransactionItem", item)) != gid("Order", order):
            found.append(f"transaction {item} of order {order}: {payments.get(gid('TransactionItem', item))}")
    return found


def _letters(house: House) -> list[str]:
    """The buyer of every order has each letter once: placed, a parcel sent, cancelled, the last sum returned."""
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    for order, status, refunded in house.saleor.rows(
        "SELECT o.id, o.status, coalesce(sum(t.refunded), 0) FROM store_order_order o"
        " LEFT JOIN store_payment_transactionitem t ON t.order_id = o.id GROUP BY o.id, o.status"
    ):
        letters = wanted[gid("Order", order)]
        letters["placed"] += 1
        letters["cancelled"] += status == "CANCELED"
        letters["refunded"] += refunded > 0
    for order in house.saleor.rows("SELECT order_id FROM store_order_fulfillment WHERE status = 'FULFILLED'"):
        wanted[gid("Order", order[0])]["sent"] += 1
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, order in house.mails():
        if order and kind != "payment-returned":
            written[order][kind] += 1
    numbers = _numbers(house)
    return [
        f"order {numbers.get(order)}: letters {dict(+written[order])}, should be {dict(+wanted[order])}"
        for order in sorted(wanted.keys() | written.keys())
        if +wanted[order] != +written[order]
    ]


def _money(house: House) -> list[str]:
    """What the card company keeps is what the store says is charged, in all and for each payment."""
    kept = {
        charge["payment_intent"]: Decimal(charge["amount"] - charge["amount_refunded"]) / 100
        for charge in house.charges()
    }
    intents = dict(
        house.rooms.rows(
            "SELECT transaction_id, payment_intent_id FROM payments_paymentattempt WHERE payment_intent_id <> ''"
        )
    )
    charged = {
        gid("TransactionItem", item): amount
        for item, amount in house.saleor.rows("SELECT id, charged FROM store_payment_transactionitem")
    }
    found = [
        f"payment {item}: {kept.get(intent)} at the card company, {charged.get(item)} in the store"
        for item, intent in intents.items()
        if kept.get(intent, Decimal(0)) != charged.get(item)
    ]
    unknown = kept.keys() - set(intents.values())
    return [*found, *(f"charge {intent}: nobody here knows it" for intent in sorted(unknown))]


def _numbers(house: House) -> dict[str, Any]:
    return {
        gid("Order", pk): number
        for pk, number in house.saleor.rows("SELECT id, number FROM store_order_order")
    }
