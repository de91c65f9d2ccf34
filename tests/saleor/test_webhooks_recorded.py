"""What a real Saleor sent verifies with the keys it published, byte for byte, and is understood."""

from collections import Counter

import pytest
from django.test import Client

from commerce.answers import answerer_of, set_answers
from commerce.models import SigningKeys
from commerce.saleor import keys
from commerce.saleor.signatures import BadSignature, verify
from commerce.subscriptions import documents, synchronous
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxMessage
from jkrlm.wiring import ANSWERS
from tests.saleor.recordings import ABSENT, ISSUER, deliveries, jwks

RECORDED = deliveries()
SIGNED = [delivery for delivery in RECORDED if delivery.is_jws]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not RECORDED, reason=ABSENT),
]


def named(found):
    return pytest.mark.parametrize("delivery", found, ids=[delivery.name for delivery in found])


@pytest.fixture(autouse=True)
def recorded_store(db, settings):
    """The store that was recorded is away; its keys were asked for while it was there."""
    settings.SALEOR_API_URL = ISSUER
    keys.forget_held()
    moment = now()
    SigningKeys.objects.create(issuer=ISSUER, keys=jwks()["keys"], fetched_at=moment, asked_at=moment)
    yield
    keys.forget_held()


@pytest.fixture
def asked():
    """Who was asked what; each answers with its event's name."""
    found = []

    def answerer(event):
        def answer(payload):
            found.append((event, payload))
            return {"answered": event}

        return answer

    set_answers({event: answerer(event) for event in ANSWERS})
    yield found
    set_answers(ANSWERS)


def post(delivery, *, event=None, body=None, **changed):
    return Client().post(
        f"/saleor/webhooks/{event or delivery.event}/",
        delivery.body if body is None else body,
        content_type="application/json",
        headers=delivery.sent(**changed),
    )


def kept():
    return OutboxMessage.objects.count()


def understood(delivery):
    """Ours are recorded with a document; two recordings have none, and one asked for no type."""
    found = delivery.payload
    return isinstance(found, dict) and "__typename" in found and delivery.event.upper() in documents()


@named(SIGNED)
def test_its_signature_verifies_over_the_bytes_that_came(delivery):
    assert len(delivery.body) == int(delivery.headers["Content-Length"])
    verify(delivery.body, delivery.signature)


@named(SIGNED)
def test_one_altered_byte_is_refused(delivery):
    for at in (0, len(delivery.body) // 2, len(delivery.body) - 1):
        altered = bytearray(delivery.body)
        altered[at] ^= 1
        with pytest.raises(BadSignature):
            verify(bytes(altered), delivery.signature)


def test_the_recordings_hold_what_these_tests_are_about():
    found = Counter(
        "question" if delivery.event.upper() in synchronous() else "event"
        for delivery in SIGNED
        if understood(delivery)
    )
    assert found["question"] >= 10
    assert found["event"] >= 12


@named([one for one in SIGNED if understood(one) and one.event.upper() not in synchronous()])
def test_an_event_is_kept_once_for_its_reactions(delivery):
    event = delivery.event.upper()
    assert post(delivery).json() == {"received": outbox.is_heard(event)}
    assert kept() == (1 if outbox.is_heard(event) else 0)
    for message in OutboxMessage.objects.all():
        assert (message.name, message.payload) == (event, delivery.payload)
        assert message.issued_at.isoformat() == delivery.payload["issuedAt"]
        assert message.deliveries.count() > 0
    before = kept()
    again = post(delivery)
    assert (again.status_code, again.json()) == (200, {"received": False})
    assert kept() == before


@named([one for one in SIGNED if understood(one) and one.event.upper() in synchronous()])
def test_a_question_reaches_the_one_who_answers_it(delivery, asked):
    event = delivery.event.upper()
    answer = post(delivery)
    assert (answer.status_code, answer.json()) == (200, {"answered": event})
    assert asked == [(event, delivery.payload)]
    assert kept() == 0


@named([one for one in SIGNED if not understood(one)])
def test_what_has_no_document_of_ours_is_refused(delivery, asked):
    answer = post(delivery)
    if delivery.event.upper() not in documents():
        assert answer.status_code == 404
    else:
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] in ("NOT_OURS", "WRONG_EVENT")
    assert (kept(), asked) == (0, [])


@named([one for one in RECORDED if not one.is_jws])
def test_a_shared_secret_is_refused(delivery):
    answer = post(delivery)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "BAD_SIGNATURE"
    assert kept() == 0


@named([one for one in SIGNED if understood(one)])
def test_at_the_address_of_another_event_it_is_refused(delivery, asked):
    for event in documents():
        if event != delivery.event.upper():
            answer = post(delivery, event=event.lower())
            assert (answer.status_code, answer.json()["error"]["code"]) == (400, "WRONG_EVENT"), event
    assert (kept(), asked) == (0, [])


@named([one for one in SIGNED if understood(one)][:3])
def test_in_the_name_of_another_store_it_is_refused(delivery, asked):
    answer = post(delivery, **{"Saleor-Api-Url": "http://127.0.0.1:8401/graphql/"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "WRONG_STORE")
    assert (kept(), asked) == (0, [])


def test_every_question_that_we_document_is_answered():
    assert {event for event in synchronous() if answerer_of(event)} == synchronous()
