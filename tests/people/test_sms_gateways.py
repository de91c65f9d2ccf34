"""The gateway over HTTP and the fake keep the same promises; what a gateway cannot take now goes later."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import OutboxDelivery
from jkrlm.people.errors import SmsRefused, SmsUnavailable
from jkrlm.people.models import SmsMessage
from jkrlm.people.selectors import sms_messages
from jkrlm.people.services.send_sms import send_sms, write_sms
from jkrlm.people.sms.base import Sms, gateway
from jkrlm.people.sms.fake import NO_ANSWER, NO_SUCH_NUMBER, FakeGateway
from jkrlm.people.sms.http import HttpGateway
from jkrlm.people.sms.templates import GAP, TEMPLATES, filled, ids_from, missing_ids

HERS = "+919419055510"


@dataclass
class Operator:
    """Another company's server; it answers by the end of the number."""

    url: str
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def operator() -> Iterator[Operator]:
    found = Operator("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            ending = body["to"][-5:]
            status = {NO_ANSWER: 503, NO_SUCH_NUMBER: 400}.get(ending, 200)
            if status == 200:
                found.taken.append(body)
                found.headers.append(dict(self.headers))
            self.send_response(status)
            if status == 503:
                self.send_header("Retry-After", "7")
            answer = json.dumps({"id": f"op-{body['reference']}"}).encode()
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://key%3A1@127.0.0.1:{server.server_port}/send?sender=UMEEDJ&entity=1101"
    yield found
    server.shutdown()


@pytest.fixture(params=["fake", "http"])
def either(request: pytest.FixtureRequest, operator: Operator) -> FakeGateway | HttpGateway:
    return FakeGateway() if request.param == "fake" else HttpGateway(operator.url)


def sms(to: str = HERS) -> Sms:
    return Sms(
        to=to,
        template="sign-in-code",
        language="en",
        template_id="1107" * 4 + "123",
        variables=("431900",),
        text="431900 is …",
        reference="umeed-sms-1",
    )


def test_a_gateway_takes_a_message_and_says_its_id(either: FakeGateway | HttpGateway) -> None:
    assert either.send(sms()).endswith("umeed-sms-1")


def test_a_gateway_that_does_not_answer_is_asked_later(either: FakeGateway | HttpGateway) -> None:
    with pytest.raises(SmsUnavailable):
        either.send(sms(f"+91941{NO_ANSWER}00"[:8] + NO_ANSWER))


def test_a_gateway_says_what_it_never_takes(either: FakeGateway | HttpGateway) -> None:
    with pytest.raises(SmsRefused):
        either.send(sms(f"+91941900{NO_SUCH_NUMBER}"[:-5] + NO_SUCH_NUMBER))


def test_over_http_goes_what_dlt_asks_for(operator: Operator) -> None:
    HttpGateway(operator.url).send(sms())

    assert operator.taken == [
        {
            "sender": "UMEEDJ",
            "entity": "1101",
            "to": HERS,
            "template_id": "1107" * 4 + "123",
            "variables": ["431900"],
            "text": "431900 is …",
            "reference": "umeed-sms-1",
        }
    ]
    assert operator.headers[0]["Authorization"] == "Bearer key:1"
    assert operator.headers[0]["Idempotency-Key"] == "umeed-sms-1"


def test_nobody_listening_is_no_answer() -> None:
    with pytest.raises(SmsUnavailable):
        HttpGateway("http://127.0.0.1:9/send").send(sms())


def test_it_says_when_to_come_back(operator: Operator) -> None:
    with pytest.raises(SmsUnavailable) as absence:
        HttpGateway(operator.url).send(sms("+9194190" + NO_ANSWER))
    assert absence.value.retry_in_seconds == 7


@pytest.mark.django_db
def test_once_taken_the_words_are_wiped(operator: Operator, settings: Any) -> None:
    settings.SMS_URL = operator.url
    settings.SMS_TEMPLATE_IDS = {"sign-in-code:ur": "1107" * 4 + "999"}
    write_sms(to=HERS, template="sign-in-code", variables=["431900"], language="ur")

    relay.drain()

    message = SmsMessage.objects.get()
    assert (message.state, bytes(message.sealed), message.attempts) == ("sent", b"", 1)
    assert message.gateway_id == f"op-umeed-sms-{message.pk}"
    assert operator.taken[0]["template_id"] == "1107" * 4 + "999"
    assert operator.taken[0]["text"].startswith("431900 امید کے لیے")
    assert [each.text for each in sms_messages(most=5)] == [""]


@pytest.mark.django_db
def test_sent_twice_it_leaves_once(operator: Operator) -> None:
    message_id = write_sms(to=HERS, template="new-pin-set", variables=["Haseena"], language="en")
    for _time in range(2):
        send_sms(message_id=message_id, through=HttpGateway(operator.url), now=now())

    assert len(operator.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_without_an_answer_it_waits_in_the_outbox(settings: Any) -> None:
    write_sms(to="+9194190" + NO_ANSWER, template="new-pin-set", variables=["Haseena"], language="en")

    relay.drain()

    message = SmsMessage.objects.get()
    assert (message.state, message.attempts, message.last_error) == (
        "queued",
        1,
        "the gateway does not answer",
    )
    delivery = OutboxDelivery.objects.get(message__name="SmsWritten")
    assert delivery.state == "PENDING"
    assert delivery.put_off_since is not None


@pytest.mark.django_db
def test_a_refused_message_is_kept_with_the_reason_and_not_repeated() -> None:
    write_sms(to="+9194190" + NO_SUCH_NUMBER, template="new-pin-set", variables=["Haseena"], language="en")

    relay.drain()

    assert SmsMessage.objects.get().state == "refused"
    assert SmsMessage.objects.get().last_error == "there is no such number"
    assert OutboxDelivery.objects.get(message__name="SmsWritten").state == "DONE"


@pytest.mark.django_db
def test_a_code_that_would_come_too_late_is_not_sent() -> None:
    message_id = write_sms(
        to=HERS,
        template="sign-in-code",
        variables=["431900"],
        language="en",
        not_after=now() + timedelta(minutes=10),
    )
    send_sms(message_id=message_id, through=FakeGateway(), now=now() + timedelta(minutes=11))

    message = SmsMessage.objects.get()
    assert (message.state, bytes(message.sealed), message.sent_at) == ("stale", b"", None)


def test_without_a_gateway_there_is_the_fake_in_demo_mode_alone(settings: Any) -> None:
    assert gateway().is_fake
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        gateway()
    settings.SMS_URL = "https://key@sms.example/send"
    assert not gateway().is_fake


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_has_three_languages_with_the_same_gaps(template: str) -> None:
    words = TEMPLATES[template]
    assert set(words) == {"en", "hi", "ur"}
    assert len({text.count(GAP) for text in words.values()}) == 1
    values = [f"value {place}" for place in range(words["en"].count(GAP))]
    for text in words.values():
        assert GAP not in filled(text, values)
        with pytest.raises(ValueError, match="gaps"):
            filled(text, [*values, "one more"])


def test_ids_are_read_and_missed() -> None:
    number = "1107161234567890123"
    assert ids_from("") == {}
    assert ids_from(f"sign-in-code:en={number}, sign-in-code:ur={number}") == {
        "sign-in-code:en": number,
        "sign-in-code:ur": number,
    }
    assert "sign-in-code:hi" in missing_ids(ids_from(f"sign-in-code:en={number}"))
    for bad in ("sign-in-code:fr=1", f"unknown:en={number}", "sign-in-code:en=123", "sign-in-code:en"):
        with pytest.raises(ValueError, match="SMS_TEMPLATE_IDS"):
            ids_from(bad)
