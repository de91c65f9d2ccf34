"""Whose bag is it? The cookie is signed: a checkout of somebody else cannot be named."""

from django.http import HttpResponse
from django.test import RequestFactory

from storefront.bag.cookie import COOKIE, Bag, bag_count, forget_bag, keep_bag, read_bag

ID = "Q2hlY2tvdXQ6OGI1MWEzMDItODBkMC00NGQyLWI4OWItMjcyNGRlZWRjZTZl"


def request_with(value: str | None):
    request = RequestFactory().get("/")
    if value is not None:
        request.COOKIES[COOKIE] = value
    return request


def kept(bag: Bag) -> HttpResponse:
    response = HttpResponse()
    keep_bag(RequestFactory().get("/"), response, bag)
    return response


def test_what_was_kept_is_read_again() -> None:
    response = kept(Bag(ID, 3))

    assert read_bag(request_with(response.cookies[COOKIE].value)) == Bag(ID, 3)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    cookie = kept(Bag(ID, 1)).cookies[COOKIE]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_secure_page_keeps_a_secure_cookie() -> None:
    response = HttpResponse()
    keep_bag(RequestFactory().get("/", secure=True), response, Bag(ID, 1))

    assert response.cookies[COOKIE]["secure"] is True


def test_a_forged_or_broken_cookie_is_no_bag() -> None:
    signed = kept(Bag(ID, 3)).cookies[COOKIE].value
    other = signed.replace("Q2hl", "R3hl", 1)

    assert read_bag(request_with(other)) is None
    assert read_bag(request_with(f"{ID}:3")) is None
    assert read_bag(request_with("")) is None
    assert read_bag(request_with(None)) is None


def test_the_header_counts_without_asking_anybody() -> None:
    signed = kept(Bag(ID, 3)).cookies[COOKIE].value

    assert bag_count(request_with(signed)) == {"bag_count": 3}
    assert bag_count(request_with(None)) == {"bag_count": 0}


def test_a_bag_can_be_forgotten() -> None:
    response = HttpResponse()
    forget_bag(response)

    assert response.cookies[COOKIE].value == ""
    assert response.cookies[COOKIE]["max-age"] == 0
