"""What a federation sells under its own number it buys from the group, and gives back as the books do."""

import csv
import io
import random
import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel.outbox import Event
from sellers.collection import facade
from sellers.collection.models import Purchase
from sellers.collection.rules import voucher_number
from sellers.collection.services.purchase import bring_up
from sellers.orders.models import SellerOrder
from sellers.tax.facade import financial_year, year_name
from tests.collection.world import DAY, booked, parcel, refund
from tests.portal.world import OFFICER, Phone, open_village

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 22, 6, tzinfo=UTC)


def heard(made: SellerOrder, name: str = "SellerOrderMoved") -> None:
    facade.on_sale_changed(Event(1, name, {"code": made.code}, MOMENT))


def leaves(made: SellerOrder, state: str = "handed-over") -> None:
    SellerOrder.objects.filter(pk=made.pk).update(state=state)


@pytest.fixture
def made(db: None) -> SellerOrder:
    open_village()
    return booked(parcel())


def stands(made: SellerOrder) -> Decimal:
    rows = Purchase.objects.filter(code=made.code)
    return sum((row.amount if row.kind == "bought" else -row.amount for row in rows), Decimal(0))


def share(made: SellerOrder) -> Decimal:
    return ledger.orders_in_books([made.order_number])[made.order_number].shares[made.code].group.amount


def test_it_is_bought_once_when_it_leaves(made: SellerOrder) -> None:
    heard(made)
    assert not Purchase.objects.exists(), "it is still with the group"
    leaves(made)
    for _time in range(3):
        heard(made)
    row = Purchase.objects.get()
    assert (row.voucher, row.amount, row.goods_value) == (
        "P/26-27/00001",
        Decimal("3000.00"),
        Decimal("3333.34"),
    )
    assert (row.seller_key, row.pieces) == ("01ZZZAN0000N1ZJ", "2 × Kani stole")


def test_what_a_group_sells_itself_nobody_buys(made: SellerOrder) -> None:
    own = booked(parcel(number="1043", seller_kind="group", seller_gstin="", seller_name="Kanihama Tuji SHG"))
    leaves(own)
    heard(own)
    assert not Purchase.objects.exists()


def test_what_was_left_out_before_it_left_is_not_bought(made: SellerOrder) -> None:
    refund(made, "1042-KZ09/1", "1750")
    made.lines.update(quantity_returned=1)
    heard(made, "SellerOrderTakenBack")
    leaves(made)
    heard(made)
    row = Purchase.objects.get()
    assert (row.amount, row.goods_value, row.pieces) == (
        Decimal("1500.00"),
        Decimal("1666.67"),
        "1 × Kani stole",
    )


@pytest.mark.parametrize("order", ["moved first", "money first"])
def test_money_back_gives_back_the_same_part_in_whatever_order_the_events_come(
    made: SellerOrder, order: str
) -> None:
    leaves(made)
    if order == "moved first":
        heard(made)
    refund(made, "1042-KZ09/1", "1750")
    for name in ("ShareRefunded", "SellerOrderTakenBack", "SellerOrderMoved"):
        heard(made, name)
    assert stands(made) == share(made) == Decimal("1500.00")
    refund(made, "1042-KZ09/2", "1750")
    leaves(made, "returned")
    heard(made)
    heard(made)
    assert stands(made) == share(made) == 0
    vouchers = list(Purchase.objects.order_by("pk").values_list("voucher", flat=True))
    assert vouchers == [voucher_number("26-27", count) for count in range(1, len(vouchers) + 1)]


def test_called_back_and_cancelled_it_is_given_back(made: SellerOrder) -> None:
    leaves(made)
    heard(made)
    leaves(made, "packed")
    heard(made)
    assert stands(made) == Decimal("3000.00")
    refund(made, "1042-KZ09", "3500")
    leaves(made, "cancelled")
    heard(made)
    assert stands(made) == 0


def test_a_refund_that_failed_is_bought_again(made: SellerOrder) -> None:
    leaves(made)
    heard(made)
    refund(made, "r1", "1000")
    heard(made)
    key = ledger.key_of("refund", made.order_number, made.code, "r1")
    ledger.reverse_entry(ledger.Reversal(key=key, reason="it failed", occurred_on=DAY))
    heard(made)
    assert stands(made) == share(made) == Decimal("3000.00")
    assert [row.kind for row in Purchase.objects.order_by("pk")] == ["bought", "back", "bought"]


def test_whatever_comes_the_purchases_stand_where_the_books_stand(made: SellerOrder) -> None:
    chance = random.Random(4)
    leaves(made)
    left = Decimal(3500)
    for number in range(25):
        goods = min(left, Decimal(chance.randint(1, 30_000)) / 100)
        if goods:
            refund(made, f"r{number}", str(goods))
            left -= goods
        if chance.random() < 0.6:
            heard(made)
            assert stands(made) == share(made)
    heard(made)
    assert stands(made) == share(made) >= 0


@pytest.mark.parametrize(
    ("day", "year"), [("2026-03-31", "25-26"), ("2026-04-01", "26-27"), ("2099-12-31", "99-00")]
)
def test_the_year_begins_in_april(day: str, year: str) -> None:
    assert year_name(financial_year(datetime.fromisoformat(day).date())) == year
    assert len(voucher_number(year, 9_999_999)) <= 16


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_many_leave_at_once() -> None:
    open_village()
    codes = [booked(parcel(number=str(3000 + number), state="handed-over")).code for number in range(8)]
    codes = [code for code in codes for _twice in range(2)]
    gate = threading.Barrier(len(codes))

    def run(code: str, fails: bool) -> None:
        try:
            gate.wait(timeout=10)
            with transaction.atomic():
                bring_up(code=code, on=DAY)
                if fails:
                    raise RuntimeError("the power went")
        except RuntimeError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(code, at % 4 == 0)) for at, code in enumerate(codes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    numbers = sorted(Purchase.objects.values_list("voucher", flat=True))
    assert numbers == [voucher_number("26-27", count) for count in range(1, 9)], "each once, none left out"


def test_the_database_refuses_a_number_twice(made: SellerOrder) -> None:
    leaves(made)
    heard(made)
    row = Purchase.objects.get()
    row.pk, row.code = None, "other"
    with pytest.raises(IntegrityError, match="collection_voucher_once"):
        row.save()


def test_the_month_is_shown_and_taken_along(made: SellerOrder) -> None:
    leaves(made)
    heard(made)
    refund(made, "1042-KZ09/1", "1750")
    heard(made)
    Purchase.objects.update(pieces="=HYPERLINK(1)")
    officer = Phone(OFFICER).trust()
    page = officer.client.get("/sell/collection/purchases/", {"month": "2026-11"}).content.decode()
    assert "P/26-27/00002" in page
    assert "₹1,500" in page
    sheet = officer.client.get("/sell/collection/purchases.csv", {"month": "2026-11"}).content
    rows = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert [row["Paid to group"] for row in rows] == ["3000.00", "-1500.00"]
    assert rows[0]["Goods"] == "'=HYPERLINK(1)"
    for junk in ("2026-13", "x", "", "0000-01", "9999-12"):
        assert officer.client.get("/sell/collection/purchases/", {"month": junk}).status_code == 200
