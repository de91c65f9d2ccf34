"""Which request a line of a log belongs to."""

import re

import pytest
from django.test import Client

from jkrlm.kernel.tracing import current_trace, traced

GIVEN = f"00-{'ab' * 16}-{'12' * 8}-01"


def test_everything_inside_belongs_to_the_callers_trace() -> None:
    with traced(traceparent=GIVEN, request_id="r-7") as trace:
        assert current_trace() == trace
        assert (trace.trace_id, trace.request_id) == ("ab" * 16, "r-7")
        assert re.fullmatch(f"00-{'ab' * 16}-[0-9a-f]{{16}}-01", trace.traceparent())
        assert trace.traceparent() != trace.traceparent()
    assert current_trace().trace_id != "ab" * 16


@pytest.mark.parametrize(
    "header",
    ["", "nonsense", f"00-{'0' * 32}-{'12' * 8}-01", f"00-{'AB' * 16}-{'12' * 8}-01", f"{GIVEN}\r\nX: y"],
)
def test_what_is_not_well_formed_begins_a_trace_of_its_own(header: str) -> None:
    with traced(traceparent=header, request_id="two words") as trace:
        assert re.fullmatch("[0-9a-f]{32}", trace.trace_id)
        assert trace.trace_id not in ("0" * 32, "ab" * 16)
        assert trace.request_id == trace.trace_id


def test_a_visitor_is_told_the_name_of_the_request() -> None:
    assert Client().get("/healthz", headers={"X-Request-ID": "r-7"}).headers["X-Request-ID"] == "r-7"
    made_up = Client().get("/healthz", headers={"X-Request-ID": "<b>"}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", made_up)
