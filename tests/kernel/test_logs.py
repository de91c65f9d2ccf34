"""The log says which request a line belongs to, and names nobody."""

import json
import logging
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import get_resolver

from jkrlm.kernel.logs import JsonLines, PlainLines, without_people
from jkrlm.kernel.tracing import traced

ORDER = "Zk3-9vQm1xT0aPq_LrW8sY"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("mail to ananya.rao+x@example.co.in failed", "mail to [mail] failed"),
        ("SMS to +919419000001: busy", "SMS to [phone]: busy"),
        ("call 94190 00001 or 9419000001", "call [phone] or [phone]"),
        ("fax +442071838750", "fax [phone]"),
        (f"GET /ur/orders/{ORDER}/ 500", "GET /ur/orders/[token]/ 500"),
        ("Authorization: Bearer abc.def-ghi_jkl=", "Authorization: Bearer [token]"),
        ("Not Found: /staff/password/MQ/c9x2-3f0a1b2c3d/", "Not Found: /staff/password/[token]/"),
        (
            "https://x.example/account/?code=123456&page=2",
            "https://x.example/account/?code=[left out]&page=2",
        ),
        ("GET /products/?q=Zahida+Wani&sort=price", "GET /products/?q=[left out]&sort=price"),
        (
            'new row violates "store_order_total"\nDETAIL:  Failing row contains (7, Zahida, Lane 9\nBudgam).\nCONTEXT: x',
            'new row violates "store_order_total"\nDETAIL:  [left out]\nCONTEXT: x',
        ),
        ("order 1042-KZ09 of ₹16,500 at 190001", "order 1042-KZ09 of ₹16,500 at 190001"),
        ("batch 9419000001234567 of lot S26-000001", "batch 9419000001234567 of lot S26-000001"),
    ],
)
def test_what_names_a_person_or_opens_a_door_is_cut(said: str, written: str) -> None:
    assert without_people(said) == written


def routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for each in patterns:
        path = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from routes(each.url_patterns, path)
        else:
            yield path


def test_no_address_that_opens_a_door_stands_in_the_log() -> None:
    secret = "Zk3-9vQm1xT0aPq_LrW8sYbC4dE5fG6h"
    opening = [path for path in routes(get_resolver().url_patterns) if ":token>" in path]
    assert len(opening) > 10
    for path in opening:
        address = "/" + re.sub(r"<(\w+):(\w+)>", lambda part: secret if part[2] == "token" else "7", path)
        assert secret not in without_people(f"Internal Server Error: {address}"), path


@pytest.mark.parametrize(
    "piece", ["?q=", "DETAIL: ", "/password/", "a", "a.", "9", "+9", "@a", "a@", "/orders/", "bearer ", "-"]
)
def test_a_long_line_of_a_strangers_takes_no_time(piece: str) -> None:
    began = time.process_time()
    without_people(piece * (400_000 // len(piece)))
    assert time.process_time() - began < 2


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("orders", logging.WARNING, __file__, 1, message, args, None)
    made.__dict__.update(extra)
    return made


def test_a_line_is_one_json_object_of_its_request() -> None:
    with traced() as trace:
        line = JsonLines().format(record("to %s\nfailed", "a@b.example", order="1042", mail="c@d.example"))
    assert "\n" not in line
    said = json.loads(line)
    assert said["trace_id"] == trace.trace_id
    assert (said["level"], said["logger"], said["message"]) == ("WARNING", "orders", "to [mail]\nfailed")
    assert (said["order"], said["mail"]) == ("1042", "[mail]") and "time" in said


def test_the_request_that_django_hands_along_is_not_written_with_its_address(rf: RequestFactory) -> None:
    request = rf.get(f"/orders/{ORDER}/", {"q": "Zahida"})
    line = JsonLines().format(
        record("Not Found: %s", request.path, request=request, status_code=404, who=["a@b.example"])
    )
    assert ORDER not in line and "Zahida" not in line and "a@b" not in line
    said = json.loads(line)
    assert (said["method"], said["status_code"], said["who"]) == ("GET", 404, "['[mail]']")
    assert datetime.fromisoformat(said["time"]).utcoffset() == timedelta(0)


def test_a_fault_is_told_without_names_too() -> None:
    try:
        raise ValueError("no such buyer: a@b.example")
    except ValueError:
        import sys

        failed = record("gave up")
        failed.exc_info = sys.exc_info()
    assert "a@b.example" not in JsonLines().format(failed)
    assert "a@b.example" not in PlainLines("%(message)s").format(failed)
