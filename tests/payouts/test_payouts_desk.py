"""The desk: made by one, approved by another; strangers of every role are refused and change nothing."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jkrlm.kernel import clock
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role
from sellers.payouts.models import Batch, Hold, ResultFile, Transfer
from sellers.payouts.services.build_batch import build_batch
from sellers.payouts.web.common import CHECKERS, DESK, FINANCE, MAKERS
from sellers.payouts.web.rows import rupees
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.payouts.test_results import HEAD, line
from tests.payouts.world import approved, built, days_ago, holds, open_groups, payable, sold, transfer
from tests.registry.world import somebody

pytestmark = pytest.mark.django_db

AT = "/staff/payouts/"


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


@pytest.fixture
def maker(staff) -> Client:
    return browser(staff["maker"])


@pytest.fixture
def checker(staff) -> Client:
    return browser(staff["checker"])


def shown(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return text(answer)


def hidden(page, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def test_from_the_desk_to_paid(staff, maker, checker):
    codes = open_groups(3, staff=staff)
    sold(codes[0], "1042", goods=2000, delivered_on=days_ago(30))
    payable(codes[1], "1234567.50")
    payable(codes[2], 20)
    desk = maker.get(AT)
    assert "₹12,34,567.50 Groups 1" in shown(desk)
    assert "Below the minimum 1 · ₹20.00" in shown(desk)
    assert "over 30 days · 0" in shown(desk)

    key = hidden(desk, "key")
    number = {maker.post(f"{AT}build/", {"key": key}).url for _ in range(2)}
    address = number.pop()
    assert not number
    assert "Being built" in shown(maker.get(address))
    part = maker.get(address, headers={"HX-Request": "true"})
    assert 'hx-get="' + address in part.content.decode()
    assert "<h1>" not in part.content.decode()
    build_batch(batch_id=Batch.objects.get().pk)
    assert maker.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"

    assert "You built it: another person decides." in shown(maker.get(address))
    page = checker.get(address)
    assert "₹12,36,539.18 Transfers 2 Left out 1" in shown(page)
    checker.post(f"{address}approve/", {"total": hidden(page, "total"), "without": ""})
    assert Batch.objects.get().state == "approved"
    assert "Approved Nusrat Lone" in shown(checker.get(address))

    sent = maker.post(f"{address}file/", {"format": "neft-csv"})
    assert sent.headers["Content-Disposition"].startswith('attachment; filename="neft-')
    assert maker.post(f"{address}file/").content == sent.content
    assert sent.headers["X-Content-SHA256"] in shown(maker.get(address))

    upload = "\n".join(
        (HEAD, line(codes[0]), line(codes[1], "Returned", "1234567.50", reason="Account closed"))
    )
    upload = upload.replace("500.00", "1971.68")
    answer = maker.post(
        f"{AT}results/",
        {"format": "result-csv", "file": SimpleUploadedFile("a.csv", upload.encode())},
    )
    assert "Paid 1 · ₹1,971.68 Returned 1 · ₹12,34,567.50 Faults 0" in shown(maker.get(answer.url))
    assert "goes on hold until another account is in use" in shown(maker.get(answer.url))
    maker.post(f"{answer.url}apply/")
    assert [transfer(code).state for code in codes[:2]] == ["paid", "returned"]
    again = maker.post(
        f"{AT}results/",
        {"format": "result-csv", "file": SimpleUploadedFile("b.csv", upload.encode())},
        follow=True,
    )
    assert "This very file came before, as “a.csv”" in shown(again)
    assert "On hold" in shown(maker.get(AT))
    assert "Wrong bank account" in shown(maker.get(f"{AT}holds/"))
    holds()


def test_a_batch_that_goes_back_wants_a_reason_and_keeps_what_was_typed(staff, checker):
    payable(*open_groups(1, staff=staff), 500)
    number = built(staff).pk
    refused = checker.post(f"{AT}batches/{number}/send-back/", {"why": ""})
    assert refused.status_code == 422
    assert "Say why, so that the maker knows what to mend." in text(refused)
    checker.post(f"{AT}batches/{number}/send-back/", {"why": "Ask KZ09 first"})
    assert "Sent back" in shown(checker.get(f"{AT}batches/{number}/"))
    assert "Ask KZ09 first" in shown(checker.get(f"{AT}batches/{number}/"))


def test_a_checker_who_comes_second_is_told_by_whom_it_was_decided(staff, checker):
    payable(*open_groups(1, staff=staff), 500)
    batch = built(staff)
    other = browser(staff["other"])
    pages = [each.get(f"{AT}batches/{batch.pk}/") for each in (checker, other)]
    given = [{"total": hidden(page, "total"), "without": ""} for page in pages]
    checker.post(f"{AT}batches/{batch.pk}/approve/", given[0])
    told = other.post(f"{AT}batches/{batch.pk}/approve/", given[1], follow=True)
    assert "This batch is “Approved” by Nusrat Lone; nothing was changed." in shown(told)


def test_settled_by_hand_and_refused_beside_the_field(staff, maker):
    payable(*open_groups(1, staff=staff), 500)
    approved(staff)
    address = f"{AT}transfers/{transfer('G00000').reference}/"
    given = {"outcome": "paid", "amount": "500.01", "utr": "JAKAN00000000001", "settled_on": clock.today()}
    refused = maker.post(address, given)
    assert refused.status_code == 422
    assert "is of ₹500.00, not ₹500.01." in text(refused)
    assert 'value="JAKAN00000000001"' in refused.content.decode()
    maker.post(address, {**given, "amount": "500.00"})
    assert transfer("G00000").state == "paid"
    assert "UTR JAKAN00000000001" in shown(maker.get(address))
    assert maker.get(f"{AT}transfers/UM99999000001/").status_code == 404


def test_held_on_the_desk_by_one_and_ended_by_another(staff, maker, checker):
    open_groups(1, staff=staff)
    refused = maker.post(f"{AT}holds/", {"group_code": "G77777", "reason": "Claimed twice"})
    assert refused.status_code == 422
    assert "Claimed twice</textarea>" in refused.content.decode()
    maker.post(f"{AT}holds/", {"group_code": "g00000", "reason": "Claimed twice"})
    hold = Hold.objects.get()
    assert "Why it ends" not in shown(maker.get(f"{AT}holds/"))
    maker.post(f"{AT}holds/{hold.pk}/release/", {"why": "I say so"})
    hold.refresh_from_db()
    assert hold.is_open
    assert "Why it ends" in shown(checker.get(f"{AT}holds/"))
    checker.post(f"{AT}holds/{hold.pk}/release/", {"why": "Settled"})
    assert "ended" in shown(checker.get(f"{AT}holds/"))
    assert checker.post(f"{AT}holds/999/release/", {"why": "x"}).status_code == 404


def test_pages_of_a_batch_join_without_gap_and_ask_the_same_number_of_questions(staff, checker):
    codes = open_groups(230, staff=staff)
    for code in codes:
        payable(code, 500)
    number = approved(staff).pk
    seen: list[str] = []
    address = f"{AT}batches/{number}/"
    counts = set()
    while address:
        with CaptureQueriesContext(connection) as asked:
            page = checker.get(address)
        counts.add(len(asked))
        body = page.content.decode()
        seen += re.findall(r"transfers/(UM\d+)/", body)
        following = re.search(r'href="\?([^"]*)" rel="next"', body)
        address = f"{AT}batches/{number}/?{following[1].replace('&amp;', '&')}" if following else ""
    assert seen == sorted(Transfer.objects.values_list("reference", flat=True))
    assert max(counts) - min(counts) == 0

    def found(**asked) -> int:
        return len(re.findall(r"transfers/UM", checker.get(f"{AT}batches/{number}/", asked).content.decode()))

    assert found(q="g00007") == found(q="Roshni G00007") == found(q=seen[7]) == 1
    assert found(district="Budgam") == 77
    assert found(state="paid") == 0
    assert found(state="magic", after="x", q="\x00", district="💥") == 0


@pytest.fixture
def every_address(staff) -> list[tuple[str, str, tuple[Role, ...]]]:
    payable(*open_groups(1, staff=staff), 500)
    approved(staff)
    payable("G00000", 500)
    number = built(staff).pk
    Hold.objects.create(
        group_code="G00000",
        kind="staff",
        reason="x",
        whom_to_ask="x",
        since=clock.now(),
        placed_by=staff["maker"],
    )
    taken = ResultFile.objects.create(
        name="a",
        digest="0" * 64,
        format_slug="result-csv",
        state="ready",
        taken_by=staff["maker"],
        taken_at=clock.now(),
    )
    name = Transfer.objects.first().reference
    return [
        ("get", AT, DESK),
        ("get", f"{AT}batches/{number}/", DESK),
        ("get", f"{AT}batches/{number}/left-out/", DESK),
        ("get", f"{AT}transfers/{name}/", DESK),
        ("get", f"{AT}results/", DESK),
        ("get", f"{AT}results/{taken.pk}/", DESK),
        ("get", f"{AT}results/{taken.pk}/faults.csv", DESK),
        ("get", f"{AT}holds/", DESK),
        ("post", f"{AT}build/", MAKERS),
        ("post", f"{AT}batches/{number}/again/", MAKERS),
        ("post", f"{AT}batches/{number}/approve/", CHECKERS),
        ("post", f"{AT}batches/{number}/send-back/", CHECKERS),
        ("post", f"{AT}batches/{number}/file/", FINANCE),
        ("post", f"{AT}transfers/{name}/", FINANCE),
        ("post", f"{AT}transfers/{name}/decide/1/", CHECKERS),
        ("post", f"{AT}results/", FINANCE),
        ("post", f"{AT}results/{taken.pk}/apply/", FINANCE),
        ("post", f"{AT}results/{taken.pk}/discard/", FINANCE),
        ("post", f"{AT}holds/", FINANCE),
        ("post", f"{AT}holds/1/release/", FINANCE),
    ]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_is_hers_and_strangers_change_nothing(every_address, role):
    client = browser(somebody(f"Person {role}", role))
    for method, address, roles in every_address:
        if role in roles:
            if method == "get":
                assert client.get(address).status_code == 200, address
            continue
        given = {
            "key": str(uuid.uuid4()),
            "total": "500.00",
            "why": "x",
            "reason": "x",
            "group_code": "G00000",
            "outcome": "paid",
            "amount": "500",
            "utr": "JAKAN00000000001",
            "settled_on": clock.today().isoformat(),
            "format": "neft-csv",
        }
        looks_on = (
            role in DESK and roles is FINANCE and address.endswith(("transfers/", "results/", "holds/"))
        )
        with nothing_changes():
            answer = client.get(address) if method == "get" else client.post(address, given)
        assert answer.status_code == 403 or looks_on or (role in DESK and answer.status_code == 200), address


def test_the_unknown_are_sent_to_sign_in(every_address):
    for method, address, _ in every_address:
        with nothing_changes():
            answer = getattr(Client(), method)(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/staff/sign-in/"), address


def test_amounts_are_grouped_as_in_india():
    from decimal import Decimal

    assert [rupees(Decimal(each)) for each in ("0", "999.5", "1000", "123456.78", "-12345678")] == [
        "₹0.00",
        "₹999.50",
        "₹1,000.00",
        "₹1,23,456.78",
        "−₹1,23,45,678.00",
    ]


def test_a_builder_that_fell_silent_can_be_begun_again(staff, maker):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from sellers.payouts.services.build_batch import ask_for_batch

    number = ask_for_batch(key=uuid.uuid4(), actor=staff["maker"], now=clock.now())
    maker.post(f"{AT}batches/{number}/again/")
    assert ProcrastinateJob.objects.filter(task_name="payouts.build").count() == 0
    Batch.objects.update(moved_at=clock.now() - timedelta(minutes=5))
    assert "Begin again" in shown(maker.get(f"{AT}batches/{number}/"))
    maker.post(f"{AT}batches/{number}/again/")
    assert ProcrastinateJob.objects.filter(task_name="payouts.build").count() == 1
