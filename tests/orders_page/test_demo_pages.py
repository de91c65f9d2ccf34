"""The demo's own pages: for this machine alone, and in demo mode alone."""

import pytest
from django.test import Client

from jkrlm.people.facade import Role, User, has_role
from storefront.models import MailMessage, OrderAccess
from tests.common.buyer import text

PAGES = ("/demo/", "/demo/outbox/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "page", "role"), [("buyer", "/account/", Role.BUYER), ("admin", "/staff/", Role.ADMINISTRATOR)]
)
def test_one_button_signs_in(client: Client, person: str, page: str, role: Role) -> None:
    answer = client.post("/demo/", {"person": person})

    assert (answer.status_code, answer["Location"]) == (303, page)
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert has_role(user, role)
    client.post("/demo/", {"person": person})
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["nobody", "exhibition", "' or 1=1"])
def test_an_unknown_person_is_refused(client: Client, person: str) -> None:
    answer = client.post("/demo/", {"person": person})

    assert answer.status_code == 400
    assert "There is no such person in this demo." in text(answer)
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_signing_out(client: Client) -> None:
    client.post("/demo/", {"person": "buyer"})
    client.post("/demo/", {"person": ""})

    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_forwarded_and_distant_requests_find_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
    for refused in (
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"REMOTE_ADDR": ""},
    ):
        assert client.get(path, **refused).status_code == 404
    assert client.post("/demo/", {"person": "admin"}, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert User.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_outside_demo_mode_there_is_nothing(client: Client, settings, path: str) -> None:
    settings.DEMO = False

    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_another_host_is_refused(client: Client, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]

    assert client.get("/demo/", HTTP_HOST="shop.example").status_code == 404


@pytest.mark.django_db
def test_the_outbox_shows_each_message_as_written(client: Client) -> None:
    assert "No mail yet." in text(client.get("/demo/outbox/"))
    access = OrderAccess.objects.create(checkout_id="Q2hlY2tvdXQ6MQ==")
    message = MailMessage.objects.create(
        access=access,
        kind="placed",
        to="ananya@example.in",
        subject="Your order 7 <script>",
        text="Hello Ananya,\nhttp://127.0.0.1:8000/orders/abc/",
        html="<p>Hello</p>",
    )

    listed = client.get("/demo/outbox/")
    shown = client.get(f"/demo/outbox/{message.pk}/")

    assert "Your order 7 <script> to ananya@example.in" in text(listed)
    assert "Hello Ananya," in text(shown)
    assert '<a href="http://127.0.0.1:8000/orders/abc/"' in shown.content.decode()
    assert "<script>" not in shown.content.decode().split("<main")[1]
    assert client.get("/demo/outbox/999999/").status_code == 404
