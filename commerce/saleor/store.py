"""A Saleor chosen as the store: reached over HTTP, asking us by signed webhooks."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Final

from django.conf import settings

from commerce.client.client import Store
from commerce.plan import Check
from commerce.saleor.checks import store_checks
from commerce.saleor.contact import Watched
from commerce.saleor.oversold import orders_too_many
from commerce.saleor.pacing import Patience
from commerce.saleor.provision import app_steps
from commerce.saleor.reach import reach_checks
from commerce.saleor.remembered import Remembering
from commerce.saleor.reserved import reserve_again
from commerce.saleor.single_file import SingleFile
from commerce.saleor.stock import shift_stock as _shift
from commerce.saleor.tokens import app_token
from commerce.saleor.transport import OverHttp
from commerce.stock_leg import Leg
from jkrlm.kernel.clock import now

#: A page does not wait longer than this for what we remember: what Saleor said last is better than nothing.
PAGE_SECONDS: Final = 4.0

__all__ = [
    "app_steps",
    "app_store",
    "connection_checks",
    "invariants",
    "keep_goods",
    "let_go_goods",
    "listen",
    "oversold",
    "public_store",
    "shift_stock",
]


@cache
def public_store() -> Store:
    """Return the store as the web reaches it; what it said last stays readable while it is away."""
    url = settings.SALEOR_API_URL
    patient = OverHttp(url=url, token=None)
    quick = OverHttp(url=url, token=None, patience=Patience(query_seconds=PAGE_SECONDS))
    return Store(Remembering(SingleFile(Watched(patient)), quick=Watched(quick)))


@cache
def app_store() -> Store:
    """Return the store with the app's permissions."""
    return Store(SingleFile(Watched(OverHttp(url=settings.SALEOR_API_URL, token=app_token))))


def connection_checks() -> list[Check]:
    """Return whether Saleor and our app can work together; reads only."""
    return [*reach_checks(), *store_checks(app_store(), now=now())]


def oversold(order_id: str) -> list[str]:
    """Return the orders to undo, newest first, so that none of an order's pieces is sold more than once."""
    return orders_too_many(app_store(), order_id)


def keep_goods(checkout_id: str, *, until: datetime, now: datetime, only: str | None = None) -> bool:
    """
    Have Saleor reserve a checkout's pieces anew: it does so whenever lines are written, for as long as its
    settings say, and has no other way.
    """
    del until, now
    return reserve_again(app_store(), checkout_id, only=only)


def let_go_goods(checkout_id: str, *, only: str | None = None) -> None:
    """Nothing to do: Saleor lets go what nobody reserves anew."""
    del checkout_id, only


def shift_stock(leg: Leg) -> None:
    """Carry half a move of stock out. Raises NotEnough, StoreRefused, StoreUnavailable."""
    _shift(app_store(), leg)


def listen() -> None:
    """Nothing to do: Saleor's questions arrive at ``/saleor/webhooks/``."""


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return what must hold between this Saleor and our payments."""
    from commerce.saleor.invariants import invariants as over_http

    return over_http()
