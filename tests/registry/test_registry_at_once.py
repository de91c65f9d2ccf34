"""What two people do in the same moment: one of them is told, nothing is done twice."""

from datetime import date, timedelta

import pytest

from jkrlm.people.facade import Role
from sellers.registry import models
from sellers.registry.errors import AccountTaken, ChangeUnderway, HeldAlready, WrongState
from sellers.registry.services import bank, imports
from sellers.registry.services.people import add_member
from sellers.registry.services.transfer_group import transfer_group
from tests.common.at_once import at_once
from tests.registry.test_bank_accounts import NUMBER, approve, propose
from tests.registry.test_imports import ROWS, check, sheet
from tests.registry.world import LONG_AGO, NOW, open_registry, somebody

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(outcomes: list[object]) -> list[str]:
    return sorted(type(each).__name__ for each in outcomes)


def test_two_proposals_for_one_group() -> None:
    open_registry()
    first, second = somebody("Maker Mir", Role.FINANCE_MAKER), somebody("Maker Dar", Role.FINANCE_MAKER)
    outcomes = at_once(*[lambda: propose(first), lambda: propose(second, number="111122223333")])
    assert kinds(outcomes) == [ChangeUnderway.__name__, "int"]
    assert models.BankAccount.objects.count() == 1


def test_one_account_for_two_groups() -> None:
    open_registry()
    maker = somebody("Maker Mir", Role.FINANCE_MAKER)
    outcomes = at_once(*[lambda: propose(maker), lambda: propose(maker, code="KZ11", number=NUMBER)])
    assert kinds(outcomes) == [AccountTaken.__name__, "int"]
    assert models.BankAccount.objects.count() == 1


def test_two_approvals_and_two_workers() -> None:
    open_registry()
    account = propose(somebody("Maker Mir"))
    checkers = [somebody("Checker Lone"), somebody("Checker Rather")]
    outcomes = at_once(*[lambda who=who: approve(who, account, "Seen") for who in checkers])
    assert kinds(outcomes) == [WrongState.__name__, "datetime"]
    later = NOW + timedelta(days=3)
    assert sorted(at_once(*[lambda: bank.make_current(now=later)] * 2)) == [0, 1]
    assert models.BankAccountStep.objects.filter(now="current").count() == 1


def test_one_woman_enrolled_in_two_groups() -> None:
    open_registry()

    def enrol(code: str) -> int:
        return add_member(code=code, name="Zoona", mission_code="JK/7/1", on=LONG_AGO, actor=None, now=NOW)

    outcomes = at_once(*[lambda: enrol("KZ09"), lambda: enrol("KZ11")])
    assert kinds(outcomes) == [HeldAlready.__name__, "int"]
    assert (models.Person.objects.count(), models.Membership.objects.count()) == (1, 1)


def test_two_transfers_of_one_group() -> None:
    open_registry()

    def move(organisation: str) -> None:
        transfer_group(
            code="KZ09",
            village_organisation=organisation,
            federation="",
            on=date(2026, 11, 1),
            note="hand-over",
            actor=None,
            now=NOW,
            may_be_new=True,
        )

    outcomes = at_once(*[lambda: move("Zabarwan VO"), lambda: move("Veth VO")])
    assert sorted(each is None for each in outcomes) == [False, True]
    assert models.Placement.objects.filter(group__code="KZ09", held_to__isnull=True).count() == 1


def test_a_file_taken_checked_and_applied_twice_in_the_same_moment() -> None:
    open_registry()
    import io

    def take() -> int:
        taken = imports.take_file(name="g.csv", file=io.BytesIO(sheet(*ROWS[:2])), actor=None, now=NOW)
        return taken.import_id

    assert len(set(at_once(*[take, take]))) == 1
    ready = check(sheet(*ROWS))
    imports.begin_applying(import_id=ready.import_id, actor=None)
    outcomes = at_once(*[lambda: imports.apply_import(import_id=ready.import_id)] * 2)
    assert kinds(outcomes) == ["ImportOutcome", WrongState.__name__]
    assert models.Group.objects.count() == 5
