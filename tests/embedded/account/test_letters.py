"""What the store asks to be written reaches the person, in his language."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from jkrlm.kernel.outbox import Event
from storefront.facade import on_account_letter
from storefront.models import MailMessage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("ACCOUNT_CONFIRMATION_REQUESTED", "Confirm your account"),
        ("ACCOUNT_SET_PASSWORD_REQUESTED", "Set a new password"),
        ("ACCOUNT_CHANGE_EMAIL_REQUESTED", "Confirm your new address"),
        ("ACCOUNT_DELETE_REQUESTED", "Delete your account"),
    ],
)
def test_a_letter_is_written_once_and_leads_where_the_storefront_said(name: str, subject: str) -> None:
    user = {"id": "VXNlcjox", "email": "zoya@example.org", "firstName": "Zoya", "languageCode": "EN"}
    said = {"user": user, "redirectUrl": "https://shop.example/go?token=a-b", "token": "a-b"}
    event = Event(id=7, name=name, payload=said, issued_at=datetime(2026, 4, 1, tzinfo=UTC))
    on_account_letter(event)
    on_account_letter(event)
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == (subject, ["zoya@example.org"])
    assert "https://shop.example/go?token=a-b" in str(sent.body) and "Zoya" in str(sent.body)
    assert MailMessage.objects.get().state == MailMessage.State.SENT
