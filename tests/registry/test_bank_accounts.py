"""Where a group is paid: two people, a waiting period, the bank's word, and never a community resource person."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, transaction

from jkrlm.kernel import outbox
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import Role, audit_trail
from jkrlm.people.models import AuditEntry
from sellers.registry import models
from sellers.registry.errors import (
    AccountTaken,
    BadNumber,
    BranchUnknown,
    ChangeUnderway,
    NotForCrp,
    NotHere,
    SamePerson,
    WrongState,
)
from sellers.registry.facade import account_numbers, bank_account, check_bank_account, invariants, link_person
from sellers.registry.gateways.base import PennyDropUnavailable, penny_drop
from sellers.registry.services import bank
from sellers.registry.services.people import assign_crp
from tests.bad_input.unchanged import nothing_changes
from tests.registry.world import LONG_AGO, NOW, open_registry, somebody

pytestmark = pytest.mark.django_db

NUMBER = "0042040500012345"
WAIT = timedelta(hours=48)


@pytest.fixture
def staff():
    open_registry()
    return {
        "maker": somebody("Maker Mir", Role.FINANCE_MAKER),
        "checker": somebody("Checker Lone", Role.FINANCE_CHECKER),
    }


def propose(actor, **changes) -> int:
    return bank.propose_bank_account(
        **{
            "code": "KZ09",
            "ifsc": "JAKA0ABHAMA",
            "number": NUMBER,
            "holder_name": "Kanihama Tuji SHG",
            "why": "First account of the group",
            "actor": actor,
            "now": NOW,
            **changes,
        }
    )


def ask_the_bank(account: int, event_id: int = 1) -> None:
    check_bank_account(
        Event(id=event_id, name="BankAccountProposed", payload={"account_id": account}, issued_at=NOW)
    )


def approve(actor, account: int, words: str = "", **changes):
    return bank.approve_bank_account(
        **{"code": "KZ09", "account_id": account, "words": words, "actor": actor, "now": NOW, **changes}
    )


def state(account: int) -> str:
    return models.BankAccount.objects.get(pk=account).state


def in_use(staff, **changes) -> int:
    account = propose(staff["maker"], **changes)
    ask_the_bank(account)
    approve(staff["checker"], account, code=changes.get("code", "KZ09"))
    bank.make_current(now=NOW + WAIT)
    return account


def test_an_account_is_proposed_asked_for_approved_waits_and_is_then_used(staff):
    account = propose(staff["maker"])
    assert bank_account("KZ09") is None
    ask_the_bank(account)
    held = models.BankAccount.objects.get(pk=account)
    assert (held.state, held.match_percent, held.registered_name) == ("checked", 100, "KANIHAMA TUJI SHG")

    assert approve(staff["checker"], account) == NOW + WAIT
    assert bank.make_current(now=NOW + WAIT - timedelta(seconds=1)) == 0
    assert bank_account("KZ09") is None
    assert bank.make_current(now=NOW + WAIT) == 1
    assert bank.make_current(now=NOW + WAIT) == 0

    paid_to = bank_account("KZ09")
    assert paid_to is not None
    assert (paid_to.id, paid_to.last_four, paid_to.bank, paid_to.ifsc) == (
        account,
        "2345",
        "Jammu and Kashmir Bank",
        "JAKA0ABHAMA",
    )
    assert [step.now for step in models.BankAccountStep.objects.filter(account=account).order_by("id")] == [
        "proposed",
        "checked",
        "approved",
        "current",
    ]
    assert [entry.verb for entry in audit_trail("group KZ09", most=9)] == [
        "bank.current",
        "bank.approve",
        "bank.check",
        "bank.propose",
    ]


def test_a_change_leaves_the_old_account_in_use_until_the_wait_is_over(staff):
    first = in_use(staff)
    second = propose(staff["checker"], number="0042040500099999", why="Branch has moved")
    ask_the_bank(second)
    later = NOW + WAIT + timedelta(days=1)
    approve(staff["maker"], second, now=later)
    assert bank_account("KZ09").id == first

    bank.make_current(now=later + WAIT)

    assert bank_account("KZ09").id == second
    assert state(first) == "replaced"


def test_the_number_lies_sealed_and_its_opening_is_written_down(staff):
    account = propose(staff["maker"])
    held = models.BankAccount.objects.get(pk=account)
    assert NUMBER.encode() not in bytes(held.number_sealed)
    entries = "".join(str(vars(entry)) for entry in AuditEntry.objects.all())
    assert NUMBER not in entries

    assert account_numbers(account_ids=[account], actor=staff["checker"], purpose="payout batch 7") == {
        account: NUMBER
    }
    opened = AuditEntry.objects.get(verb="bank.open-numbers")
    assert (opened.target, opened.after) == ("payout batch 7", {"accounts": [account], "count": 1})


def test_nobody_approves_what_she_proposed_not_even_in_the_table(staff):
    account = propose(staff["maker"])
    ask_the_bank(account)
    with nothing_changes(), pytest.raises(SamePerson):
        approve(staff["maker"], account)
    with pytest.raises(IntegrityError, match="registry_account_two_people"), transaction.atomic():
        models.BankAccount.objects.filter(pk=account).update(approved_by=staff["maker"])
    with pytest.raises(IntegrityError, match="registry_account_approved_whole"), transaction.atomic():
        models.BankAccount.objects.filter(pk=account).update(state="current")


@pytest.mark.parametrize("how", ["by role", "by assignment", "by role beside another"])
def test_a_community_resource_person_never_takes_part(staff, how):
    account = propose(staff["maker"])
    roles = {
        "by role": [Role.CRP],
        "by assignment": [],
        "by role beside another": [Role.CRP, Role.ADMINISTRATOR],
    }
    crp = somebody("Zareena Akhtar", *roles[how])
    if how == "by assignment":
        assign_crp(code="KZ09", name="Zareena", phone="9419011111", on=LONG_AGO, note="", actor=None, now=NOW)
        link_person(person_id=models.Person.objects.get(name="Zareena").pk, user=crp)
    words = {"code": "KZ09", "account_id": account, "words": "seen", "actor": crp, "now": NOW}
    with nothing_changes():
        for act in (
            lambda: propose(crp, number="111122223333"),
            lambda: approve(crp, account, "seen the passbook"),
            lambda: bank.refuse_bank_account(**words),
            lambda: bank.withdraw_bank_account(**words),
            lambda: bank.check_again(code="KZ09", account_id=account, actor=crp),
        ):
            with pytest.raises(NotForCrp):
                act()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ifsc": "JAKA1ABHAMA"}, BadNumber),
        ({"ifsc": "SBIN0999999"}, BranchUnknown),
        ({"number": "12345678"}, BadNumber),
        ({"number": "1234567890123456789"}, BadNumber),
        ({"number": "000000000000"}, BadNumber),
        ({"number": "12345678９0"}, BadNumber),
    ],
    ids=str,
)
def test_an_account_that_cannot_be_is_refused(staff, changes, refusal):
    with nothing_changes(), pytest.raises(refusal):
        propose(staff["maker"], **changes)


def test_one_account_is_one_groups_whatever_branch_and_zeros(staff):
    in_use(staff)
    with nothing_changes():
        with pytest.raises(AccountTaken) as others:
            propose(staff["maker"], code="KZ11", ifsc="JAKA0AHMADD", number=NUMBER.lstrip("0"))
        with pytest.raises(AccountTaken) as own:
            propose(staff["maker"])
    assert others.value.params == {"group": "KZ09"}
    assert "KZ09" not in others.value.message
    assert own.value.params == {}
    # The same digits at another bank are another account.
    propose(staff["maker"], code="KZ11", ifsc="AUBL0002469")


def test_one_change_at_a_time(staff):
    account = propose(staff["maker"])
    with nothing_changes(), pytest.raises(ChangeUnderway):
        propose(staff["checker"], number="111122223333")
    bank.withdraw_bank_account(
        code="KZ09", account_id=account, words="Typed wrongly", actor=staff["maker"], now=NOW
    )
    propose(staff["checker"], number="111122223333")


@pytest.mark.parametrize(
    ("number", "words"), [("004204050000", "ACCOUNT DOES NOT EXIST"), ("004204050001", "M/S VALLEY TRADERS")]
)
def test_what_the_bank_does_not_confirm_needs_words_of_what_was_seen(staff, number, words):
    account = propose(staff["maker"], number=number)
    ask_the_bank(account)
    assert state(account) == "suspect"
    assert words in models.BankAccountStep.objects.get(account=account, now="suspect").words
    with nothing_changes(), pytest.raises(WrongState):
        approve(staff["checker"], account, "  ")
    approve(staff["checker"], account, "Passbook with stamp seen")
    assert state(account) == "approved"


def test_a_holder_who_is_not_the_group_does_not_pass_by_the_banks_yes(staff):
    account = propose(staff["maker"], holder_name="Bilal Ahmad Mir")
    ask_the_bank(account)
    assert state(account) == "suspect"


def test_a_silent_bank_is_asked_again_and_the_account_waits(staff):
    account = propose(staff["maker"], number="004204050002")
    with nothing_changes(), pytest.raises(PennyDropUnavailable):
        ask_the_bank(account)
    assert state(account) == "proposed"


def test_without_a_bank_connected_the_approver_says_what_she_saw(staff, settings):
    settings.PENNY_DROP = ""
    account = propose(staff["maker"])
    ask_the_bank(account)
    assert state(account) == "proposed"
    approve(staff["checker"], account, "Passbook seen")
    assert state(account) == "approved"


def test_the_fake_bank_answers_in_demo_mode_only(settings):
    assert penny_drop() is not None
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        penny_drop()


def test_an_answer_that_comes_twice_or_late_changes_nothing(staff):
    account = propose(staff["maker"])
    ask_the_bank(account)
    approve(staff["checker"], account)
    with nothing_changes():
        ask_the_bank(account)
        ask_the_bank(account, event_id=2)


def test_an_objection_in_the_waiting_period_stops_it(staff):
    account = propose(staff["maker"])
    ask_the_bank(account)
    approve(staff["checker"], account)
    bank.refuse_bank_account(
        code="KZ09",
        account_id=account,
        words="The leader did not ask for it",
        actor=staff["checker"],
        now=NOW,
    )
    assert bank.make_current(now=NOW + WAIT) == 0
    assert bank_account("KZ09") is None
    with nothing_changes():
        with pytest.raises(WrongState):
            approve(staff["checker"], account)
        with pytest.raises(NotHere):
            approve(staff["checker"], account, code="KZ11")


def test_the_proposal_wakes_the_bank_by_event(staff):
    table = {name: tuple(reactions.values()) for name, reactions in outbox._reactions.items()}
    outbox.set_reactions({**table, "BankAccountProposed": (check_bank_account,)})
    try:
        account = propose(staff["maker"])
        from jkrlm.kernel import relay

        relay.drain()
    finally:
        outbox.set_reactions(table)
    assert state(account) == "checked"


def test_numbers_are_sealed_anew_when_a_key_changes(staff, settings):
    settings.FIELD_KEYS = ["old key of long ago"]
    account = propose(staff["maker"])
    settings.FIELD_KEYS = ["a newer key", "old key of long ago"]
    call_command("reseal_bank_accounts", stdout=StringIO())
    settings.FIELD_KEYS = ["a newer key"]
    assert account_numbers(account_ids=[account], actor=staff["checker"], purpose="a look") == {
        account: NUMBER
    }


def test_what_must_hold_is_looked_at_and_told(staff, settings):
    def told() -> list[list[str]]:
        return [check() for _sentence, check in invariants()]

    assert told() == [[], [], [], []]
    account = propose(staff["maker"])
    approve(staff["checker"], account, "Seen", now=NOW - timedelta(days=400))
    group = models.Group.objects.get(code="KZ11")
    models.Onboarding.objects.create(
        group=group, state="approved", approved_by=staff["checker"], moved_at=NOW - timedelta(days=400)
    )
    late, unpaid, unseen, shut = told()
    assert len(late) == 1
    assert late[0].startswith(f"KZ09: account {account} has been due since")
    assert unpaid == ["KZ11 is approved and paid nowhere"]
    assert (unseen, shut) == (["KZ11 is approved and has no page"], [])
    settings.FIELD_KEYS = ["the key of another house"]
    assert told()[-1] == [f"KZ09: the number of account {account} stays sealed"]
