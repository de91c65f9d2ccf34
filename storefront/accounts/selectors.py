"""Reads: a buyer's orders as a list shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commerce.client import OrdersOfBuyerOrdersEdgesNode
from commerce.facade import app_store
from jkrlm.people.facade import User
from storefront.accounts.contracts import OrderRow
from storefront.accounts.models import AdoptedOrder, Contact, ContactKind
from storefront.accounts.rules import ORDERS_PAGE
from storefront.formats import moment, rupees
from storefront.models import OrderAccess
from storefront.spoken import asked, name_in_line
from storefront.store_values import money


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """One page of a buyer's orders, newest first; ``before`` leads to the next, 0 where there is none."""

    orders: tuple[OrderRow, ...]
    before: int


def orders_of(user: User) -> list[OrderAccess]:
    """Return every order in a buyer's account, newest first; those that are still being paid are left out."""
    held = AdoptedOrder.objects.filter(user=user, access__order_id__isnull=False)
    return [each.access for each in held.select_related("access").order_by("-access__created_at", "-pk")]


def orders_page(user: User, *, before: int = 0) -> OrdersPage:
    held = AdoptedOrder.objects.filter(user=user, access__order_id__isnull=False)
    if before:
        held = held.filter(access__pk__lt=before)
    found = list(held.select_related("access").order_by("-access__pk")[: ORDERS_PAGE + 1])
    shown = [each.access for each in found[:ORDERS_PAGE]]
    return OrdersPage(order_rows(shown), shown[-1].pk if len(found) > ORDERS_PAGE else 0)


def order_rows(accesses: Sequence[OrderAccess]) -> tuple[OrderRow, ...]:
    """Return rows in the given order; one call for all. What the store no longer has is left out."""
    ids = [str(each.order_id) for each in accesses]
    if not ids:
        return ()
    found = app_store().orders_of_buyer(ids=ids, first=len(ids), **asked()).orders
    by_id = {edge.node.id: edge.node for edge in found.edges} if found else {}
    return tuple(_row(each, by_id[str(each.order_id)]) for each in accesses if str(each.order_id) in by_id)


def numbers_of(order_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return order id → (number, status) in the store."""
    ids = list(order_ids)
    told: dict[str, tuple[str, str]] = {}
    for start in range(0, len(ids), 100):
        part = ids[start : start + 100]
        found = app_store().orders_of_buyer(ids=part, first=len(part)).orders
        told |= (
            {edge.node.id: (edge.node.number, edge.node.status.value) for edge in found.edges}
            if found
            else {}
        )
    return told


def contacts_of(user: User) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return proven e-mail addresses and phones, oldest first."""
    held = list(Contact.objects.filter(user=user).order_by("pk"))
    return (
        tuple(each.value for each in held if each.kind == ContactKind.EMAIL),
        tuple(each.value for each in held if each.kind == ContactKind.PHONE),
    )


def _row(access: OrderAccess, order: OrdersOfBuyerOrdersEdgesNode) -> OrderRow:
    pieces = sum(line.quantity for line in order.lines)
    first = order.lines[0] if order.lines else None
    names = name_in_line(first).text if first else ""
    if len(order.lines) > 1:
        more = len(order.lines) - 1
        names = ngettext("%(name)s and %(n)d more", "%(name)s and %(n)d more", more) % {
            "name": names,
            "n": more,
        }
    elif first and pieces > 1:
        names = f"{pieces} × {names}"
    return OrderRow(
        token=access.token,
        number=order.number,
        placed=moment(order.created),
        total=rupees(money(order.total.gross)),
        state=_state(order),
        pieces=names,
        picture=first.thumbnail.url if first and first.thumbnail else "",
    )


def _state(order: OrdersOfBuyerOrdersEdgesNode) -> str:
    status = order.status.value
    if status in {"CANCELED", "EXPIRED"}:
        return _("Cancelled")
    if status in {"RETURNED", "PARTIALLY_RETURNED"}:
        return _("Sent back")
    if status == "FULFILLED":
        return _("Sent")
    if status == "PARTIALLY_FULFILLED":
        return _("Part of it is on its way")
    return _("Being packed")
