"""What travels over HTTP, what comes back, and what is asked again: against a proxy that misbehaves."""

import json
import logging
import os
import time
from io import BytesIO
from threading import Thread
from typing import Any

import pytest
from PIL import Image

from commerce.client import ProductMediaCreateInput, Upload
from commerce.embedded.channel.models import Channel
from commerce.embedded_store import app_store as in_process
from commerce.errors import StoreMisconfigured, StoreRefused, StoreUnavailable
from commerce.saleor import transport
from commerce.saleor.pacing import Patience
from commerce.saleor.transport import OverHttp
from jkrlm.kernel.tracing import traced
from tests.common.bad_proxy import Broken, Busy, Cut, Drip, Html, Lose, Say, Slow
from tests.common.shop_world import open_shop
from tests.saleor.transport_stage import CHANNELS, QUICK, Stage, speaker, stage

__all__ = ["speaker", "stage"]


# What is sent


def test_a_call_names_itself_and_its_caller(speaker: Stage) -> None:
    with traced(traceparent=f"00-{'ab' * 16}-{'12' * 8}-01", request_id="from-the-proxy-7"):
        assert speaker.slugs() == ["rupees"]
    sent = speaker.proxy.requests[0]
    assert sent.header("Authorization") == f"Bearer {speaker.app_token}"
    assert sent.header("traceparent").startswith(f"00-{'ab' * 16}-")
    assert sent.header("traceparent") != f"00-{'ab' * 16}-{'12' * 8}-01"
    assert sent.header("X-Request-ID") == "from-the-proxy-7"
    assert sent.header("User-Agent") == "umeed-rooms/1"
    assert json.loads(sent.body) == {"query": CHANNELS, "variables": {}, "operationName": "Channels"}


def test_a_default_of_the_document_is_sent(speaker: Stage) -> None:
    document = "query Kind($language: LanguageCodeEnum = EN, $wide: Boolean = false, $id: ID) { __typename }"
    speaker.http().execute(document, "Kind", {"wide": True})
    assert json.loads(speaker.proxy.requests[0].body)["variables"] == {"language": "EN", "wide": True}


def test_the_public_shows_no_token(speaker: Stage) -> None:
    speaker.http(token=None).execute("query Kind { __typename }", "Kind", {})
    assert speaker.proxy.requests[0].header("Authorization") == ""
    assert speaker.proxy.requests[0].header("Cookie") == ""


def test_a_cookie_is_not_given_back(speaker: Stage) -> None:
    speaker.proxy.mode = Say(200, b'{"data": {"channels": []}}', (("Set-Cookie", "who=aarif; Path=/"),))
    speaker.slugs()
    speaker.slugs()
    assert [sent.header("Cookie") for sent in speaker.proxy.requests] == ["", ""]


def test_a_line_of_the_log_tells_no_secrets(stage: Stage, caplog: Any) -> None:
    caplog.set_level(logging.INFO, "commerce.saleor")
    with traced(traceparent=f"00-{'ab' * 16}-{'12' * 8}-01"):
        stage.store().channel_by_slug(slug="a-buyers-secret")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "commerce.saleor"]
    assert line.startswith("query ChannelBySlug status=200 ms=")
    assert line.endswith(f" tries=1 trace={'ab' * 16}: answered")
    assert "secret" not in line
    assert stage.app_token not in line


def test_a_picture_is_uploaded_also_at_the_second_try(stage: Stage) -> None:
    shop = open_shop()
    product = shop.products[shop.piece("Kani stole", price="3500")]
    sketch = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(sketch, "PNG")
    image = Upload(filename="stole.png", content=sketch, content_type="image/png")
    stage.proxy.next(Busy(retry_after=0))
    answer = (
        stage.store()
        .product_media_create(input=ProductMediaCreateInput(product=product, alt="A stole", image=image))
        .product_media_create
    )
    assert answer is not None
    assert answer.errors == []
    assert answer.media is not None
    assert answer.media.alt == "A stole"
    assert (stage.proxy.received, stage.proxy.forwarded) == (2, 1)


def test_connections_are_used_again(speaker: Stage) -> None:
    opened = []
    accept = speaker.proxy._serve
    speaker.proxy._serve = lambda client: (opened.append(client), accept(client))[1]
    for _ in range(5):
        speaker.slugs()
    assert len(opened) == 1


