"""Which orders are still under way for their buyer."""

from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from sellers.orders.models import SellerOrder
from sellers.orders.return_models import ReturnCase
from sellers.orders.return_states import UNDER_WAY
from sellers.orders.states import WITH_THE_GROUP, SellerOrderState


def unfinished_orders(order_ids: Collection[str], *, today: date) -> frozenset[str]:
    """
    Return those with a parcel that has not arrived, that can still be sent back, or whose return is open.

    One query; an order that was never split is not among them.
    """
    last_day = today - timedelta(days=settings.RETURN_WINDOW_DAYS)
    returning = ReturnCase.objects.filter(seller_order=OuterRef("pk"), state__in=UNDER_WAY)
    found = SellerOrder.objects.filter(
        Q(state__in=(*WITH_THE_GROUP, SellerOrderState.HANDED_OVER))
        | Q(state=SellerOrderState.DELIVERED, delivered_on__gte=last_day)
        | Exists(returning),
        order_id__in=list(order_ids),
    )
    return frozenset(found.values_list("order_id", flat=True))
