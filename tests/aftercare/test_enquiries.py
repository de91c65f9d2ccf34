"""From abroad one may ask; a machine is let believe it was heard, and nobody asks without end."""

import pytest
from django.core import mail
from django.test import Client

from jkrlm.kernel import relay
from jkrlm.people.facade import Role
from storefront.aftercare.models import Enquiry
from storefront.models import MailMessage
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.common.shop_world import open_shop
from tests.seller_orders.conftest import staff

TYPED = {
    "key": "k1",
    "name": "Ines Alves",
    "email": "ines@example.pt",
    "country": "PT",
    "quantity": "2",
    "words": "Can you send two to Porto?",
    "website": "",
}


@pytest.fixture
def address(db: None) -> str:
    shop = open_shop()
    shop.piece("Kani stole", price="3500")
    return f"/products/{shop.slug('Kani stole')}/abroad/"


def test_asked_once_answered_once(client: Client, address: str) -> None:
    assert f'href="{address}"' in client.get(address.removesuffix("abroad/")).content.decode()
    assert client.post(address, TYPED).status_code == 302
    assert client.post(address, TYPED).status_code == 302
    asked = Enquiry.objects.get()
    desk = staff(Role.LOGISTICS)
    assert "Ines Alves" in text(desk.get("/staff/enquiries/"))

    page = f"/staff/enquiries/{asked.pk}/"
    assert desk.post(page, {"answer": " "}).status_code == 422
    assert desk.post(page, {"answer": "Yes.\nIt costs 900 rupees."}).status_code == 302
    assert desk.post(page, {"answer": "Another"}).status_code == 302
    relay.drain()

    asked.refresh_from_db()
    assert asked.answer == "Yes.\nIt costs 900 rupees."
    assert asked.sent_at is not None
    assert MailMessage.objects.get().to == "ines@example.pt"
    assert "It costs 900 rupees." in mail.outbox[0].body
    assert staff(Role.EDITOR).get(page).status_code == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"country": "IN"},
        {"country": "XX"},
        {"email": "x"},
        {"name": ""},
        {"quantity": "0"},
        {"words": "x" * 1001},
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Client, address: str, changed: dict[str, str]
) -> None:
    with nothing_changes():
        answer = client.post(address, TYPED | changed)
    assert answer.status_code == 422
    assert "Porto" in answer.content.decode() or "words" in changed


def test_a_machine_that_fills_everything_in_is_not_kept(client: Client, address: str) -> None:
    assert client.post(address, TYPED | {"website": "https://x.example"}).status_code == 302
    assert Enquiry.objects.count() == 0


def test_nobody_asks_without_end(client: Client, address: str) -> None:
    for each in range(5):
        assert client.post(address, TYPED | {"key": f"k{each}"}).status_code == 302
    refused = client.post(address, TYPED | {"key": "k5"})
    assert refused.status_code == 429
    assert Enquiry.objects.count() == 5
    assert client.get("/products/nothing-here/abroad/").status_code == 404
