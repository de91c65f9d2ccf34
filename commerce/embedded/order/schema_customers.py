"""GraphQL: the orders of a user."""

from typing import Any

from commerce.embedded.account.models import User
from commerce.embedded.engine.connections import Connection, connection
from commerce.embedded.engine.errors import PermissionDenied
from commerce.embedded.engine.resolvers import Info, resolver
from commerce.embedded.order.models import Order, OrderStatus


@resolver("User", "orders")
def orders(source: User, info: Info, **page: Any) -> Connection:
    """His own, drafts aside; another's with MANAGE_ORDERS."""
    manages = info.context.has("MANAGE_ORDERS")
    own = info.context.user is not None and info.context.user.pk == source.pk
    if not manages and not own:
        raise PermissionDenied(["MANAGE_ORDERS", "OWNER"])
    rows = Order.objects.select_related("channel").filter(user_id=source.pk)
    if not manages:
        rows = rows.exclude(status=OrderStatus.DRAFT)
    return connection(rows, page, order=("-number",), name="orders")