def test_a_child_makes_connections_of_its_own(speaker: Stage) -> None:
    speaker.slugs()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            data = speaker.http().execute(CHANNELS, "Channels", {})
            os.write(writing, json.dumps(data).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert json.loads(os.read(reading, 1000)) == {"channels": [{"slug": "rupees"}]}
    assert speaker.slugs() == ["rupees"]


# What comes back


def test_refusals_are_the_same_as_in_process(stage: Stage) -> None:
    def refusal(store: Any, ask: Any) -> tuple[str, str]:
        with pytest.raises(StoreRefused) as caught:
            ask(store)
        return caught.value.code, caught.value.message

    for ask in (
        lambda store: store.execute("query Bad { shawls }", "Bad", {}),
        lambda store: store.product_list(channel="rupees", first=101),
        lambda store: store.maker_pages(first=3, after="nonsense"),
    ):
        assert refusal(stage.store(), ask) == refusal(in_process(), ask)


def test_a_permission_that_is_missing_is_a_refusal(stage: Stage) -> None:
    with pytest.raises(StoreRefused) as caught:
        stage.slugs(token=None)
    assert caught.value.code == "PermissionDenied"
    assert stage.breaker.state().name == "closed"


def test_what_costs_too_much_is_refused_by_name(stage: Stage) -> None:
    dear = """query Dear { products(first: 100, channel: "rupees") { edges { node {
        productVariants(first: 100) { edges { node { id product { productVariants(first: 100) { totalCount } } } } } } } } }"""
    with pytest.raises(StoreRefused) as caught:
        stage.http().execute(dear, "Dear", {})
    assert caught.value.code == "QueryCostError"


def test_a_wrong_token_names_the_setting(stage: Stage) -> None:
    with pytest.raises(StoreMisconfigured) as caught:
        stage.slugs(token="x" * 30)
    assert caught.value.message == (
        "Saleor does not take our token (status 401: Invalid token): mend SALEOR_APP_TOKEN."
    )
    assert (stage.proxy.received, caught.value.sent) == (1, False)


def test_a_wrong_address_names_the_setting(speaker: Stage) -> None:
    speaker.proxy.mode = Broken(404)
    with pytest.raises(StoreMisconfigured, match="must end in /graphql/"):
        speaker.slugs()
    with pytest.raises(StoreMisconfigured, match="SALEOR_API_URL is no address"):
        OverHttp(url="saleor.example/graphql/", token=None, patience=QUICK).execute(CHANNELS, None, {})


def test_somebody_elses_page_is_no_answer(speaker: Stage) -> None:
    speaker.proxy.mode = Html()
    with pytest.raises(StoreUnavailable, match="status 200 with 46 bytes of text/html"):
        speaker.slugs()
    assert speaker.proxy.received == 1


def test_an_answer_without_end_is_not_read_to_its_end(speaker: Stage, monkeypatch: Any) -> None:
    monkeypatch.setattr(transport, "ANSWER_MAX_BYTES", 20)
    with pytest.raises(StoreUnavailable, match="larger than"):
        speaker.slugs()


def error(message: str, code: str) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"exception": {"code": code}}}], "data": None}


def say(status: int, body: Any) -> Say:
    return Say(status, json.dumps(body).encode())


DENIED = say(200, error("To access this path, you need …", "PermissionDenied"))


def test_a_token_that_saleor_does_not_know_is_told_from_a_permission_that_is_missing(speaker: Stage) -> None:
    """Saleor takes a token that it does not know for no token, and says what it says to anybody."""
    speaker.proxy.next(DENIED, say(200, {"data": {"app": {"id": "QXBwOjE="}}}))
    with pytest.raises(StoreRefused):
        speaker.slugs()
    speaker.proxy.next(DENIED, DENIED)
    with pytest.raises(StoreMisconfigured, match="knows no app by our token: mend SALEOR_APP_TOKEN"):
        speaker.slugs()
    speaker.proxy.next(DENIED)
    with pytest.raises(StoreRefused):
        speaker.slugs(token=None)
    assert speaker.proxy.received == 5


@pytest.mark.parametrize(
    ("status", "body", "raised", "sentence"),
    [
        (301, {}, StoreMisconfigured, "sends us on to another address: mend SALEOR_API_URL"),
        (405, {}, StoreMisconfigured, "must end in /graphql/"),
        (403, {}, StoreMisconfigured, "does not take our token"),
        (200, error("Invalid token", "InvalidTokenError"), StoreMisconfigured, "mend SALEOR_APP_TOKEN"),
        (200, error("Signature has expired", "ExpiredSignatureError"), StoreMisconfigured, "has expired"),
        (200, error("Internal Server Error", "OperationalError"), StoreUnavailable, "an internal error"),
        (400, error("Cannot query field", "GraphQLError"), StoreRefused, "Cannot query field"),
        (413, error("Request body exceeds maximum size.", "GraphQLError"), StoreRefused, "maximum size"),
        (413, [], StoreRefused, "too large"),
        (200, {"data": None}, StoreUnavailable, "no GraphQL answer"),
        (200, [], StoreUnavailable, "no GraphQL answer"),
        (204, {}, StoreUnavailable, "status 204"),
        (
            200,
            {**error("Bad cursor", "GraphQLError"), "data": {"channels": None}},
            StoreRefused,
            "Bad cursor",
        ),
        (200, {"errors": [{"message": "Bare"}]}, StoreRefused, "Bare"),
    ],
)
def test_what_an_answer_means(
    speaker: Stage, status: int, body: Any, raised: type[Exception], sentence: str
) -> None:
    speaker.proxy.mode = say(status, body)
    with pytest.raises(raised, match=sentence) as caught:
        speaker.slugs(token="x" * 30)
    assert type(caught.value) is raised


