"""What a carrier's program says, also where some of it is nonsense, and what is done about a parcel it lost."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from logistics.carriers.facade import CarrierRefused, Milestone, News
from logistics.parcels.models import Parcel, Promise, Trouble
from logistics.parcels.rules import Journey, later_day
from logistics.parcels.services.follow_tracking import hear, poll
from logistics.parcels.services.say_late import say_late
from logistics.parcels.services.scan import scan
from logistics.parcels.services.take_step import take_step
from logistics.parcels.states import ParcelState, Step
from sellers.orders.services.read_advices import read_advices
from tests.parcels.test_pages import BASE, pressed
from tests.parcels.world import happened, opened
from tests.registry.world import open_registry
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.django_db


class Company:
    """A carrier's server that answers with what the test holds ready; ``asked`` are the lists it was sent."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.events: list[dict[str, Any]] = []
        self.remittances: list[dict[str, Any]] = []
        self.bad: set[str] = set()
        company = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                sent = parse_qs(urlparse(self.path).query)
                numbers = sent.get("articles", [""])[0].split(",")
                company.asked.append(numbers)
                if company.bad & set(numbers):
                    self.send_response(400)
                    self.end_headers()
                    self.wfile.write(b'{"error": "bad number"}')
                    return
                events = [each for each in company.events if each.get("article") in numbers]
                body = json.dumps({"events": events, "remittances": company.remittances}).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                """Nothing on the test's own page."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def company(settings) -> Iterator[Company]:
    made = Company()
    settings.INDIA_POST_API_URL = f"http://127.0.0.1:{made.server.server_port}"
    settings.INDIA_POST_API_KEY = settings.INDIA_POST_WEBHOOK_SECRET = "test"
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def desk() -> Client:
    open_registry()
    return staff(Role.LOGISTICS, name="Rubina Lone")


def sent(number: str = "1042", **changes: object) -> Parcel:
    found = opened(number=number, **changes)
    scan(found.code, happened(Step.HANDED_OVER, f"gone {number}"), tracking_number=f"EE{number}")
    found.refresh_from_db()
    return found


def event(number: str, what: str, **changes: object) -> dict[str, object]:
    return {
        "id": f"{number}-{what}",
        "article": number,
        "event": what,
        "at": clock.now().isoformat(),
        **changes,
    }


def test_what_the_carrier_lost_waits_for_somebody_until_it_is_said_who_bears_it(desk: Client) -> None:
    found = sent()
    now = clock.now()
    assert hear("India Post", [News("n1", "EE1042", Milestone.LOST, now, "Jammu", "")], now=now) == 1
    found.refresh_from_db()
    assert found.state == "lost"
    assert found.code in desk.get(f"{BASE}?lane=trouble").content.decode()
    act = f"{BASE}{found.code}/trouble/"
    assert act in desk.get(f"{BASE}{found.code}/").content.decode()
    facts = {"kind": "lost", "bearer": "operator", "words": "The post lost it"}
    assert pressed(desk, f"{found.code}/trouble/", **facts).status_code == 302
    assert Trouble.objects.get().kind == "lost"
    assert found.code not in desk.get(f"{BASE}?lane=trouble").content.decode()
    assert act not in desk.get(f"{BASE}{found.code}/").content.decode()


def test_one_that_is_delivered_meanwhile_does_not_keep_the_others_from_being_told() -> None:
    first, second, third = (opened(number=number) for number in ("1", "2", "3"))
    gone: list[str] = []

    def meanwhile(execute, sql, params, many, context):
        if "INSERT" in sql and Promise._meta.db_table in sql and not gone:
            gone.append(second.code)
            scan(second.code, happened(Step.HANDED_OVER, "gone"))
            scan(second.code, happened(Step.DELIVERED, "there"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        assert say_late(now=clock.now() + timedelta(days=3)) == 2
    assert gone == [second.code]
    assert set(Promise.objects.values_list("parcel__code", flat=True)) == {first.code, third.code}


def test_a_later_day_is_one_on_which_people_work() -> None:
    friday = date(2026, 11, 20)
    days = friday - timedelta(days=8), friday - timedelta(days=4), friday - timedelta(days=1)

    def monday(day: date) -> date:
        return day + timedelta(days=(7 - day.weekday()) % 7)

    for state in (ParcelState.HANDED_OVER, ParcelState.READY):
        found = later_day(Journey(state, *days, days[2]), friday, monday)
        assert found is not None and found > friday and found.weekday() == 0, state


def test_every_parcel_is_asked_about_and_nonsense_about_one_hides_no_other(company: Company, caplog) -> None:
    pattern = sent()
    Parcel.objects.bulk_create(
        Parcel(
            **{
                **{field.attname: getattr(pattern, field.attname) for field in Parcel._meta.concrete_fields},
                "id": None,
                "code": f"P9{number:08d}",
                "order_id": f"order {number}",
                "seller_order": f"{number}-KZ09",
                "tracking_number": f"EE{number:09d}IN",
            }
        )
        for number in range(520)
    )
    now = clock.now()
    company.events = [
        {"article": "EE000000001IN", "event": "lost", "at": now.isoformat()},
        event("EE000000002IN", "lost", at=now.replace(tzinfo=None).isoformat()),
        event("EE000000003IN", "lost", at="yesterday"),
        event("EE000000519IN", "out-for-delivery"),
    ]
    with caplog.at_level("WARNING"):
        assert poll(now=now) == 1
    asked = [number for each in company.asked for number in each]
    assert sorted(asked) == sorted(Parcel.objects.values_list("tracking_number", flat=True))
    assert max(map(len, company.asked)) == 50
    assert [each.step for each in Parcel.objects.get(code="P900000519").steps.all()] == ["out-for-delivery"]
    assert not Parcel.objects.filter(state="lost").exists()
    assert len([each for each in caplog.records if "no news" in each.getMessage()]) == 3


def test_a_number_that_the_carrier_refuses_does_not_silence_the_others(company: Company, caplog) -> None:
    pattern = sent()
    facts = {field.attname: getattr(pattern, field.attname) for field in Parcel._meta.concrete_fields}
    for number in range(60):
        own = {"code": f"P8{number:08d}", "order_id": f"order {number}", "seller_order": f"{number}-KZ09"}
        Parcel.objects.create(**{**facts, **own, "id": None, "tracking_number": f"EE{number:09d}IN"})
    company.bad = {"EE000000007IN"}
    company.events = [event(f"EE{number:09d}IN", "out-for-delivery") for number in (6, 7, 8, 59)]
    with caplog.at_level("WARNING"):
        assert poll(now=clock.now()) == 3
    assert "does not track EE000000007IN" in caplog.text
    company.bad = set(Parcel.objects.values_list("tracking_number", flat=True))
    with pytest.raises(CarrierRefused):
        poll(now=clock.now())


@pytest.mark.parametrize("year", [1, 1970])
def test_what_a_clock_without_battery_says_is_taken_for_now(year: int) -> None:
    """A moment of year 1 east of Greenwich is one that the database keeps and nobody can read."""
    parcel, now = opened(), clock.now()
    said = datetime(year, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    take_step(parcel.code, replace(happened(Step.COLLECTED, "old"), at=said, now=now))
    assert parcel.steps.get(step=Step.COLLECTED).at == now


def test_lists_of_cash_are_laid_beside_the_books_at_once(company: Company) -> None:
    def advice(number: int) -> dict[str, object]:
        line = {"article": f"EX{number}", "collected_paise": 100, "fee_paise": 0, "fee_gst_paise": 0}
        return {"utr": f"UTR{number}", "paid_on": clock.today().isoformat(), "lines": [line]}

    counts = []
    for many in (1, 4):
        company.remittances = [advice(number) for number in range(many)]
        with CaptureQueriesContext(connection) as queries:
            found, silent = read_advices(today=clock.today())
        assert ([each.faults for each in found], silent) == (
            [(f"EX{number}: no parcel of ours has this number.",) for number in reversed(range(many))],
            (),
        )
        counts.append(len(queries))
    assert counts[0] == counts[1]
