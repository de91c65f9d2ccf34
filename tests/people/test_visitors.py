"""Buyers pay nothing for the staff's sign-in: no session, no cookie, no query."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.common.shop_world import Shop
from tests.common.stories import shop

__all__ = ["shop"]

STAFF_TABLES = ("django_session", "people_", "account_", "mfa_")


@pytest.mark.parametrize("cookies", [{}, {"sessionid": "eyJhIjoxfQ:1:from-before"}])
def test_pages_of_the_shop_ask_for_no_session_and_no_user(shop: Shop, cookies: dict[str, str]) -> None:
    shop.piece("Kani shawl", price="3500")
    visitor = Client()
    visitor.cookies.load(cookies)

    for path in ("/", "/products/", "/products/kz09-kani-shawl/", "/cart/"):
        with CaptureQueriesContext(connection) as queries:
            page = visitor.get(path)
        assert page.status_code == 200, path
        asked = [each["sql"] for each in queries if any(table in each["sql"] for table in STAFF_TABLES)]
        assert asked == [], path
        given = page.cookies.get("sessionid")
        assert given is None or given.value == "", f"{path}: at most, an old cookie is taken away"
    assert Session.objects.count() == 0
