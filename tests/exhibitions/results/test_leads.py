"""A visitor wants something: written down with consent, an enquiry of the shop, answered, forgotten."""

from datetime import timedelta

import pytest

import exhibitions.results.facade as results
from exhibitions.results.models import Lead
from exhibitions.results.services.forget_leads import forget_old_leads
from jkrlm.kernel import clock
from jkrlm.people.facade import sms_messages
from storefront.aftercare.models import Enquiry
from tests.exhibitions.till.world import Stall, work

pytestmark = pytest.mark.django_db

TYPED = {
    "key": "form-1",
    "kind": "order",
    "name": "Ravi Kapoor",
    "contact": "94190 00041",
    "stall": "A1",
    "wants": "Forty stoles for a hotel, by Diwali",
    "quantity": "40",
    "worth": "140000",
    "language": "en",
    "consent": "on",
}


def test_a_lead_is_asked_answered_and_forgotten(stall: Stall) -> None:
    page = f"/staff/exhibitions/{stall.code}/leads/"
    cashier = stall.fair.desk(stall.fair.cashiers[0])
    for wrong, words in (
        ({"consent": ""}, "Without her consent nothing is written down"),
        ({"contact": "12"}, "Write a mobile number of ten digits"),
        ({"worth": ""}, "Write what the order comes to"),
        ({"stall": "B1"}, "Select a valid choice"),
    ):
        answer = cashier.post(page, TYPED | wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Forty stoles" in answer.content.decode()
    assert not Lead.objects.exists()
    assert cashier.post(page, TYPED).status_code == 302
    assert cashier.post(page, TYPED).status_code == 302
    assert "Ravi" not in cashier.get(page).content.decode()  # the contacts are for managers
    assert "Ravi Kapoor" in stall.fair.desk().get(page).content.decode()
    assert results.lead_counts(stall.code)[:2] == (1, 1)
    work()

    found = Enquiry.objects.get()
    assert (found.phone, found.email, found.quantity) == ("+919419000041", "", 40)
    assert "A1" in found.origin
    desk = stall.fair.desk()
    assert "A1" in desk.get("/staff/enquiries/").content.decode()
    one = f"/staff/enquiries/{found.pk}/"
    assert desk.post(one, {"answer": "x" * 301}).status_code == 422
    assert desk.post(one, {"answer": "Yes: 40 stoles by Diwali. We call you."}).status_code == 302
    work()
    (sms,) = sms_messages(most=1)
    assert sms.to == "+919419000041"
    assert "40 stoles by Diwali" in sms.text

    today = clock.today()
    assert forget_old_leads(now=clock.now(), today=today + timedelta(days=365)) == 0
    assert forget_old_leads(now=clock.now(), today=today + timedelta(days=366)) == 1
    row = Lead.objects.get()
    assert (row.name, row.phone, row.wants) == ("", "", "")
    assert row.consent_words
    assert results.lead_counts(stall.code)[0] == 1


def test_she_agrees_to_words_in_her_own_language(stall: Stall) -> None:
    page = f"/staff/exhibitions/{stall.code}/leads/"
    cashier = stall.fair.desk(stall.fair.cashiers[0])
    drawn = cashier.get(page).content.decode()
    assert [drawn.count(f'<bdi lang="{code}"') for code in ("en", "hi", "ur")] == [1, 1, 1]
    again = cashier.post(page, TYPED | {"language": "ur", "consent": ""}).content.decode()
    assert again.index('<bdi lang="ur" dir="rtl"') < again.index('<bdi lang="en"')
    assert cashier.post(page, TYPED | {"language": "ur"}).status_code == 302
    assert Lead.objects.get().consent_words.startswith("امید میرا نام")
