"""One person builds a batch, another decides on it; who is left out, and why, stands beside it."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.people.facade import audit_trail
from sellers.ledger.facade import Penalty
from sellers.orders.models import SellerOrder
from sellers.payouts.errors import BatchUnderway, ChangedSince, NotHere, SamePerson, WrongState
from sellers.payouts.models import Batch, LeftOut, PayoutRule, Transfer, TransferChange
from sellers.payouts.services.build_batch import ask_for_batch, build_batch
from sellers.payouts.services.decide_batch import approve_batch, changed_since, send_back
from sellers.payouts.services.holds import place_hold
from sellers.registry import models as registry
from tests.bad_input.unchanged import nothing_changes
from tests.ledger.conftest import DAY
from tests.payouts.world import (
    approved,
    built,
    change_account,
    days_ago,
    holds,
    open_groups,
    payable,
    rupees,
    sold,
    stands,
    transfer,
)

pytestmark = pytest.mark.django_db


def approve(staff, batch, who="checker", **more):
    return approve_batch(
        **{"batch_id": batch.pk, "actor": staff[who], "now": clock.now(), "seen_total": batch.total, **more}
    )


def test_a_batch_is_built_of_what_is_due_and_tells_who_is_left_out(staff):
    codes = open_groups(7, staff=staff)
    sold(codes[0], "1042", goods=2000, delivered_on=days_ago(30))
    sold(codes[0], "1043", goods=2000, delivered_on=days_ago(2))
    payable(codes[1], "99.99")
    for code in codes[2:5]:
        payable(code, 500)
    registry.BankAccount.objects.filter(group__code=codes[2]).update(state="approved")
    place_hold(
        group_code=codes[3], reason="Two groups claim the stole", actor=staff["maker"], now=clock.now()
    )
    registry.Onboarding.objects.filter(group__code=codes[4]).update(state="suspended")
    ledger.penalise_seller(Penalty("N1", codes[5], rupees(70), "Not packed", DAY))
    payable("clf:Narbal Hunar", 12)

    batch = built(staff)

    assert (batch.state, batch.count, batch.total, batch.left_out) == ("ready", 1, Decimal("1971.68"), 6)
    row = Transfer.objects.get()
    assert (row.group_code, row.amount, row.reference, row.last_four, row.ifsc, row.district) == (
        codes[0],
        Decimal("1971.68"),
        f"UM{batch.pk:05d}000001",
        "0000",
        "JAKA0ABHAMA",
        "Budgam",
    )
    assert set(LeftOut.objects.values_list("seller", "reason", "amount", "detail")) == {
        (codes[1], "below-minimum", Decimal("99.99"), ""),
        (codes[2], "no-account", Decimal(500), ""),
        (codes[3], "hold", Decimal(500), "Two groups claim the stole"),
        (codes[4], "not-approved", Decimal(500), ""),
        (codes[5], "due", Decimal(70), ""),
        ("clf:Narbal Hunar", "not-a-group", Decimal(12), ""),
    }
    assert stands(codes[0]) == "held 1971.68 payable 1971.68 due 0.00"
    holds()


def test_a_share_that_does_not_clear_stands_beside_the_batch_and_stops_nobody(staff):
    codes = open_groups(2, staff=staff)
    bad = sold(codes[0], "1042", delivered_on=days_ago(30))
    sold(codes[1], "1043", delivered_on=days_ago(30))
    SellerOrder.objects.filter(code=bad).update(order_number="9999")
    batch = built(staff)
    assert (batch.count, batch.left_out, transfer(codes[1]).amount) == (1, 1, Decimal("271.68"))
    left = LeftOut.objects.get()
    assert (left.seller, left.name, left.reason) == (bad, "Share of order 9999", "not-cleared")


def test_the_minimum_itself_is_paid_and_follows_the_rule_of_the_day(staff):
    (code,) = open_groups(1, staff=staff)
    payable(code, 100)
    assert built(staff).count == 1
    send_back(batch_id=Batch.objects.get().pk, actor=staff["checker"], now=clock.now(), why="Too early")
    PayoutRule.objects.create(
        minimum=Decimal("100.01"), weekday=4, whom_to_ask="x", valid_from=days_ago(1), status="confirmed"
    )
    batch = built(staff)
    assert (batch.state, batch.count, batch.left_out, batch.minimum) == ("empty", 0, 1, Decimal("100.01"))
    holds()


def test_a_full_batch_leaves_the_rest_to_the_next_one(staff):
    codes = open_groups(5, staff=staff)
    for code in codes:
        payable(code, 500)
    PayoutRule.objects.update(rows_most=3)
    assert (approved(staff).count, LeftOut.objects.filter(reason="full").count()) == (3, 2)
    assert approved(staff).count == 2
    assert ledger.balance(ledger.account_of("payouts-in-transit")) == rupees(2500)
    holds()


def test_approved_it_is_on_its_way_in_the_ledger_at_once(staff):
    codes = open_groups(3, staff=staff)
    for code in codes:
        payable(code, 500)
    batch = approved(staff)
    assert (batch.state, batch.decided_by, batch.count, batch.total) == (
        "approved",
        staff["checker"],
        3,
        Decimal(1500),
    )
    assert set(Transfer.objects.values_list("state", flat=True)) == {"sent"}
    assert stands(codes[0]) == "held 0.00 payable 0.00 due 0.00"
    assert ledger.balance(ledger.account_of("payouts-in-transit")) == rupees(1500)
    assert [
        each.state for each in TransferChange.objects.filter(transfer=transfer(codes[0])).order_by("id")
    ] == [
        "planned",
        "sent",
    ]
    assert [each.verb for each in audit_trail(f"payout batch {batch.pk}", most=9)] == [
        "payout.approve",
        "payout.built",
        "payout.build",
    ]
    holds()


def test_who_built_it_decides_nothing_whatever_her_roles(staff):
    from jkrlm.people.facade import Role, grant_role

    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    batch = built(staff)
    grant_role(staff["maker"], Role.FINANCE_CHECKER)
    with nothing_changes():
        with pytest.raises(SamePerson):
            approve(staff, batch, "maker")
        with pytest.raises(SamePerson):
            send_back(batch_id=batch.pk, actor=staff["maker"], now=clock.now(), why="No")
    with pytest.raises(IntegrityError, match="payouts_batch_two_people"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(
            state="approved", decided_by=staff["maker"], decided_at=clock.now()
        )


def test_sent_back_with_a_reason_the_groups_are_in_the_next_one(staff):
    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    batch = built(staff)
    with nothing_changes(), pytest.raises(WrongState):
        send_back(batch_id=batch.pk, actor=staff["checker"], now=clock.now(), why="  ")
    send_back(batch_id=batch.pk, actor=staff["checker"], now=clock.now(), why="Wait for the audit")
    batch.refresh_from_db()
    assert (batch.state, batch.why, transfer(code).state) == ("sent-back", "Wait for the audit", "dropped")
    with nothing_changes(), pytest.raises(WrongState, match="by Nusrat Lone"):
        approve(staff, batch, "other")
    assert approved(staff).count == 1
    holds()


def test_one_undecided_batch_at_a_time_and_one_for_a_form(staff):
    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    key = uuid.uuid4()
    number = ask_for_batch(key=key, actor=staff["maker"], now=clock.now())
    assert ask_for_batch(key=key, actor=staff["maker"], now=clock.now()) == number
    for _ in range(2):
        with pytest.raises(BatchUnderway) as refused:
            ask_for_batch(key=uuid.uuid4(), actor=staff["other"], now=clock.now())
        assert refused.value.params == {"batch": number}
        build_batch(batch_id=number)
    assert build_batch(batch_id=number).state == "ready"
    assert (Batch.objects.count(), Transfer.objects.count()) == (1, 1)
    with pytest.raises(NotHere):
        build_batch(batch_id=number + 1)


def test_a_batch_whose_builder_died_is_built_from_nothing(staff):
    codes = open_groups(2, staff=staff)
    for code in codes:
        payable(code, 500)
    number = ask_for_batch(key=uuid.uuid4(), actor=staff["maker"], now=clock.now())
    Transfer.objects.create(
        batch_id=number,
        row=1,
        reference=f"UM{number:05d}000001",
        group_code="G00009",
        group_name="Half",
        district="Budgam",
        amount=7,
        account_id=1,
        ifsc="JAKA0ABHAMA",
        bank="Bank",
        holder_name="Half",
        last_four="0000",
        changed_at=clock.now(),
    )
    batch = build_batch(batch_id=number)
    assert (batch.count, batch.total, batch.rows_done, batch.rows_total) == (2, Decimal(1000), 2, 2)
    holds()


def test_what_changed_since_it_was_built_is_named_and_left_out_only_when_seen(staff):
    codes = open_groups(5, staff=staff)
    for code in codes:
        payable(code, 500)
    batch = built(staff)
    ledger.penalise_seller(Penalty("N1", codes[0], rupees(70), "Not packed", DAY))
    ledger.penalise_seller(Penalty("N2", codes[1], rupees(500), "Not packed", DAY))
    change_account(codes[2], "0042040500077777", staff)
    place_hold(group_code=codes[3], reason="Asked by the police", actor=staff["maker"], now=clock.now())
    payable(codes[4], 50)

    changed = changed_since(batch)

    assert {transfer(code).reference: code for code in codes[:4]}.keys() == changed.keys()
    assert list(changed.values()) == [
        "Only ₹430.00 is payable now",
        "Nothing is payable any more",
        "Another account is in use: … 7777",
        "On hold · Asked by the police",
    ]
    with nothing_changes():
        with pytest.raises(ChangedSince) as refused:
            approve(staff, batch, without=list(changed)[:3])
        assert refused.value.params == {"references": [list(changed)[3]]}
        with pytest.raises(ChangedSince, match="cannot be left out"):
            approve(staff, batch, without=[*changed, transfer(codes[4]).reference])
        with pytest.raises(ChangedSince, match="another one than you have seen"):
            approve(staff, batch, without=list(changed), seen_total=Decimal(1))
    batch = approve(staff, batch, without=list(changed))
    assert (batch.count, batch.total) == (1, Decimal(500))
    assert (transfer(codes[0]).state, transfer(codes[4]).state) == ("dropped", "sent")
    assert stands(codes[4]) == "held 0.00 payable 50.00 due 0.00"
    holds()


def test_an_account_that_waits_for_its_48_hours_is_not_paid_into(staff):
    from sellers.registry.services.bank import make_current

    (code,) = open_groups(1, staff=staff)
    payable(code, 500)
    registry.BankAccount.objects.update(
        state="approved", approved_at=clock.now(), current_from=clock.now() + timedelta(hours=48)
    )
    assert (built(staff).state, LeftOut.objects.get().reason) == ("empty", "no-account")
    make_current(now=clock.now() + timedelta(hours=49))
    assert built(staff).count == 1
