"""The embedded store chosen as the store: what needs its tables, and is not imported without them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from commerce.answers import answerer_of
from commerce.client.client import Store
from commerce.embedded.account.services.apps import create_app
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.engine.caller import PUBLIC, Caller
from commerce.embedded.product.models import ProductVariant
from commerce.embedded.warehouse.errors import InsufficientStock
from commerce.embedded.warehouse.models import Warehouse
from commerce.embedded.warehouse.services.reserve import release, reserve
from commerce.embedded.warehouse.services.shift import shift
from commerce.embedded.webhook.services import set_answerer
from commerce.embedded_invariants import invariants
from commerce.in_process import InProcess
from commerce.permissions import APP_PERMISSIONS
from commerce.plan import Check, Step
from commerce.stock_leg import Leg, NotEnough
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import parse_global_id

__all__ = [
    "app_steps",
    "app_store",
    "connection_checks",
    "install",
    "invariants",
    "keep_goods",
    "let_go_goods",
    "listen",
    "oversold",
    "public_store",
    "shift_stock",
]


@dataclass(frozen=True)
class RoomsApp:
    """The rooms as the embedded store's caller; ``install`` put the same app into its tables."""

    identifier: str
    name: str = "Umeed"
    is_active: bool = True


@cache
def public_store() -> Store:
    """Return the store as anybody on the web reaches it."""
    return Store(InProcess(PUBLIC))


@cache
def app_store() -> Store:
    """Return the store with the app's permissions."""
    return Store(InProcess(Caller(permissions=APP_PERMISSIONS, app=RoomsApp(settings.APP_IDENTIFIER))))


def oversold(_order_id: str) -> list[str]:
    """Return no order: stock is counted under its lock here."""
    return []


def keep_goods(checkout_id: str, *, until: datetime, now: datetime, only: str | None = None) -> bool:
    """
    Keep a checkout's pieces until a moment; False where some are not there, or no checkout is.

    With ``only``, one unit of that variant: what else is reserved runs out as in any bag.
    """
    with transaction.atomic():
        checkout = Checkout.objects.select_for_update().filter(pk=_checkout_pk(checkout_id)).first()
        if checkout is None:
            return False
        lines = list(checkout.lines.order_by("created_at", "id"))
        if only is not None:
            lines = [line for line in lines if line.variant_id == int(parse_global_id(only)[1])][:1]
            if not lines:
                return False
            lines[0].quantity = 1  # never saved: her bag holds what she put into it
        for line in lines:
            line.checkout = checkout
        try:
            reserve(lines, now=now, minutes=(until - now).total_seconds() / 60)
        except InsufficientStock:
            return False
    return True


def let_go_goods(checkout_id: str, *, only: str | None = None) -> None:
    """Let others buy what a checkout keeps; with ``only``, that variant: what else it holds stays kept."""
    release(
        _checkout_pk(checkout_id),
        variant_id=int(parse_global_id(only)[1]) if only is not None else None,
    )


def shift_stock(leg: Leg) -> None:
    """
    Carry half a move of stock out, in one transaction with what we keep of it. Raises NotEnough.
    """
    free = shift(
        variant=ProductVariant.objects.get(pk=parse_global_id(leg.variant_id)[1]),
        warehouse=Warehouse.objects.get(pk=parse_global_id(leg.warehouse_id)[1]),
        by=leg.by,
        now=now(),
        done=lambda: leg.done(""),
    )
    if free is not None:
        raise NotEnough(free)


def _checkout_pk(checkout_id: str) -> UUID:
    return UUID(parse_global_id(checkout_id)[1])


def listen() -> None:
    """Answer the embedded store's questions in this process, from the wiring's table."""

    def answer(app_identifier: str, event: str, payload: dict[str, Any]) -> Any:
        answerer: Callable[[dict[str, Any]], Any] | None = answerer_of(event)
        if app_identifier != settings.APP_IDENTIFIER or answerer is None:
            return None
        return answerer(payload)

    set_answerer(answer)


def app_steps(_store: Store) -> list[Step]:
    """Nothing to do: the app is installed with the tables, its webhooks are calls in this process."""
    return []


def connection_checks() -> list[Check]:
    """Nothing to check: the store is in this process."""
    return []


def install() -> None:
    """Put our app into the store's tables, or bring it up to date; left alone where there are none yet."""
    if "store_account_app" not in connection.introspection.table_names():
        return
    create_app(
        identifier=settings.APP_IDENTIFIER,
        name="Umeed",
        permissions=sorted(APP_PERMISSIONS),
        now=now(),
    )
