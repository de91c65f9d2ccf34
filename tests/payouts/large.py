"""Ten thousand groups with an order each, made by the ledger's bulk verbs; for the slow test and the bench."""

from collections.abc import Iterator
from datetime import timedelta

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from sellers.orders.models import SellerOrder
from sellers.payouts.models import Transfer
from tests.ledger.conftest import jam, sale
from tests.payouts.world import days_ago, open_groups, rupees, seller_order

CHUNK = 500


def open_year(count: int, staff: dict[str, User]) -> list[str]:
    """So many groups, each with an order that was paid and arrived long ago."""
    codes = open_groups(count, staff=staff)
    day = clock.today() - timedelta(days=40)
    orders = [
        sale(
            f"B{number}",
            jam(f"B{number}-{code}", group_code=code, goods_net=rupees(300 + number % 900)),
            on=day,
        )
        for number, code in enumerate(codes)
    ]
    for some in chunks(orders):
        ledger.recognise_sales(some)
    for order in orders:
        ledger.receive_payment(
            ledger.Payment(order.order, f"pi_{order.order}", ledger.Purse.STRIPE, order.total, day)
        )
    SellerOrder.objects.bulk_create(
        (seller_order(code, f"B{number}", delivered_on=days_ago(30)) for number, code in enumerate(codes)),
        batch_size=1000,
    )
    return codes


def result_file(batch: int, *, failed: int = 50) -> bytes:
    """The bank's answer to a whole batch; every so many-th failed."""
    day = clock.today().strftime("%d/%m/%Y")
    lines = ["Reference,Status,Amount,UTR,Date,Reason"]
    for row in Transfer.objects.filter(batch_id=batch).order_by("row"):
        lines.append(
            f"{row.reference},Rejected,{row.amount},,{day},Bank holiday"
            if row.row % failed == 0
            else f"{row.reference},Paid,{row.amount},JAKAN{row.row:011d},{day},"
        )
    return "\n".join(lines).encode()


def chunks(rows: list) -> Iterator[list]:
    return (rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK))
