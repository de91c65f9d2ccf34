"""What a test may tell our rooms to do, in their own process."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app

import commerce.payments.facade as payments
from commerce.client import (
    OrderFulfillInput,
    OrderFulfillLineInput,
    OrderFulfillStockInput,
    TransactionActionEnum,
)
from commerce.facade import StoreUnavailable, app_store, refuse_on
from commerce.saleor import breaker
from commerce.saleor.reconcile import run
from jkrlm.invariants import CLAUSES
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from tests.common.shop_world import Shop, open_shop
from tests.standin.deaf import deaf

_shop: list[Shop] = []


def shop() -> Shop:
    return _shop[0]


def open_for_business() -> None:
    _shop[:] = [open_shop()]


def piece(name: str, price: str, **more: Any) -> str:
    """Put something on sale; returns its variant."""
    return shop().piece(name, price=price, **more)


def slug(name: str) -> str:
    return shop().slug(name)


def product_of(variant: str) -> str:
    return shop().products[variant]


def reprice(variant: str, price: str) -> None:
    shop().reprice(variant, price)


def restock(variant: str, quantity: int) -> None:
    shop().restock(variant, quantity)


def show(product: str, shown: bool) -> None:
    shop().show(product, shown)


def delete_product(product: str) -> None:
    refuse_on(app_store().product_delete(id=product).product_delete.errors)


def cancel_order(order: str) -> None:
    refuse_on(app_store().order_cancel(id=order).order_cancel.errors)


def fulfil_order(order: str) -> None:
    """Send everything in one parcel."""
    details = app_store().order_details(id=order).order
    assert details is not None
    lines = [
        OrderFulfillLineInput(
            order_line_id=line.id,
            stocks=[OrderFulfillStockInput(warehouse=shop().warehouse, quantity=line.quantity)],
        )
        for line in details.lines
    ]
    answer = app_store().order_fulfill(order=order, input=OrderFulfillInput(lines=lines))
    refuse_on(answer.order_fulfill.errors)


def refund(transaction: str, amount: str) -> None:
    answer = app_store().transaction_request_action(
        id=transaction, action_type=TransactionActionEnum.REFUND, amount=amount
    )
    refuse_on(answer.transaction_request_action.errors)


def execute(query: str, name: str | None = None, **variables: Any) -> Any:
    """Ask the store anything, with the app's token."""
    return app_store().execute(query, name, variables)


def sweep(later_seconds: float = 0) -> dict[str, Any]:
    """Settle payments as the task of each minute does, at a time to come."""
    settled = payments.settle_abandoned(now() + timedelta(seconds=later_seconds))
    return {"looked_at": settled.looked_at, "failed": settled.failed}


def broken_clauses() -> dict[str, list[str]]:
    return {clause.sentence: faults for clause in CLAUSES if (faults := clause.check())}


def command(*, name: str, words: list[str] | None = None) -> dict[str, Any]:
    """Run a management command; returns what it said and whether it was content."""
    said = StringIO()
    try:
        call_command(name, *(words or ()), stdout=said, stderr=said)
    except CommandError as refusal:
        return {"said": f"{said.getvalue()}{refusal}", "content": False}
    return {"said": said.getvalue(), "content": True}


def waiting() -> dict[str, int]:
    """Return how many reactions are not done yet, and how many are dead letters."""
    rows = OutboxDelivery.objects
    return {
        "pending": rows.filter(state=DeliveryState.PENDING).count(),
        "dead": rows.filter(state=DeliveryState.DEAD).count(),
    }


def work() -> None:
    """Run the tasks that wait, as the worker does."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def answers() -> bool:
    """Return whether the store answers the app now."""
    try:
        execute("query Channels { channels { slug } }", "Channels")
    except StoreUnavailable:
        return False
    return True


def on_its_way(seconds: float) -> None:
    """Let the task compare changes however young."""
    run.ON_ITS_WAY = timedelta(seconds=seconds)


def breaker_state() -> str:
    return breaker.state().name


CALLS: dict[str, Callable[..., Any]] = {
    call.__name__: call
    for call in (
        open_for_business,
        piece,
        slug,
        product_of,
        reprice,
        restock,
        show,
        delete_product,
        cancel_order,
        fulfil_order,
        refund,
        execute,
        sweep,
        broken_clauses,
        command,
        waiting,
        work,
        answers,
        on_its_way,
        breaker_state,
        deaf,
    )
}
