"""
What a tablet sells by without a network: goods with prices, tax bands, sellers of record, cashiers.

Prices are those of the store's channel ``stalls``, else of ``online``. Fixed numbers of queries for any
number of goods, and one question to the store for each hundred products.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as stock
from certification.labels.facade import LabelStateName, LabelUnknown, gtins_of, label
from certification.lots.facade import LotState, lots_by_number
from commerce.facade import app_store
from exhibitions.till.blocked import Reasons, Told
from exhibitions.till.models import Bundle, CashierPin, Till
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from logistics.facade import place
from sellers.registry.facade import Group, groups_by_code
from sellers.tax.facade import (
    DocumentKind,
    SellerOfRecord,
    address_of,
    bands,
    financial_year,
    last_serials,
    prefix_of,
    sellers_of_record,
    series_key,
    till_code,
    year_name,
)

_AT_ONCE: Final = 100
CHANNELS: Final = ("stalls", "online")
#: No rate of the tablet's own where the seller charges no tax.
_UNTAXED: Final = [{"upto": None, "rate": "0.00"}]
#: Not what a tablet bills by: these change with every bill.
_COUNTS: Final = ("quantity", "serials")


def paise(amount: Decimal) -> int:
    return int(amount * 100)


def state_of(exhibition: str) -> str:
    """
    Return the state in which goods are sold there: the place of supply of what is handed over the counter.
    """
    return place(plan.exhibition(exhibition).pincode).state


def shared(*, exhibition: str, now: datetime) -> Bundle:
    """
    Return what all tablets of an exhibition sell by, made anew from the rooms; a new version where it
    changed.
    """
    content = _content(exhibition, local_date(now))
    bare = {
        **content,
        "items": [{name: each[name] for name in each if name not in _COUNTS} for each in content["items"]],
    }
    version = _hash(bare)
    # Kept for years, and PINs are not: a tablet gets them as it asks.
    names = [{"id": each["id"], "name": each["name"]} for each in content["cashiers"]]
    row, _new = Bundle.objects.update_or_create(
        exhibition=exhibition,
        version=version,
        defaults={"content": {**content, "cashiers": names}, "made_at": now},
    )
    return row


def for_till(till: Till, *, row: Bundle, last_seq: int, now: datetime) -> tuple[dict[str, Any], str]:
    """Return the whole bundle of one tablet, of what all are given (``shared``), and its ETag."""
    day = till.days.filter(closed_at=None).first()
    content = row.content
    told: dict[str, Any] = {
        "version": row.version,
        "exhibition": content["exhibition"],
        "till": {"number": till.number, "label": till.label, "stall": till.stall_code or None},
        "cashiers": _cashiers(till.exhibition, local_date(now)),
        "discount_limit": content["discount_limit"],
        "float": content["float"],
        "sellers": _numbered(content["sellers"], till, local_date(now)),
        "items": content["items"],
        "upi": content["upi"],
        "card": payments.is_set_up(),
        "day": {"opened_at": day.opened_at.isoformat(), "float": paise(day.till_float)} if day else None,
        "last_seq": last_seq,
    }
    return {**told, "made_at": now.isoformat()}, f'"{_hash(told)}"'


def _hash(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def _numbered(sellers: Sequence[Mapping[str, Any]], till: Till, day: date) -> list[dict[str, Any]]:
    year, source = financial_year(day), till_code(till.number)
    credit = prefix_of(DocumentKind.CREDIT, source)
    sale = {
        taxed: prefix_of(DocumentKind.INVOICE if taxed else DocumentKind.BILL, source)
        for taxed in (True, False)
    }
    last = last_serials([each["key"] for each in sellers], [credit, *sale.values()], year)
    return [
        {
            **each,
            "series": {"sale": sale[each["charges_tax"]], "credit": credit, "year": year_name(year)},
            "next": {
                "sale": last.get((each["key"], sale[each["charges_tax"]]), 0) + 1,
                "credit": last.get((each["key"], credit), 0) + 1,
            },
        }
        for each in sellers
    ]


def _content(exhibition: str, day: date) -> dict[str, Any]:
    held = plan.exhibition(exhibition)
    goods = stock.goods_at(exhibition)
    state = place(held.pincode).state
    makers = groups_by_code({each.group_code for each in goods})
    sellers = sellers_of_record(group_codes=list(makers), to_state=state, on=day)
    reasons = Reasons(list(makers.values()), state=state, on=day)
    facts = _facts(sorted({each.product_id for each in goods if each.product_id}))
    where = {each.group_code: each.stall_code for each in stalls.allotted(exhibition)}
    rates: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    items = []
    for each in sorted(goods, key=lambda one: (one.group_code, one.sku)):
        seller, fact = sellers.get(each.group_code), facts.get(each.variant_id)
        maker = makers.get(each.group_code)
        blocked = reasons.of(
            group=each.group_code,
            product=each.product_id,
            has_seller=seller is not None,
            has_price=bool(fact and fact["price"]),
        )
        items.append(_item(each, fact, maker, seller, where.get(each.group_code), rates, day, blocked))
    return {
        "exhibition": {
            "code": held.code,
            "name": held.name,
            "venue": held.venue,
            "opens_on": held.opens_on.isoformat(),
            "closes_on": held.closes_on.isoformat(),
            "return_days": held.return_days,
        },
        "cashiers": _cashiers(exhibition, day),
        "discount_limit": str(held.cashiers_discount_percent),
        "float": held.till_float.minor_units,
        "sellers": _sellers(sellers, day),
        "items": items,
        "upi": {"vpa": settings.UPI_VPA, "name": settings.UPI_PAYEE_NAME}
        if settings.UPI_VPA and settings.UPI_PAYEE_NAME
        else None,
        "state": state,
    }


def _cashiers(exhibition: str, day: date) -> list[dict[str, Any]]:
    names = {each.user_id: each.name for each in plan.cashiers(exhibition) if each.until >= day}
    rows = CashierPin.objects.filter(exhibition=exhibition, ended_at=None, user_id__in=names).order_by("pk")
    return [
        {
            "id": str(row.user_id),
            "name": names[row.user_id],
            "pin": {"salt": row.salt, "iterations": row.iterations, "hash": row.hash},
        }
        for row in rows
    ]


def _sellers(found: Mapping[str, SellerOfRecord], day: date) -> list[dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for code, seller in sorted(found.items()):
        key = series_key(seller, code)
        told.setdefault(
            key,
            {
                "key": key,
                "kind": seller.kind,
                "name": seller.name,
                "address": address_of(seller, code, day),
                "gstin": seller.gstin,
                "state": seller.state,
                "charges_tax": seller.charges_tax,
            },
        )
    return list(told.values())


def _facts(product_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return variant -> what the store says of it."""
    found: dict[str, dict[str, Any]] = {}
    store, gtins = app_store(), gtins_of(product_ids)
    for at in range(0, len(product_ids), _AT_ONCE):
        answer = store.stall_goods(ids=list(product_ids[at : at + _AT_ONCE]), first=_AT_ONCE)
        for edge in answer.products.edges if answer.products else ():
            product = edge.node
            fields = product.metafields or {}
            names = {"en": product.name}
            names["hi"] = (product.hi.name if product.hi else None) or product.name
            names["ur"] = (product.ur.name if product.ur else None) or product.name
            variants = product.product_variants.edges if product.product_variants else ()
            for each in (one.node for one in variants):
                prices = {
                    listing.channel.slug: Decimal(str(listing.price.amount))
                    for listing in each.channel_listings or ()
                    if listing.price
                }
                found[each.id] = {
                    "product": product.id,
                    "names": names,
                    "category": product.category.name if product.category else "",
                    "picture": product.thumbnail.url if product.thumbnail else None,
                    "hsn": str(fields.get("umeed.hsn") or ""),
                    "handmade": str(fields.get("umeed.handmade") or "true") == "true",
                    "gtin": gtins.get(product.id, ""),
                    "price": next((prices[slug] for slug in CHANNELS if slug in prices), None),
                }
    return found


