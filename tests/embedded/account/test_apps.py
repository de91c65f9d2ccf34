"""An app comes in by its token, of which the store keeps only a hash."""

import pytest
from django.db import IntegrityError

from commerce.embedded.account.models import App, AppToken, User
from commerce.embedded.account.services.apps import app_by_token, create_app, create_app_token
from jkrlm.kernel.clock import now

pytestmark = pytest.mark.django_db


def test_a_token_opens_the_door_and_is_not_written_down() -> None:
    app = create_app(identifier="umeed.payments", name="Umeed", permissions=["MANAGE_ORDERS"], now=now())
    token = create_app_token(app=app, now=now())
    assert len(token) >= 40
    assert app_by_token(token) == app
    kept = AppToken.objects.get()
    assert token not in (kept.token_hash, kept.name)
    assert kept.last_4 == token[-4:]


def test_what_is_no_token_opens_nothing() -> None:
    app = create_app(identifier="umeed.payments", name="Umeed", permissions=[], now=now())
    token = create_app_token(app=app, now=now())
    for wrong in ("", token[:-1], token + "x", AppToken.objects.get().token_hash, "\x00", "x" * 5000):
        assert app_by_token(wrong) is None
    App.objects.update(is_active=False)
    assert app_by_token(token) is None


def test_making_an_app_again_changes_its_permissions_only() -> None:
    first = create_app(identifier="umeed.payments", name="Umeed", permissions=["MANAGE_ORDERS"], now=now())
    token = create_app_token(app=first, now=now())
    again = create_app(identifier="umeed.payments", name="Umeed", permissions=["MANAGE_PRODUCTS"], now=now())
    assert (again.pk, again.permissions) == (first.pk, ["MANAGE_PRODUCTS"])
    assert app_by_token(token) == first


def test_an_e_mail_address_has_one_customer_however_it_is_written() -> None:
    User.objects.create(email="aarif@example.com")
    with pytest.raises(IntegrityError):
        User.objects.create(email="Aarif@Example.com")
