"""The hosted page: understandable, safe, forgiving."""

import pytest
import stripe

from tests.payments.local_server import Buyer, LocalStripe
from tests.payments.test_local_stripe_api import api, look, new_session

__all__ = ["api"]


def test_the_page_says_what_it_is_and_what_is_paid(api: stripe.StripeClient, buyer: Buyer) -> None:
    page = buyer.browser.get(new_session(api, paise=12_345_600).url)
    assert page.status_code == 200
    assert "₹1,23,456.00" in page.text
    assert "Demonstration." in page.text
    assert "Never type a real card" in page.text
    assert "Shawl &lt;b&gt;&amp;&lt;/b&gt;" in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert page.headers["x-frame-options"] == "DENY"
    assert "form-action 'self' http://shop.test" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": "4242 4242 4242 4241"}, "This is not a card number."),
        ({"number": "4111 1111 1111 1111"}, "test cards only"),
        ({"number": "<script>"}, "This is not a card number."),
        ({"expiry": "13/34"}, "Write month and year"),
        ({"expiry": "01/20"}, "This date has passed."),
        ({"cvc": "12"}, "Write the three digits"),
    ],
)
def test_a_slip_is_said_at_its_field_and_nothing_is_paid(
    api: stripe.StripeClient, buyer: Buyer, fields: dict[str, str], sentence: str
) -> None:
    session = new_session(api)
    number = fields.pop("number", "4242 4242 4242 4242")
    page = buyer.pay(session.url, number, **fields)
    assert page.status_code == 422
    assert sentence in page.text
    assert 'aria-invalid="true"' in page.text
    assert "<script>" not in page.text
    assert look(api, session.id).payment_intent is None


def test_a_form_from_elsewhere_pays_nothing(api: stripe.StripeClient, buyer: Buyer) -> None:
    session = new_session(api)
    form = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"}
    for secret in ({}, {"secret": "guessed"}, {"secret": "ünïcode"}):
        assert buyer.browser.post(session.url, data={**form, **secret}).status_code == 403
    assert buyer.browser.post(session.url, content=b"\xff\xfe").status_code == 400
    assert buyer.browser.post(session.url, content=b"secret=%ff").status_code == 400
    assert look(api, session.id).payment_intent is None


def test_the_bank_page_opens_only_when_the_bank_was_asked(
    api: stripe.StripeClient, buyer: Buyer, stripe_here: LocalStripe
) -> None:
    session = new_session(api)
    straight = buyer.browser.get(f"{session.url}/bank")
    assert (straight.status_code, straight.headers["location"]) == (303, f"/pay/{session.id}")
    secret = buyer.secret(session.url)
    forced = buyer.browser.post(f"{session.url}/bank", data={"secret": secret, "decision": "approve"})
    assert (forced.status_code, forced.headers["location"]) == (303, f"/pay/{session.id}")
    assert look(api, session.id).payment_status == "unpaid"
    assert (
        buyer.browser.get(f"{stripe_here.address}/static/pay.css")
        .headers["content-type"]
        .startswith("text/css")
    )
