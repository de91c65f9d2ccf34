"""The log says which request a line belongs to, and names nobody."""

import json
import logging
import time

import pytest

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
        ("order 1042-KZ09 of ₹16,500 at 190001", "order 1042-KZ09 of ₹16,500 at 190001"),
        ("batch 9419000001234567 of lot S26-000001", "batch 9419000001234567 of lot S26-000001"),
    ],
)
def test_what_names_a_person_or_opens_a_door_is_cut(said: str, written: str) -> None:
    assert without_people(said) == written


@pytest.mark.parametrize("piece", ["a", "a.", "9", "+9", "@a", "a@", "/orders/", "bearer ", "-"])
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


def test_a_fault_is_told_without_names_too() -> None:
    try:
        raise ValueError("no such buyer: a@b.example")
    except ValueError:
        import sys

        failed = record("gave up")
        failed.exc_info = sys.exc_info()
    assert "a@b.example" not in JsonLines().format(failed)
    assert "a@b.example" not in PlainLines("%(message)s").format(failed)
