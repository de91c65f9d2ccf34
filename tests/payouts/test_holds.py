"""A group on hold reads why and whom to ask; another person than who placed it ends it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.payouts.errors import HeldAlready, NotHere, SamePerson, WrongState
from sellers.payouts.facade import load_demo_payouts, standing, transfers
from sellers.payouts.models import Batch, Hold, PayoutRule
from sellers.payouts.rules import next_day, reference
from sellers.payouts.selectors import standing as standing_reads
from sellers.payouts.services.holds import place_hold, release_hold
from sellers.registry.facade import GroupUnknown
from tests.bad_input.unchanged import nothing_changes
from tests.payouts.test_results import by_hand
from tests.payouts.world import approved, built, open_groups, payable, transfer

pytestmark = pytest.mark.django_db


def place(staff, code: str = "G00000", who: str = "maker", **more):
    said = {"reason": "Two groups claim the stole", "whom_to_ask": "Grievance desk, 0194 1234567"}
    return place_hold(**{**said, "group_code": code, "actor": staff[who], "now": clock.now(), **more})


def release(staff, hold, who: str = "checker", why: str = "Settled between them"):
    return release_hold(hold_id=hold.pk, why=why, actor=staff[who], now=clock.now())


def test_the_group_sees_why_since_when_and_whom_to_ask(staff):
    open_groups(2, staff=staff)
    hold = place(staff)
    seen = standing(["G00000", "G00001", "KZ99"])
    assert (seen["G00000"].hold.reason, seen["G00000"].hold.whom_to_ask, seen["G00000"].hold.since) == (
        "Two groups claim the stole",
        "Grievance desk, 0194 1234567",
        hold.since,
    )
    assert (seen["G00001"].hold, seen["KZ99"].hold, seen["KZ99"].paid) == (None, None, ())
    assert seen["KZ99"].minimum == Money(Decimal(100), "INR")
    release(staff, hold)
    assert standing(["G00000"])["G00000"].hold is None


def test_without_a_name_to_ask_it_is_the_finance_desk(staff):
    open_groups(1, staff=staff)
    assert place(staff, whom_to_ask=" ").whom_to_ask == PayoutRule.objects.get().whom_to_ask


def test_refusals(staff):
    open_groups(1, staff=staff)
    hold = place(staff)
    with nothing_changes():
        with pytest.raises(HeldAlready):
            place(staff, who="checker")
        with pytest.raises(GroupUnknown):
            place(staff, "KZ99")
        with pytest.raises(WrongState):
            place(staff, reason=" ")
        with pytest.raises(SamePerson):
            release(staff, hold, "maker")
        with pytest.raises(WrongState):
            release(staff, hold, why=" ")
    with pytest.raises(IntegrityError, match="payouts_hold_two_people"), transaction.atomic():
        Hold.objects.update(released_by=staff["maker"], released_at=clock.now())
    release(staff, hold)
    with nothing_changes():
        with pytest.raises(WrongState):
            release(staff, hold)
        hold.pk = 10**9
        with pytest.raises(NotHere):
            release(staff, hold)


def test_what_is_on_the_way_and_what_arrived(staff):
    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    built(staff)
    assert standing([code])[code].on_the_way == ()
    batch = Batch.objects.get()
    from sellers.payouts.services.decide_batch import approve_batch

    approve_batch(batch_id=batch.pk, actor=staff["checker"], now=clock.now(), seen_total=batch.total)
    (way,) = standing([code])[code].on_the_way
    assert (way.amount, way.state, way.day, way.last_four) == (
        Money(Decimal(500), "INR"),
        "sent",
        clock.today(),
        "0000",
    )
    by_hand(staff, code)
    payable(code, 500)
    approved(staff)
    by_hand(staff, code, "failed", reason="Bank holiday")
    seen = standing([code])[code]
    assert [(row.utr, row.state) for row in seen.paid] == [("JAKAN00000000001", "paid")]
    assert [(row.reason, row.state) for row in seen.came_back] == [("Bank holiday", "failed")]
    today = clock.today()
    assert [row.state for row in transfers(code, today, today + timedelta(days=1))] == ["paid", "failed"]
    assert transfers(code, today - timedelta(days=9), today) == ()
    assert transfers("G00001", today, today + timedelta(days=1)) == ()
    assert transfer(code).state == "failed"


def test_of_many_transfers_the_newest_are_fetched_and_no_more(staff, monkeypatch):
    monkeypatch.setattr(standing_reads, "SHOWN", 2)
    codes = open_groups(2, staff=staff)
    for number in range(3):
        for code in codes:
            payable(code, 500)
        approved(staff)
        for at, code in enumerate(codes):
            by_hand(staff, code, utr=f"JAKAN{number:010d}{at}")
    fetched = []
    row = standing_reads._row
    monkeypatch.setattr(standing_reads, "_row", lambda each: fetched.append(each) or row(each))
    seen = standing(codes)
    assert [each.utr for each in seen[codes[1]].paid] == ["JAKAN00000000021", "JAKAN00000000011"]
    assert len(fetched) == 4
    with CaptureQueriesContext(connection) as asked:
        standing(codes)
    assert sum("row_number()" in each["sql"].lower() for each in asked) == 3


def test_the_next_day_is_the_weekday_of_the_rule():
    wednesday = date(2026, 11, 25)
    assert next_day(today=date(2026, 11, 22), weekday=2, paid_today=False) == wednesday
    assert next_day(today=wednesday, weekday=2, paid_today=False) == wednesday
    assert next_day(today=wednesday, weekday=2, paid_today=True) == date(2026, 12, 2)
    assert next_day(today=date(2026, 11, 26), weekday=2, paid_today=True) == date(2026, 12, 2)


def test_references_fit_a_banks_sixteen_characters():
    assert reference(12, 345) == "UM00012000345"
    assert len(reference(99_999_999, 999_999)) == 16
    with pytest.raises(ValueError, match="too long"):
        reference(100_000_000, 999_999)


def test_the_demos_batch_is_paid_once(staff):
    codes = open_groups(3, staff=staff)
    for code in codes:
        payable(code, 500)
    assert load_demo_payouts(maker=staff["maker"], checker=staff["checker"]) == 2
    payable(codes[0], 500)
    assert load_demo_payouts(maker=staff["maker"], checker=staff["checker"]) == 0
    assert [transfer(code).state for code in codes] == ["paid", "paid", "sent"]
