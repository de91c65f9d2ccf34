"""Ten thousand seller orders, fifty thousand postings: the books balance, the batch is built in seconds."""

import uuid
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.people.backends import DEMO_BACKEND
from sellers.ledger.models import JournalEntry
from sellers.orders.clearing import clear_due_shares
from sellers.payouts.models import Batch, LeftOut, Transfer
from sellers.payouts.services.build_batch import ask_for_batch, build_batch
from sellers.payouts.services.decide_batch import approve_batch
from sellers.payouts.services.make_bank_file import make_bank_file
from sellers.payouts.services.result_files import apply_result_file, take_result_file
from tests.payouts.large import open_year, result_file
from tests.payouts.world import finance, holds, rupees

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

COUNT = 10_000


def test_a_batch_of_ten_thousand_from_clearing_to_the_banks_answer(capsys):
    staff = finance()
    open_year(COUNT, staff)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took: dict[str, float] = {}

    def timed(name, call):
        began = perf_counter()
        done = call()
        took[name] = perf_counter() - began
        return done

    assert timed("10,000 shares clear", lambda: clear_due_shares(now=clock.now())) == COUNT
    number = ask_for_batch(key=uuid.uuid4(), actor=staff["maker"], now=clock.now())
    batch = timed("batch built", lambda: build_batch(batch_id=number))
    assert (batch.state, batch.count, LeftOut.objects.count()) == ("ready", COUNT, 0)
    client = Client()
    client.force_login(staff["checker"], backend=DEMO_BACKEND)
    address = f"/staff/payouts/batches/{number}/"
    for name, page in (
        ("desk", "/staff/payouts/"),
        ("page of the batch, to decide", address),
    ):
        assert timed(name, lambda page=page: client.get(page)).status_code == 200
    batch = timed(
        "batch approved, sent in the ledger",
        lambda: approve_batch(
            batch_id=number, actor=staff["checker"], now=clock.now(), seen_total=batch.total
        ),
    )
    assert (
        timed("page of the batch, 9,900 rows on", lambda: client.get(f"{address}?after=9900")).status_code
        == 200
    )
    assert timed("page of the batch, filtered", lambda: client.get(f"{address}?q=G07777")).status_code == 200
    made = timed(
        "file for the bank",
        lambda: make_bank_file(
            batch_id=number, format_slug="neft-csv", actor=staff["maker"], now=clock.now()
        ),
    )
    assert made.content.count(b"\n") == COUNT + 1
    content = result_file(number)
    taken = timed(
        "the bank's answer looked at",
        lambda: take_result_file(
            name="a.csv", content=content, format_slug="result-csv", actor=staff["maker"], now=clock.now()
        ),
    )
    assert (taken.state, taken.rows) == ("ready", COUNT)
    timed(
        "the bank's answer applied",
        lambda: apply_result_file(result_id=taken.pk, actor=staff["maker"], now=clock.now()),
    )
    timed("invariants of ledger and payouts", holds)
    with capsys.disabled():
        print()
        for name, each in took.items():
            print(f"{name:40} {each:8.2f} s")

    assert JournalEntry.objects.count() == 50_000
    assert Batch.objects.get().total == sum(Transfer.objects.values_list("amount", flat=True))
    paid = sum(Transfer.objects.filter(state="paid").values_list("amount", flat=True))
    assert ledger.balance(ledger.account_of("bank")) == rupees(-paid)
    assert ledger.balance(ledger.account_of("payouts-in-transit")) == rupees(0)
    assert took["batch built"] < 30
