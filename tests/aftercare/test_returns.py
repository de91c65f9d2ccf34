"""What may come back, until when, with what proof; and who is told no."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import Role
from sellers.orders.errors import NotReturnable
from sellers.orders.facade import (
    BadQuantity,
    PhotoMissing,
    ReturnAsk,
    ReturnReason,
    ReturnUnknown,
    SellerOrderUnknown,
    WrongState,
    ask_return,
    call_off_return,
    cancel_for_buyer,
    clear_due_shares,
    parts_of_order,
    return_days,
    return_of_order,
)
from sellers.orders.models import Adjustment, ReturnCase, ReturnChange, SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from tests.aftercare.conftest import Bought, bought_of
from tests.bad_input.unchanged import nothing_changes
from tests.common.at_once import at_once
from tests.common.live import LiveShop, at_rest, broken_clauses
from tests.journeys import Buyer
from tests.portal.world import open_village
from tests.portal_orders.world import open_phones
from tests.seller_orders.conftest import press, staff, waiting_decision

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = "a" * 64


def ask(part: SellerOrder, *, why: str = "damaged", units: int = 1, **more: object) -> ReturnAsk:
    line = part.lines.get()
    given = {"photo_keys": (PHOTO,), "words": "A tear", "key": f"k{part.pk}{why}{units}", **more}
    return ReturnAsk(code=part.code, quantities={line.pk: units}, why=ReturnReason(why), **given)


def moved_back(part: SellerOrder, days: int) -> None:
    """It was delivered so many days ago."""
    SellerOrder.objects.filter(pk=part.pk).update(delivered_on=today() - timedelta(days=days))


@pytest.mark.parametrize(
    ("hsn", "kind", "said", "days"),
    [
        ("62142010", "batch", "", 7),
        ("62142010", "one-of-a-kind", "14", 14),
        ("62142010", "batch", "0", 0),
        ("62142010", "batch", "999", 30),
        ("62142010", "batch", "soon", 7),
        ("62142010", "made-to-order", "14", 0),
        ("09102010", "batch", "14", 0),
        ("", "", "", 7),
    ],
)
def test_days_by_kind(hsn: str, kind: str, said: str, days: int) -> None:
    assert return_days(hsn=hsn, stock_kind=kind, said=said) == days


def test_the_last_day_is_the_seventh_after_delivery(delivered: Bought) -> None:
    part = delivered.stole
    moved_back(part, 7)
    made = ask_return(ask(part, why="changed-mind", photo_keys=()), order_id=part.order_id)
    call_off_return(made.number, order_id=part.order_id)

    moved_back(part, 8)
    with nothing_changes(), pytest.raises(NotReturnable):
        ask_return(ask(part, why="changed-mind", key="late"), order_id=part.order_id)


def test_food_comes_back_only_where_it_is_shown_to_be_wrong_within_two_days(delivered: Bought) -> None:
    part = delivered.stole
    part.lines.update(return_days=0)
    for refused, why in (
        (ask(part, why="changed-mind"), NotReturnable),
        (ask(part, photo_keys=()), PhotoMissing),
    ):
        with nothing_changes(), pytest.raises(why):
            ask_return(refused, order_id=part.order_id)
    moved_back(part, 3)
    with nothing_changes(), pytest.raises(NotReturnable):
        ask_return(ask(part), order_id=part.order_id)
    moved_back(part, 2)

    made = ask_return(ask(part), order_id=part.order_id)

    assert (made.state.value, made.carriage.value) == ("asked", "operator")
    assert ask_return(ask(part), order_id=part.order_id).number == made.number
    with nothing_changes(), pytest.raises(BadQuantity):
        ask_return(ask(part, key="again"), order_id=part.order_id)


def test_not_before_it_came_and_no_more_than_there_are(bought: Bought) -> None:
    with nothing_changes(), pytest.raises(WrongState):
        ask_return(ask(bought.stole), order_id=bought.stole.order_id)


def test_another_orders_return_and_parcel_are_not_found(delivered: Bought) -> None:
    part = delivered.stole
    made = ask_return(ask(part), order_id=part.order_id)
    other = bought_of(delivered.shop)
    with nothing_changes():
        with pytest.raises(ReturnUnknown):
            return_of_order(made.number, order_id=other.stole.order_id)
        with pytest.raises(ReturnUnknown):
            call_off_return(made.number, order_id=other.stole.order_id)
        with pytest.raises(SellerOrderUnknown):
            ask_return(ask(part, key="x"), order_id=other.stole.order_id)
        with pytest.raises(SellerOrderUnknown):
            cancel_for_buyer(part.code, order_id=other.stole.order_id, quantities={}, reason="x", key="x")
        web = other.buyer.web
        for path in (
            f"{other.path}cancel/{part.code}/",
            f"{other.path}return/{part.code}/",
            f"{other.path}returns/{made.number}/",
            f"{other.path}returns/{made.number}/photos/0/",
        ):
            assert web.get(path).status_code == 404, path
        token = web.cookies.get("csrftoken")
        for act in ("call-off", "exchange"):
            answer = web.post(
                f"{other.path}returns/{made.number}/{act}/",
                data={"csrfmiddlewaretoken": token},
                headers={"Referer": str(web.base_url)},
            )
            assert answer.status_code in (403, 404), act


def test_a_group_sees_its_own_returns_only(delivered: Bought) -> None:
    part = delivered.stole
    made = ask_return(ask(part), order_id=part.order_id)
    phones = open_phones(open_village())

    page = phones["leader"].get(f"/sell/orders/{part.code}/").content.decode()

    assert f"R{made.number}" in page
    assert "The buyer says: it arrived damaged." in page
    assert phones["harwan"].get(f"/sell/orders/{part.code}/").status_code == 404
    photo = f"/sell/orders/{{}}/returns/{made.number}/photos/0/"
    assert phones["harwan"].get(photo.format(part.code)).status_code == 404
    assert phones["harwan"].get(photo.format(delivered.tray.code)).status_code == 404


def test_the_share_waits_while_a_return_is_under_way(delivered: Bought, settings) -> None:
    settings.RETURN_WINDOW_DAYS = -1
    part = delivered.stole
    made = ask_return(ask(part), order_id=part.order_id)

    assert clear_due_shares() == 1  # the tray's
    call_off_return(made.number, order_id=part.order_id)
    assert clear_due_shares() == 1


def test_a_refund_that_is_not_agreed_to_is_looked_at_again(delivered: Bought) -> None:
    part = delivered.stole
    made = ask_return(ask(part), order_id=part.order_id)
    desk, checker = staff(Role.LOGISTICS, name="Returns"), staff(Role.FINANCE_CHECKER, name="Checker")
    line = part.lines.get()
    for act in ("approve", "receive"):
        assert press(desk, f"returns/{made.number}/{act}/").status_code == 302
    given = {f"units_{line.pk}": 1, "bearer": "group"}
    assert press(desk, f"returns/{made.number}/inspect/", **given).status_code == 302
    assert press(desk, waiting_decision(), to="approved").status_code == 422

    assert press(checker, waiting_decision(), to="refused", words="Look once more").status_code == 302

    case = ReturnCase.objects.get()
    assert (case.state, case.adjustment, case.lines.get().accepted) == ("received", None, None)
    assert press(desk, f"returns/{made.number}/inspect/", **given).status_code == 302
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    at_rest()
    case.refresh_from_db()
    # Cash has no way back by itself: it is paid from the bank, and then the return is settled.
    assert case.state == "accepted"
    maker = staff(Role.FINANCE_MAKER, name="Maker")
    amount = Adjustment.objects.latest("pk").amount
    bank = {"amount": str(amount), "utr": "SBIN0001", "reason": "Cash came back"}
    assert press(maker, f"refunds/{part.order_number}/bank/", **bank).status_code == 302
    assert press(checker, waiting_decision(), to="approved").status_code == 302
    case.refresh_from_db()
    assert case.state == "refunded"
    assert broken_clauses() == {}


def test_the_queue_has_clocks_and_only_those_who_may_act(delivered: Bought) -> None:
    part = delivered.stole
    made = ask_return(ask(part), order_id=part.order_id)
    ReturnCase.objects.update(changed_at=now() - timedelta(hours=49))
    desk = staff(Role.LOGISTICS)
    page = desk.get("/staff/orders/returns/").content.decode()
    assert f"/staff/orders/returns/{made.number}/" in page
    assert "late" in page
    assert part.code in desk.get(f"/staff/orders/returns/{made.number}/").content.decode()
    for role in (Role.FINANCE_CHECKER, Role.ADMINISTRATOR):
        other = staff(role)
        assert other.get(f"/staff/orders/returns/{made.number}/").status_code == 200
        with nothing_changes():
            assert other.post(f"/staff/orders/returns/{made.number}/approve/").status_code == 403
    assert staff(Role.EDITOR).get("/staff/orders/returns/").status_code == 403
    assert press(desk, f"returns/{made.number}/refuse/").status_code == 422
    assert press(desk, f"returns/{made.number}/pickup/", pickup_on="2020-01-01").status_code == 422
    assert press(desk, f"returns/{made.number}/inspect/").status_code == 422
    assert press(desk, f"returns/{made.number}/refuse/", words="It was worn").status_code == 302
    assert "It was worn" in delivered.buyer.web.get(delivered.path).text


def test_the_history_is_only_added_to(delivered: Bought) -> None:
    ask_return(ask(delivered.stole), order_id=delivered.stole.order_id)
    for statement in (
        "UPDATE seller_orders_returnchange SET words = 'x'",
        "DELETE FROM seller_orders_returnchange",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ReturnChange.objects.count() == 1


def test_packing_and_cancelling_at_once_one_wins(bought: Bought) -> None:
    part = bought.stole
    line = part.lines.get()
    move.accept(code=part.code, by=By("person:1"), now=now())
    told: list[str] = []

    def pack() -> None:
        try:
            move.pack(code=part.code, by=By("person:1"), now=now())
        except WrongState:
            told.append("pack")

    def cancel() -> None:
        try:
            cancel_for_buyer(
                part.code, order_id=part.order_id, quantities={line.pk: 1}, reason="mind", key="k"
            )
        except WrongState:
            told.append("cancel")

    at_once(*[pack, cancel])
    at_rest()

    part.refresh_from_db()
    assert (part.state, told) in (("packed", ["cancel"]), ("cancelled", ["pack"]))
    assert broken_clauses() == {}


def test_a_photograph_that_was_sent_need_not_be_chosen_again(delivered: Bought) -> None:
    buyer: Buyer = delivered.buyer
    address = f"{delivered.path}return/{delivered.stole.code}/"
    page = buyer.web.get(address)
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    line = delivered.stole.lines.get()
    typed = {"csrfmiddlewaretoken": token, f"units_{line.pk}": "1", "words": "It has a tear", "key": "kk"}
    with open("catalogue/demo/pictures/crewel-cushion-cover-16-inch-pair.webp", "rb") as photo:
        again = buyer.web.post(address, data=typed, files={"photos": photo})
    assert again.status_code == 422
    assert "It has a tear" in again.text
    kept = again.text.split('name="kept" value="')[1].split('"')[0]

    answer = buyer.web.post(address, data={**typed, "why": "damaged", "kept": kept})

    assert answer.status_code == 200
    assert ReturnCase.objects.get().photos.count() == 1


def test_what_can_be_done_is_said(delivered: Bought) -> None:
    (stole, _tray) = parts_of_order(delivered.stole.order_id)
    assert stole.may_ask(today())
    assert not stole.may_cancel
    assert "Send back or exchange" in delivered.buyer.web.get(delivered.path).text


def test_terms_are_said_before_buying(shop: LiveShop) -> None:
    buyer = shop.buyer()
    slug = shop.shop.slug("Kani stole")
    assert "Can be returned within 7 days of delivery." in buyer.web.get(f"/products/{slug}/").text
    buyer.add(slug)
    assert "Return within 7 days" in buyer.web.get("/cart/").text
    assert "Return within 7 days" in buyer.check_pin().text
