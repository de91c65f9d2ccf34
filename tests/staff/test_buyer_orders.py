"""Staff find a buyer's order, read all of it, note, cancel what is not packed, and send a mail again."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from commerce.facade import app_store
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import Role, audit_trail
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from storefront.desk.facade import on_order_note_written
from storefront.desk.finding import Asked, find_orders, read_words
from storefront.desk.models import MailSending, OrderNote
from storefront.models import MailMessage, OrderAccess
from tests.aftercare.conftest import Bought, bought, shop
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.common.live import at_rest, live_shop
from tests.seller_orders.conftest import staff

__all__ = ["bought", "live_shop", "shop"]


def path_of(bought: Bought) -> str:
    return f"/staff/orders/buyers/{bought.stole.order_number}/"


def key_on(client: Client, path: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found[1]


def test_what_is_typed_is_read_as_what_it_is() -> None:
    assert read_words(" #1042 ") == (1042, "")
    assert read_words("1042-KZ09") == (1042, "")
    assert read_words("+91 98450-12345") == (None, "9845012345")
    assert read_words("98450 12345") == (None, "9845012345")
    assert read_words("ananya@example.in") == (None, "ananya@example.in")
    assert read_words("Ananya  Rao") == (None, "Ananya Rao")


@pytest.mark.django_db(transaction=True)
def test_an_order_is_found_by_what_its_buyer_says(bought: Bought) -> None:
    client = staff(Role.LOGISTICS)
    order = app_store().order_details(id=bought.stole.order_id).order
    assert order and order.shipping_address
    to = order.shipping_address
    number = bought.stole.order_number
    today = clock.today()
    yesterday = (today - timedelta(days=1)).isoformat()

    for said in (
        {"q": number},
        {"q": bought.stole.code},
        {"q": order.user_email or ""},
        {"q": f"{to.first_name} {to.last_name}"},
        {"q": (to.phone or "")[3:]},
        {"q": f"{to.last_name} {to.postal_code}"},
        {"first": today.isoformat(), "last": today.isoformat()},
        {},
    ):
        page = client.get("/staff/orders/buyers/", said)
        assert f"/staff/orders/buyers/{number}/" in page.content.decode(), said
    for said in ({"q": "999999"}, {"q": "nobody@example.in"}, {"q": "Rao Nobody"}, {"last": yesterday}):
        assert "No order fits." in text(client.get("/staff/orders/buyers/", said)), said
    assert audit_trail("orders", most=1)[0].after == {"shown": number}

    for wrong in ({"first": "soon"}, {"first": today.isoformat(), "last": yesterday}, {"last": "9999-01-01"}):
        assert client.get("/staff/orders/buyers/", wrong).status_code == 422
    # A page that is none begins again at the first.
    assert [each.number for each in find_orders(Asked(after="nonsense")).orders] == [number]


@pytest.mark.django_db(transaction=True)
def test_the_page_has_all_of_it_and_reading_is_written_down(bought: Bought) -> None:
    client = staff(Role.GRIEVANCE, name="Shazia Grievance")
    page = text(client.get(path_of(bought)))
    order = app_store().order_details(id=bought.stole.order_id).order
    assert order and order.shipping_address

    assert bought.stole.code in page and bought.tray.code in page
    assert "1 × Kani stole" in page and "1 × Walnut tray" in page
    assert order.user_email in page and order.shipping_address.postal_code in page
    assert order.shipping_address.phone in page
    assert "Charged ₹0" in page and "placed" in page.lower()
    (entry,) = audit_trail(f"order {bought.stole.order_number}", most=5)
    assert (entry.verb, entry.actor) == ("order.read", "Shazia Grievance")
    # She cancels nothing, and parcels have no page for her.
    assert "/staff/orders/parcels/" not in client.get(path_of(bought)).content.decode()
    assert client.get(path_of(bought) + "cancel/").status_code == 403
    assert client.get("/staff/orders/buyers/4000000000/").status_code == 404
    assert client.get("/staff/orders/buyers/999999/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_note_stands_in_the_store_once_with_who_wrote_it(bought: Bought) -> None:
    client = staff(Role.LOGISTICS, name="Imran Logistics")
    key = key_on(client, path_of(bought))
    for _ in range(2):
        answer = client.post(path_of(bought) + "note/", {"key": key, "text": "Rang: leave it next door."})
        assert answer.status_code == 302
    assert "on its way into the store" in text(client.get(path_of(bought)))

    at_rest()

    (note,) = OrderNote.objects.all()
    assert note.event_id and note.text == ""
    events = app_store().order_notes(id=bought.stole.order_id).order.events
    assert [each.message for each in events if each.message == "Rang: leave it next door."] == [
        "Rang: leave it next door."
    ]
    page = text(client.get(path_of(bought)))
    assert page.count("Rang: leave it next door.") == 1
    assert "Imran Logistics" in page and "on its way" not in page
    trail = [each.verb for each in audit_trail(f"order {bought.stole.order_number}", most=9)]
    assert trail.count("order.note") == 1

    # Killed between the store's answer and our row, the next try finds what is there.
    there = note.event_id
    OrderNote.objects.update(event_id="", text="Rang: leave it next door.")
    for _ in range(2):
        on_order_note_written(Event(1, "OrderNoteWritten", {"note": note.pk}, clock.now()))
    note.refresh_from_db()
    assert (note.event_id, note.text) == (there, "")

    with nothing_changes():
        empty = client.post(path_of(bought) + "note/", {"key": "k", "text": " "})
    assert (empty.status_code, "Write the note first." in text(empty)) == (422, True)
    long = client.post(path_of(bought) + "note/", {"key": "k", "text": "x" * 1001})
    assert long.status_code == 422 and "x" * 1001 in long.content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_not_packed_is_cancelled_once_and_what_is_packed_is_not(bought: Bought) -> None:
    client = staff(Role.LOGISTICS)
    path = path_of(bought) + "cancel/"
    key = key_on(client, path)
    by = By("person:7")
    move.accept(code=bought.tray.code, by=by, now=clock.now())
    move.pack(code=bought.tray.code, by=by, now=clock.now())
    given = {"key": key, "reason": "She rang: bought twice."}

    with nothing_changes():
        both = client.post(path, {**given, "codes": [bought.stole.code, bought.tray.code]})
        none = client.post(path, given)
        other = client.post(path, {**given, "codes": ["1-KZ09"]})
        silent = client.post(path, {"key": key, "codes": [bought.stole.code]})
    assert (both.status_code, none.status_code, other.status_code, silent.status_code) == (409, 422, 422, 422)
    assert "She rang: bought twice." in both.content.decode()

    for _ in range(2):
        assert client.post(path, {**given, "codes": [bought.stole.code]}).status_code == 302
    at_rest()
    states = dict(SellerOrder.objects.values_list("code", "state"))
    assert states == {bought.stole.code: "cancelled", bought.tray.code: "packed"}
    changed = SellerOrder.objects.get(code=bought.stole.code).changes.latest("pk")
    assert changed.actor == f"person:{client.user.pk}"
    trail = [each.verb for each in audit_trail(f"order {bought.stole.order_number}", most=9)]
    assert trail.count("order.cancel-unpacked") == 1
    assert "Everything is packed, sent or cancelled." in text(client.get(path))


@pytest.mark.django_db(transaction=True)
def test_a_mail_goes_again_once_a_press_and_five_times_a_day(bought: Bought) -> None:
    client = staff(Role.FINANCE_MAKER)
    access = OrderAccess.objects.get(order_id=bought.stole.order_id)
    (message,) = MailMessage.objects.filter(access=access, kind="placed")
    MailMessage.objects.filter(pk=message.pk).update(
        state="sent", sent_at=clock.now(), to="ananya@example.in", text=message.text or "Thank you."
    )
    path = path_of(bought) + f"mails/{message.pk}/again/"
    mail.outbox.clear()

    for _ in range(2):
        assert client.post(path, {"key": "one press"}).status_code == 302
    at_rest()
    assert [sent.to for sent in mail.outbox] == [["ananya@example.in"]]
    (sending,) = MailSending.objects.all()
    assert sending.sent_at is not None and sending.asked_by == client.user
    assert f"order-mail-{message.pk}-{sending.pk}@" in mail.outbox[0].extra_headers["Message-ID"]
    assert "again 1 time" in text(client.get(path_of(bought)))

    for press in range(4):
        assert client.post(path, {"key": f"press {press}"}).status_code == 302
    with nothing_changes():
        refused = client.post(path, {"key": "a sixth"})
    assert (refused.status_code, "5 times today" in text(refused)) == (409, True)
    MailSending.objects.update(asked_at=clock.now() - timedelta(days=1))
    assert client.post(path, {"key": "next day"}).status_code == 302

    MailMessage.objects.filter(pk=message.pk).update(text="")
    with nothing_changes():
        assert client.post(path, {"key": "erased"}).status_code == 409
        assert client.post(path_of(bought) + "mails/999999/again/", {"key": "x"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.EDITOR, Role.OFFICER, Role.INSPECTOR, Role.BUYER])
def test_others_may_not(role: Role) -> None:
    client = staff(role)
    with nothing_changes():
        for path in ("", "1/", "1/cancel/"):
            assert client.get(f"/staff/orders/buyers/{path}").status_code == 403
        for path in ("1/note/", "1/cancel/", "1/mails/1/again/"):
            assert client.post(f"/staff/orders/buyers/{path}").status_code == 403
