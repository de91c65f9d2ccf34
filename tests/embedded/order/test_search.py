"""A search among orders and customers finds what it always found, and asks an index instead of every row."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from commerce.embedded.account import selectors as accounts
from commerce.embedded.account.models import Address, User
from commerce.embedded.engine.ids import uuid_of
from commerce.embedded.order import selectors as orders
from commerce.embedded.order.models import Order
from tests.embedded.selling import Shop


@pytest.fixture
def bought(shop: Shop) -> Order:
    order = Order.objects.get(pk=uuid_of(shop.order((shop.product("Kani stole", "6400.00"), 1)), "Order"))
    billing = {"first_name": "Zahida", "last_name": "Qadri", "city": "BUDGAM", "phone": "+919419000077"}
    Order.objects.update(user_email="aarif@example.org", billing_address_data=billing)
    return order


def numbers(text: str) -> list[int]:
    return [order.number for order in orders.searched(Order.objects.all(), text)]


def test_every_word_is_part_of_the_mail_or_an_address_or_is_the_number(bought: Order) -> None:
    for text in ("", "AARIF@", "aarif", "wani 190001", "zahida budgam", "9419000077", "QADRI aarif"):
        assert numbers(text) == [bought.number], text
    for number in (str(bought.number), f"#{bought.number}", f"zahida {bought.number}"):
        assert numbers(number) == [bought.number], number
    for text in ("aarif nobody", "zahidaqadri", "org\x00aarifwani", "%", "_", "aarif@example.orgAarif"):
        assert numbers(text) == [], text


def plan(rows: QuerySet[Any]) -> str:
    """Return how PostgreSQL would find these, were tables too large to be read through."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    return rows.explain()


def test_orders_are_found_by_an_index(bought: Order) -> None:
    assert "store_order_searched" in plan(orders.searched(Order.objects.all(), "budgam"))
    both = plan(orders.searched(Order.objects.order_by("-number"), "9419000077"))
    assert "store_order_searched" in both and "number" in both


def test_customers_are_found_by_two_indexes(db: None) -> None:
    person = User.objects.create(email="meera@example.org", first_name="Meera", last_name="Dar")
    Address.objects.create(owner=person, country="IN", city="ANANTNAG", phone="+919419000001")
    User.objects.create(email="tariq@example.org", first_name="Tariq")
    crowd = [User(email=f"{at}@example.com", first_name=f"Someone{at}") for at in range(4000)]
    homes = [Address(owner=each, country="IN", city=f"TOWN{at}") for at, each in enumerate(crowd)]
    User.objects.bulk_create(crowd)
    Address.objects.bulk_create(homes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE store_account_user, store_account_address")
    rows = accounts.searched(User.objects.order_by("email"), "meera anant")
    assert [each.first_name for each in rows] == ["Meera"]
    found = plan(rows)
    assert "store_user_searched" in found and "store_address_searched" in found
