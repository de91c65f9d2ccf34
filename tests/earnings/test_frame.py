"""A year of five hundred lines: the pages stay small, and ask the database as often as for one."""

import gzip
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

import sellers.ledger.facade as ledger
from sellers.earnings import facade as earnings
from sellers.ledger.facade import Sale, SaleShare, Seller, SellerKind
from sellers.orders.models import SellerOrder, SellerOrderLine
from tests.common.buyer import text
from tests.earnings.world import THEN, TODAY, World, refund, rupees, sell

LEADER = "Haseena Begum"
KB = 1024
PATHS = ("", "payments/", "orders/", "statement/", "statement/?year={year}", "makers/", "costs/")
#: 500 lines over the months of the year, a tenth of them attributed.
MANY = 500


def fill(world: World, name: str, count: int) -> None:
    """Lines like those of ``sell``, many at once."""
    first = earnings.year_span(earnings.year_of(THEN))[0]
    days = max((THEN - first).days, 1)
    model = sell(name, ("Kani stole", "1000"))[0]
    of = model.seller_order
    orders = [
        SellerOrder(
            **{
                field.attname: getattr(of, field.attname)
                for field in SellerOrder._meta.concrete_fields
                if field.attname not in ("id", "code", "order_number", "order_id", "delivered_on")
            },
            code=f"{name}{at}-KZ09",
            order_number=f"{name}{at}",
            order_id=f"order:{name}{at}",
            delivered_on=first + timedelta(days=at * days // count),
        )
        for at in range(count)
    ]
    SellerOrder.objects.bulk_create(orders)
    SellerOrderLine.objects.bulk_create(
        SellerOrderLine(
            **{
                field.attname: getattr(model, field.attname)
                for field in SellerOrderLine._meta.concrete_fields
                if field.attname not in ("id", "seller_order_id", "order_line_id")
            },
            seller_order=order,
            order_line_id=f"line:{order.code}",
        )
        for order in orders
    )
    ledger.recognise_sales([_sale(order) for order in orders])
    for line in SellerOrderLine.objects.filter(seller_order__in=orders[::10]).select_related("seller_order"):
        earnings.say_who_made(
            line.pk,
            group_code="KZ09",
            shares={world.person(LEADER): rupees("905.60")},
            seen_version=0,
            key=f"many {line.pk}",
            by=world.actor(LEADER),
        )


def _sale(order: SellerOrder) -> Sale:
    share = SaleShare(
        item=order.code,
        group_code="KZ09",
        seller=Seller(SellerKind.INTERMEDIARY, "clf:Narbal Hunar"),
        goods_net=rupees(1000),
        commission=rupees(80),
        commission_gst=ledger.TaxHeads(igst=rupees("14.40")),
    )
    return Sale(order.order_number, rupees(1000), (share,), order.delivered_on or TODAY)


def test_queries_do_not_grow_with_the_year(world: World) -> None:
    phone = world.phone(LEADER)
    (bag,) = sell("one", ("Bag", "500"))
    earnings.say_who_made(
        bag.pk,
        group_code="KZ09",
        shares={world.person(LEADER): rupees("452.80")},
        seen_version=0,
        key="one",
        by=world.actor(LEADER),
    )
    refund("one", "105")

    def queries() -> dict[str, int]:
        found = {}
        for path in PATHS:
            address = f"/sell/earnings/{path.format(year=earnings.year_of(TODAY))}"
            with CaptureQueriesContext(connection) as seen:
                assert phone.client.get(address).status_code == 200
            found[path] = len(seen)
        return found

    fill(world, "F", 2)
    few = queries()
    fill(world, "M", MANY)
    assert queries() == few
    assert max(few.values()) <= 42, few


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_budget_of_the_first_view(world: World, language: str) -> None:
    fill(world, "M", 60)
    phone = world.phone(LEADER)
    sheets = sum(
        len(gzip.compress(Path(finders.find(f"portal/{name}.css")).read_bytes(), 9))
        for name in ("portal", "money")
    )
    assert sheets <= 10 * KB
    for path in PATHS:
        prefix = "" if language == "en" else f"/{language}"
        page = phone.client.get(f"{prefix}/sell/earnings/{path.format(year=earnings.year_of(TODAY))}")
        assert len(gzip.compress(page.content, 9)) + sheets <= 20 * KB, path
        assert b"style=" not in page.content and b"onclick" not in page.content


def test_pages_of_one_language_hold_no_english(world: World) -> None:
    (stole,) = sell("1042", ("Kani stole", "2000"), by_group=True)
    sell("1043", ("Kani stole", "2000"), delivered_on=None)
    phone = world.phone(LEADER)
    for language in ("hi", "ur"):
        for path in (*PATHS, f"makers/{stole.pk}/", "orders/1042-KZ09/"):
            address = f"/{language}/sell/earnings/{path.format(year=earnings.year_of(TODAY))}"
            page = text(phone.client.get(address))
            for name in (*world.village.people, "Kani stole", "Kanihama Tuji SHG", "UTR"):
                page = page.replace(name, "")
            assert re.findall(r"[A-Za-z]{3,}", re.sub(r"\w*\d\w*(-KZ09)?", "", page)) == [], address


def test_a_sum_is_written_as_people_in_india_write_it() -> None:
    from sellers.portal.templatetags.portal_money import in_rupees

    written = [in_rupees(Decimal(each)) for each in ("0", "999", "1000", "142300", "10000000.5", "-0.05")]
    assert written == ["₹0", "₹999", "₹1,000", "₹1,42,300", "₹1,00,00,000.50", "−₹0.05"]
