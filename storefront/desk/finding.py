"""Find a buyer's order by what a person on the telephone can say of it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from commerce.client import DateTimeRangeInput, IntFilterInput, OrderWhereInput
from commerce.facade import StoreRefused, app_store
from jkrlm.kernel.clock import start_of
from jkrlm.kernel.money import Money
from sellers.orders.facade import stalls_of_orders
from storefront.store_values import money

PAGE: Final = 50
#: The store's numbers are 32-bit (GraphQL Int).
NUMBER_MAX: Final = 2**31 - 1
_NUMBER: Final = re.compile(r"#?(\d{1,9})")
#: A seller's part is named after the order: 1042-KZ09.
_PART: Final = re.compile(r"#?(\d{1,9})-[A-Za-z]{1,4}\d{1,6}(?:-\d{1,3})?")
_PHONE: Final = re.compile(r"\+?\d{10,15}")
_DIGITS_OF_A_MOBILE: Final = 10


@dataclass(frozen=True, slots=True)
class Asked:
    words: str = ""
    first: date | None = None
    last: date | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class FoundOrder:
    number: str
    placed: datetime
    status: str
    paid: str
    who: str
    where: str
    total: Money
    exhibition: str


@dataclass(frozen=True, slots=True)
class Found:
    """``following`` is where the next page begins; empty on the last."""

    orders: tuple[FoundOrder, ...]
    following: str


def read_words(words: str) -> tuple[int | None, str]:
    """Return the order's number, where that was typed, else what the store searches for."""
    text = " ".join(words.split())
    exact = _NUMBER.fullmatch(text) or _PART.fullmatch(text)
    if exact is not None:
        return int(exact[1]), ""
    digits = re.sub(r"[\s()./-]", "", text)
    if _PHONE.fullmatch(digits):
        return None, digits[-_DIGITS_OF_A_MOBILE:]
    return None, text


def find_orders(asked: Asked) -> Found:
    """Return at most fifty orders, the newest first. A page that is none begins again at the first."""
    number, search = read_words(asked.words)
    placed = DateTimeRangeInput(
        gte=start_of(asked.first) if asked.first else None,
        lte=start_of(asked.last + timedelta(days=1)) - timedelta(microseconds=1) if asked.last else None,
    )
    where = OrderWhereInput(
        number=IntFilterInput(eq=number) if number is not None else None,
        created_at=placed if asked.first or asked.last else None,
    )
    store = app_store()
    try:
        page = store.orders_to_find(first=PAGE, after=asked.after or None, search=search or None, where=where)
    except StoreRefused:
        if not asked.after:
            raise
        page = store.orders_to_find(first=PAGE, search=search or None, where=where)
    if page.orders is None:
        return Found((), "")
    rows = []
    stalls = stalls_of_orders({edge.node.number for edge in page.orders.edges})
    for edge in page.orders.edges:
        order = edge.node
        person, to = order.billing_address or order.shipping_address, order.shipping_address
        rows.append(
            FoundOrder(
                number=order.number,
                placed=order.created,
                status=in_words(order.status.value),
                paid=paid_words(order.charge_status.value, order.authorize_status.value),
                who=f"{person.first_name} {person.last_name}".strip() if person else "",
                where=to.city.title() if to else "",
                total=money(order.total.gross),
                exhibition=stalls.get(order.number, ""),
            )
        )
    info = page.orders.page_info
    return Found(tuple(rows), (info.end_cursor or "") if info.has_next_page else "")


def in_words(name: str) -> str:
    """Say a name of the store's (PARTIALLY_FULFILLED) as people do."""
    return name.replace("_", " ").capitalize()


def paid_words(charged: str, authorized: str) -> str:
    """Say whether it is paid, or promised (cash at the door)."""
    if charged == "NONE":
        return "Promised" if authorized == "FULL" else "Not paid"
    return {"FULL": "Paid", "PARTIAL": "Paid in part", "OVERCHARGED": "Paid too much"}.get(charged, charged)
