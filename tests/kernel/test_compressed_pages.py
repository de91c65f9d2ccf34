"""Pages go over a slow network compressed, and their length says nothing of what is secret in them."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from jkrlm.middleware import CompressedPages

WORDS = b"<p>Kani shawl, walnut, saffron.</p>" * 100


def answered(response: HttpResponseBase, *, accepts: str = "gzip, br") -> HttpResponseBase:
    def view(_request: HttpRequest) -> HttpResponseBase:
        return response

    return CompressedPages(view)(RequestFactory().get("/", headers={"Accept-Encoding": accepts}))


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/javascript; charset=utf-8"])
def test_a_page_is_compressed_for_who_can_read_it(kind: str) -> None:
    page = answered(HttpResponse(WORDS, content_type=kind))
    assert page["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content) == WORDS
    assert len(page.content) < len(WORDS) / 4
    assert int(page["Content-Length"]) == len(page.content)
    assert "Accept-Encoding" in page["Vary"]
    plain = answered(HttpResponse(WORDS, content_type=kind), accepts="identity")
    assert (plain.content, plain.has_header("Content-Encoding")) == (WORDS, False)


@pytest.mark.parametrize("kind", ["image/webp", "application/pdf", "application/json", "audio/webm"])
def test_other_things_go_as_they_are(kind: str) -> None:
    for response in (
        HttpResponse(WORDS, content_type=kind),
        StreamingHttpResponse(iter([WORDS]), content_type=kind, headers={"Content-Length": "3500"}),
    ):
        answer = answered(response)
        assert not answer.has_header("Content-Encoding")
        assert answer.getvalue() == WORDS


def test_the_same_page_is_not_always_of_one_length() -> None:
    lengths = {len(answered(HttpResponse(WORDS)).content) for _time in range(40)}
    assert len(lengths) > 5


def test_it_holds_for_the_pages_of_the_house(db: None) -> None:
    client = Client(headers={"Accept-Encoding": "gzip"})
    assert client.get("/sell/sign-in/").headers["Content-Encoding"] == "gzip"
    tokens = set()
    for _time in range(2):
        page = gzip.decompress(client.get("/sell/sign-in/").content).decode()
        tokens.add(page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0])
    assert len(tokens) == 2 and "" not in tokens, "masked anew in each page"
