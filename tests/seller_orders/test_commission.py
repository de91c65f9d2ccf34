"""Commission rules by two people, from a later day on; a penalty or credit with its reason."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from sellers.orders.models import Adjustment, CommissionProposal, CommissionRule
from sellers.orders.selectors import commission
from tests.bad_input.unchanged import nothing_changes
from tests.common.at_once import at_once
from tests.registry.world import open_registry
from tests.seller_orders.conftest import press, staff, trial, waiting_decision

pytestmark = pytest.mark.django_db(transaction=True)

TOMORROW = clock.today() + timedelta(days=1)


@pytest.fixture(autouse=True)
def registry(transactional_db: None) -> None:
    open_registry()


def wish(**changes: str) -> dict[str, str]:
    return {
        "category": "shawl",
        "rate_percent": "5",
        "gst_percent": "18",
        "valid_from": TOMORROW.isoformat(),
        "reason": "Shawls for the festival",
        **changes,
    }


def rate(group: str, category: str, on) -> Decimal:
    return commission(group_code=group, craft="", category=category, on=on).rate_percent


def test_a_rule_is_seen_proposed_approved_and_begins_on_its_day() -> None:
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    seen = press(maker, "commission/propose/", **wish(), see="1")
    assert seen.status_code == 200
    words = " ".join(re.sub(r"<[^>]+>", " ", seen.content.decode()).split())
    assert "A piece of KZ09 (shawl)" in words
    assert "Group gets ₹3,166.10 ₹3,290" in words
    assert not CommissionProposal.objects.exists()

    assert press(maker, "commission/propose/", **wish()).status_code == 302
    address = waiting_decision("commission")
    assert press(maker, address, to="approved").status_code == 422
    assert "What changes" in checker.get(f"/staff/orders/{address}").content.decode()
    assert press(checker, address, to="approved").status_code == 302

    assert (rate("KZ09", "shawl", clock.today()), rate("KZ09", "shawl", TOMORROW)) == (8, 5)
    assert rate("KZ09", "carpet", TOMORROW) == 8
    page = checker.get("/staff/orders/commission/").content.decode()
    assert "Shawls for the festival" in page


def test_a_later_rule_closes_the_earlier_which_keeps_its_rate() -> None:
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    before = CommissionRule.objects.get()
    assert press(maker, "commission/propose/", **wish(category="", rate_percent="9")).status_code == 302
    assert press(checker, waiting_decision("commission"), to="approved").status_code == 302

    after = CommissionRule.objects.get(pk=before.pk)
    assert (after.rate_percent, after.valid_from, after.valid_to) == (8, before.valid_from, TOMORROW)
    assert rate("KZ09", "shawl", TOMORROW) == 9
    later = (TOMORROW + timedelta(days=5)).isoformat()
    ends = wish(category="", rate_percent="", valid_from=later, reason="Nothing for a season")
    assert press(maker, "commission/propose/", **ends).status_code == 302
    assert press(checker, waiting_decision("commission"), to="approved").status_code == 302
    assert rate("KZ09", "shawl", TOMORROW + timedelta(days=4)) == 9
    assert rate("KZ09", "shawl", TOMORROW + timedelta(days=5)) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": clock.today().isoformat()},
        {"rate_percent": "101"},
        {"rate_percent": "-1"},
        {"rate_percent": ""},
        {"group_code": "XX99"},
        {"category": "magic"},
        {"reason": " "},
    ],
)
def test_what_is_no_rule(changes: dict[str, str]) -> None:
    maker = staff(Role.FINANCE_MAKER)
    with nothing_changes():
        assert press(maker, "commission/propose/", **wish(**changes)).status_code == 422


def test_the_database_wants_another_person() -> None:
    maker = staff(Role.FINANCE_MAKER)
    assert press(maker, "commission/propose/", **wish()).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        CommissionProposal.objects.update(
            state="approved", decided_by=f"person:{maker.user.pk}", decided_at=clock.now()
        )


def test_a_penalty_and_a_credit_stand_in_the_statement_once() -> None:
    maker, checker = staff(Role.FINANCE_MAKER), staff(Role.FINANCE_CHECKER, name="Checker")
    page = maker.get("/staff/orders/adjust/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    given = {
        "kind": "penalty",
        "group_code": "kz09",
        "amount": "150.00",
        "reason": "Sent a week late",
        "key": key,
    }

    answers = at_once(*[lambda: maker.post("/staff/orders/adjust/", given).status_code for _ in range(2)])
    assert answers == [302, 302]
    assert Adjustment.objects.count() == 1
    assert ledger.positions(["KZ09"])["KZ09"].due.amount == 0
    assert press(maker, waiting_decision(), to="approved").status_code == 422
    for _ in range(2):
        assert press(checker, waiting_decision(), to="approved").status_code == 302
    assert ledger.positions(["KZ09"])["KZ09"].due.amount == 150
    credit = {"kind": "credit", "group_code": "KZ09", "amount": "200", "reason": "Our box was torn"}
    assert press(maker, "adjust/", **credit).status_code == 302
    assert press(checker, waiting_decision(), to="approved").status_code == 302

    position = ledger.positions(["KZ09"])["KZ09"]
    assert (position.due.amount, position.payable.amount) == (0, 50)
    day = clock.today()
    lines = ledger.statement(owner="KZ09", since=day, until=day + timedelta(days=1)).lines
    assert {"Sent a week late", "Our box was torn"} <= {line.narration for line in lines}
    assert trial() == 0


@pytest.mark.parametrize(
    "changes",
    [{"amount": "0"}, {"amount": "0.001"}, {"group_code": "XX99"}, {"code": "9-KZ09"}, {"reason": ""}],
)
def test_what_is_no_penalty(changes: dict[str, str]) -> None:
    maker = staff(Role.FINANCE_MAKER)
    given = {"kind": "penalty", "group_code": "KZ09", "amount": "150", "reason": "Late", **changes}
    with nothing_changes():
        assert press(maker, "adjust/", **given).status_code == 422
    assert not Adjustment.objects.exists()