def _item(
    goods: stock.Goods,
    fact: Mapping[str, Any] | None,
    maker: Group | None,
    seller: SellerOfRecord | None,
    stall: str | None,
    rates: dict[tuple[str, bool], list[dict[str, Any]]],
    day: date,
    blocked: Told | None,
) -> dict[str, Any]:
    fact = fact or {}
    price = fact.get("price")
    kind = (str(fact.get("hsn") or ""), bool(fact.get("handmade", True)))
    if kind not in rates:
        rates[kind] = [
            {"upto": None if upto is None else paise(upto), "rate": f"{rate:.2f}"}
            for upto, rate in bands(hsn=kind[0], on=day, handmade=kind[1])
        ]
    return {
        "variant": goods.variant_id,
        "product": fact.get("product", goods.product_id),
        "sku": goods.sku,
        "name": fact.get("names", {"en": goods.sku, "hi": goods.sku, "ur": goods.sku}),
        "maker": maker.name if maker else goods.group_code,
        "group": goods.group_code,
        "stall": stall,
        "seller": series_key(seller, goods.group_code) if seller else "",
        "hsn": kind[0],
        "price": paise(price) if price else 0,
        "bands": rates[kind] if seller and seller.charges_tax else _UNTAXED,
        "quantity": goods.quantity,
        "codes": [each for each in (goods.sku, str(fact.get("gtin") or "")) if each],
        "serials": list(goods.serials),
        "category": fact.get("category", ""),
        "picture": fact.get("picture"),
        "blocked": blocked,
    }


def serial_fault(serial: str) -> str:
    """Say why a labelled piece ought not to be sold today; empty where nothing is known against it."""
    try:
        found = label(serial)
    except LabelUnknown:
        return ""
    if found.state in (LabelStateName.VOID, LabelStateName.SPOILED):
        return _("label %(code)s is void") % {"code": serial}
    lot = lots_by_number([found.lot_number]).get(found.lot_number)
    if lot is not None and lot.state == LotState.RECALLED:
        return _("lot %(lot)s was called back") % {"lot": found.lot_number}
    return ""


def newest(exhibition: str) -> Bundle | None:
    return Bundle.objects.filter(exhibition=exhibition).order_by("-made_at", "-pk").first()


def rupees_of(units: int) -> Money:
    """Return paise as money."""
    return Money.from_minor_units(units, "INR")
