"""The order's page by its secret address, and the mail at each step."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from commerce.client import OrderFulfillInput, OrderFulfillLineInput, OrderFulfillStockInput
from commerce.facade import app_store, refuse_on
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event
from storefront import facade
from storefront.models import MailMessage, OrderAccess
from tests.common.buyer import Shopper, text
from tests.common.shop_world import Shop


@pytest.fixture
def access(shopper: Shopper, shop: Shop, deliver_events: Callable[[], int]) -> OrderAccess:
    """Two parcels were ordered with cash on delivery, and the mail about it was sent."""
    shopper.add(shop.piece("Kani shawl", price="3500"))
    shopper.add(shop.piece("Walnut tray", price="1200", maker="KZ11", hsn="4420", grams=900))
    shopper.check_pin()
    shopper.place("cash-on-delivery")
    deliver_events()
    return OrderAccess.objects.get()


def send(access: OrderAccess, shop: Shop, *names: str) -> None:
    order = app_store().order_details(id=access.order_id).order
    answer = (
        app_store()
        .order_fulfill(
            order=order.id,
            input=OrderFulfillInput(
                lines=[
                    OrderFulfillLineInput(
                        order_line_id=line.id,
                        stocks=[OrderFulfillStockInput(warehouse=shop.warehouse, quantity=line.quantity)],
                    )
                    for line in order.lines
                    if line.product_name in names
                ],
                tracking_number="EJ482190335IN",
            ),
        )
        .order_fulfill
    )
    refuse_on(answer.errors)


def page(access: OrderAccess, shopper: Shopper) -> str:
    return text(shopper.get(f"/orders/{access.token}/"))


def kinds() -> list[str]:
    return list(MailMessage.objects.order_by("pk").values_list("kind", flat=True))


def test_the_page_is_neither_indexed_nor_kept_nor_told_to_others(
    access: OrderAccess, shopper: Shopper
) -> None:
    answer = shopper.get(f"/orders/{access.token}/")

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex"


def test_it_needs_no_cookie_and_no_account(access: OrderAccess) -> None:
    said = page(access, Shopper())

    assert "Parcel 1 of 2 · " in said
    assert "Kani shawl Kanihama Tuji SHG, Budgam ₹3,500" in said
    assert "Walnut tray Harwan Naqqashi SHG, Srinagar ₹1,200" in said
    assert "Delivery, 2 parcels ₹" in said
    assert "Being packed by " in said


def test_a_guessed_address_leads_nowhere(access: OrderAccess, shopper: Shopper) -> None:
    for token in ("x", "0" * 22, "T3JkZXI6MQ==", "../admin", "%00", access.order_id, access.checkout_id):
        assert shopper.get(f"/orders/{token}/").status_code in (400, 404), token


def test_a_parcel_that_left_is_on_the_way_and_its_buyer_is_told_once(
    access: OrderAccess, shopper: Shopper, shop: Shop, deliver_events: Callable[[], int]
) -> None:
    send(access, shop, "Kani shawl")
    deliver_events()

    said = page(access, shopper)
    assert "On the way" in said
    assert "EJ482190335IN" in said
    assert "Being packed" in said
    assert kinds() == ["placed", "sent"]
    letter = MailMessage.objects.get(kind="sent")
    assert "EJ482190335IN" in letter.text
    assert "Kani shawl" in letter.text
    assert "Walnut tray" not in letter.text

    send(access, shop, "Walnut tray")
    deliver_events()

    assert kinds() == ["placed", "sent", "sent"]
    assert "Being packed" not in page(access, shopper)


def test_a_cancelled_order_says_so_on_its_page_and_by_mail(
    access: OrderAccess, shopper: Shopper, deliver_events: Callable[[], int]
) -> None:
    refuse_on(app_store().order_cancel(id=access.order_id).order_cancel.errors)
    deliver_events()

    assert "This order is cancelled" in page(access, shopper)
    assert kinds() == ["placed", "cancelled"]


def test_an_event_that_comes_twice_sends_one_mail(access: OrderAccess) -> None:
    event = Event(
        1, "ORDER_CONFIRMED", {"order": {"id": access.order_id, "checkoutId": access.checkout_id}}, now()
    )

    facade.on_order_confirmed(event)
    facade.on_order_confirmed(event)

    assert kinds() == ["placed"]
    assert len(mail.outbox) == 1


def test_an_order_from_elsewhere_is_let_be(shop: Shop) -> None:
    facade.on_order_confirmed(
        Event(1, "ORDER_CONFIRMED", {"order": {"id": "T3JkZXI6MQ==", "checkoutId": None}}, now())
    )
    facade.on_order_cancelled(Event(2, "ORDER_CANCELLED", {"order": {"id": "T3JkZXI6MQ=="}}, now()))

    assert OrderAccess.objects.count() == 0
    assert mail.outbox == []


def test_a_mail_server_that_is_down_is_tried_again(
    access: OrderAccess, shop: Shop, settings, deliver_events: Callable[[], int]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    send(access, shop, "Kani shawl")
    deliver_events()
    letter = MailMessage.objects.get(kind="sent")
    assert (letter.state, letter.sent_at) == ("queued", None)
    assert letter.attempts >= 1
    assert "ConnectionRefusedError" in letter.last_error

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    facade.on_order_fulfilled(Event(9, "ORDER_FULFILLED", {"order": {"id": access.order_id}}, now()))

    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == ("sent", "")


def test_a_buyer_without_a_mailbox_is_never_mailed(
    shopper: Shopper, shop: Shop, deliver_events: Callable[[], int]
) -> None:
    shopper.add(shop.piece("Kani shawl", price="3500"))
    shopper.check_pin(email="p-1@buyers.invalid")
    shopper.place("cash-on-delivery")
    deliver_events()

    assert MailMessage.objects.get().state == "withheld"
    assert mail.outbox == []


def test_the_database_keeps_one_address_for_an_order(access: OrderAccess) -> None:
    for again in (
        {"checkout_id": access.checkout_id},
        {"checkout_id": "other", "order_id": access.order_id},
        {"checkout_id": "other", "token": access.token},
        {"checkout_id": "other", "order_id": ""},
        {"checkout_id": "other", "token": "short"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderAccess.objects.create(**again)
    assert OrderAccess.objects.count() == 1