def test_what_a_shop_closed_to_the_public_says(speaker: Stage) -> None:
    closed = {
        "errors": [{"message": "Not allowed.", "extensions": {"code": "STOREFRONT_TRAFFIC_NOT_ALLOWED"}}]
    }
    speaker.proxy.mode = say(401, closed)
    with pytest.raises(StoreMisconfigured, match="allow storefront traffic there"):
        speaker.slugs(token=None)


def test_a_write_that_broke_inside_the_store_may_have_been_carried_out(speaker: Stage) -> None:
    speaker.proxy.mode = say(200, error("Internal Server Error", "OperationalError"))
    with pytest.raises(StoreUnavailable) as caught:
        speaker.open_channel("stalls")
    assert (caught.value.sent, speaker.proxy.received) == (True, 1)
    assert speaker.breaker.state().failures == 0


# What is asked again


def test_a_question_survives_a_cut_and_a_lost_one(speaker: Stage) -> None:
    speaker.proxy.next(Cut(), Lose())
    assert speaker.slugs() == ["rupees"]
    assert speaker.proxy.received == 3
    assert speaker.breaker.state().name == "closed"


@pytest.mark.parametrize("mode", [Cut(), Cut(share=0), Lose(), Broken(502), Broken(503), Broken(504)])
def test_a_question_is_asked_three_times_and_no_more(speaker: Stage, mode: Any) -> None:
    speaker.proxy.mode = mode
    with pytest.raises(StoreUnavailable) as caught:
        speaker.slugs()
    assert speaker.proxy.received == 3
    assert caught.value.sent is False


def test_an_error_of_the_server_is_not_asked_again(speaker: Stage) -> None:
    speaker.proxy.mode = Broken(500)
    with pytest.raises(StoreUnavailable, match="status 500"):
        speaker.slugs()
    assert speaker.proxy.received == 1


@pytest.mark.parametrize(
    ("mode", "carried_out"),
    [(Cut(), 1), (Cut(share=0), 1), (Lose(), 0), (Broken(500), 0), (Broken(502), 0), (Broken(503), 0)],
)
def test_a_write_whose_end_nobody_knows_is_sent_once(stage: Stage, mode: Any, carried_out: int) -> None:
    stage.proxy.next(mode)
    with pytest.raises(StoreUnavailable) as caught:
        stage.open_channel("stalls")
    assert caught.value.sent is True
    assert (stage.proxy.received, stage.proxy.forwarded) == (1, carried_out)
    assert Channel.objects.filter(slug="stalls").count() == carried_out


@pytest.mark.parametrize("mode", [Busy(retry_after=0), Busy(retry_after=None), Broken(503, retry_after=0)])
def test_a_write_that_was_declined_is_sent_again(stage: Stage, mode: Any) -> None:
    stage.proxy.next(mode)
    stage.open_channel("stalls")
    assert (stage.proxy.received, stage.proxy.forwarded) == (2, 1)
    assert Channel.objects.filter(slug="stalls").count() == 1


def test_a_write_arrives_once_when_the_store_comes_back_in_time(stage: Stage) -> None:
    stage.proxy.away()
    Thread(target=lambda: (time.sleep(0.3), stage.proxy.back()), daemon=True).start()
    stage.open_channel("stalls", patience=Patience(connect_seconds=0.5, retries=4, pause_seconds=0.15))
    assert stage.proxy.forwarded == 1


def test_nobody_there_is_no_answer_and_nothing_sent(speaker: Stage) -> None:
    speaker.proxy.away()
    with pytest.raises(StoreUnavailable, match="no connection") as caught:
        speaker.open_channel("stalls")
    assert caught.value.sent is False


def test_busy_waits_as_long_as_it_is_told(speaker: Stage) -> None:
    speaker.proxy.next(Busy(retry_after=1))
    began = time.monotonic()
    assert speaker.slugs() == ["rupees"]
    assert 1.0 <= time.monotonic() - began < 10
    assert speaker.breaker.state().failures == 0


def test_busy_for_longer_than_we_wait_gives_up_at_once(stage: Stage) -> None:
    stage.proxy.next(Busy(retry_after=60))
    began = time.monotonic()
    with pytest.raises(StoreUnavailable, match="status 429") as caught:
        stage.open_channel("stalls")
    assert time.monotonic() - began < 5
    assert (caught.value.sent, caught.value.retry_in_seconds) == (False, 60.0)
    assert not Channel.objects.filter(slug="stalls").exists()


@pytest.mark.parametrize("mode", [Slow(5), Drip(0.2)])
def test_all_tries_together_keep_the_time(speaker: Stage, mode: Any) -> None:
    speaker.proxy.mode = mode
    patience = Patience(query_seconds=0.6, mutation_seconds=0.6)
    for ask in (
        lambda: speaker.slugs(patience=patience),
        lambda: speaker.open_channel("s", patience=patience),
    ):
        began = time.monotonic()
        with pytest.raises(StoreUnavailable) as caught:
            ask()
        assert 0.5 < time.monotonic() - began < 4
    assert caught.value.sent is True
    assert speaker.proxy.received == 2
