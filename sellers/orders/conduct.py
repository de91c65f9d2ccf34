"""How punctual groups are."""

from collections.abc import Collection
from datetime import date
from typing import Final

from django.db import connection

_LATENESS: Final = """
SELECT o.group_code, count(*),
       count(*) FILTER (WHERE coalesce((p.at AT TIME ZONE 'Asia/Kolkata')::date, %(today)s) > o.pack_by)
  FROM seller_orders_sellerorder o
  LEFT JOIN LATERAL (
       SELECT min(c.at) AS at FROM seller_orders_sellerorderchange c
        WHERE c.seller_order_id = o.id AND c.state IN ('packed', 'handed-over', 'delivered')) p ON true
 WHERE o.group_code = ANY(%(codes)s) AND o.state <> 'cancelled'
   AND NOT EXISTS (SELECT 1 FROM seller_orders_stallbill b WHERE b.order_number = o.order_number)
   AND (o.confirmed_at AT TIME ZONE 'Asia/Kolkata')::date >= %(since)s
 GROUP BY o.group_code
"""


def lateness(codes: Collection[str], *, since: date, today: date) -> dict[str, tuple[int, int]]:
    """
    Return (orders, late ones) of groups, of orders confirmed since a day. Late is what was packed after its
    day, or waits beyond it; cancelled orders count for nothing, nor do bills of stalls, which nobody packs
    and which a till may send days later. Groups without orders are absent. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LATENESS, {"codes": list(codes), "since": since, "today": today})
        return {code: (many, late) for code, many, late in cursor.fetchall()}
