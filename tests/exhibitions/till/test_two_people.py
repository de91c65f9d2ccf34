"""Money of some size at tills moves by two people's word; below the limits one of finance acts alone."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.test import Client

import sellers.ledger.facade as ledger
from exhibitions.till.facade import flags
from exhibitions.till.models import Bill, Deposit, Flag, MoneyProposal
from exhibitions.till.services.two_people import ALONE_CASH, ALONE_UPI
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User
from tests.exhibitions.till.test_desk import text, url
from tests.exhibitions.till.test_money_back import a_day_later, codes, credit, on, sent
from tests.exhibitions.till.world import Stall, Tablet, all_hold, upi_reference
from tests.exhibitions.world import person, signed_in

pytestmark = pytest.mark.django_db

APPROVE = {"verdict": "approve", "why": ""}


def maker() -> Client:
    return signed_in(person("Finance", Role.FINANCE_MAKER))


def checker() -> Client:
    return signed_in(person("Checker", Role.FINANCE_CHECKER))


def settle_url(stall: Stall, code: str) -> str:
    flag = Flag.objects.get(exhibition=stall.code, code=code)
    return url(stall, f"flags/{flag.pk}/")


def borne(stall: Stall, client: Client | None = None) -> str:
    """₹7,000 by UPI that never came; one of finance proposes that JKRLM bears it. Returns where it is decided."""
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 2), upi=upi_reference())
    sent(tablet)
    a_day_later()
    assert codes(stall) == ["upi-missing"]
    told = {"outcome": "operator-bears", "reason": "A forged screen was shown"}
    client = client or maker()
    assert client.post(settle_url(stall, "upi-missing"), told).status_code == 302
    assert client.post(settle_url(stall, "upi-missing"), told).status_code == 302  # sent twice
    return url(stall, f"proposals/{MoneyProposal.objects.get().pk}/")


def with_cash(stall: Stall, pieces: int) -> Tablet:
    """A closed day with so many jars of honey sold for cash, ₹480 each."""
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("JM09", "Honey", pieces))
    tablet.close()
    sent(tablet)
    return tablet


def test_jkrlm_bears_much_by_two_peoples_word(stall: Stall) -> None:
    both = signed_in(person("Finance", Role.FINANCE_MAKER, Role.FINANCE_CHECKER))
    decide = borne(stall, both)
    assert (codes(stall), on("cash-differences")) == (["upi-missing"], 0)
    assert "It waits for another person of finance" in text(maker().get(url(stall, "flags/")))
    own = both.post(decide, APPROVE)
    assert own.status_code == 422
    assert "You proposed it: somebody else of finance decides." in text(own)
    assert maker().post(decide, APPROVE).status_code == 403
    other = {"outcome": "operator-bears", "reason": "I say the same in other words"}
    assert checker().post(settle_url(stall, "upi-missing"), other).status_code == 422
    page = text(checker().get(url(stall, "proposals/")))
    assert "A forged screen was shown" in page
    assert f"More than ₹{ALONE_UPI}" in page
    assert "Approve" in page
    assert (codes(stall), on("cash-differences")) == (["upi-missing"], 0)
    assert checker().post(decide, APPROVE).status_code == 302
    assert checker().post(decide, APPROVE).status_code == 422
    assert (codes(stall), on("cash-differences"), on("due-from-buyers")) == ([], 7000, 0)
    assert Bill.objects.get().state == "settled"
    all_hold()


def test_what_is_refused_can_be_proposed_anew(stall: Stall) -> None:
    decide = borne(stall)
    refused = checker().post(decide, {"verdict": "refuse", "why": ""})
    assert refused.status_code == 422
    assert "Say in a few words why it is refused" in text(refused)
    told = {"verdict": "refuse", "why": "The bank shows it under another name"}
    assert checker().post(decide, told).status_code == 302
    assert (codes(stall), on("cash-differences")) == (["upi-missing"], 0)
    assert told["why"] in text(maker().get(url(stall, "proposals/")))
    again = {"outcome": "operator-bears", "reason": "It is not hers either"}
    assert maker().post(settle_url(stall, "upi-missing"), again).status_code == 302
    assert list(MoneyProposal.objects.order_by("pk").values_list("state", flat=True)) == [
        "refused",
        "proposed",
    ]
    all_hold()


def test_what_came_meanwhile_is_not_borne(stall: Stall) -> None:
    decide = borne(stall)
    bill = Bill.objects.get()
    credit(bill.upi_reference, "7000.00", "f1")
    assert codes(stall) == []
    late = checker().post(decide, APPROVE)
    assert late.status_code == 422
    assert "It was settled otherwise since" in text(late)
    assert on("cash-differences") == 0
    all_hold()


def test_a_big_refund_by_upi_leaves_the_bank_once_two_agree(stall: Stall) -> None:
    tablet, reference = stall.tablet(), upi_reference()
    sold = tablet.sell(("KZ09", "Stole", 2), upi=reference)
    tablet.give_back(sold, 0, 2, upi=True)
    sent(tablet)
    told = {"outcome": "paid-back", "reason": "As the bank's page says", "reference": "UTR123456789"}
    assert maker().post(settle_url(stall, "upi-refund"), told).status_code == 422  # hers never came
    credit(reference, "7000.00", "f1")
    assert maker().post(settle_url(stall, "upi-refund"), {**told, "reference": ""}).status_code == 422
    assert not MoneyProposal.objects.exists()
    assert maker().post(settle_url(stall, "upi-refund"), told).status_code == 302
    assert on("refunds-due") == 7000
    row = MoneyProposal.objects.get()
    assert (row.amount, row.reference) == (7000, "UTR123456789")
    assert checker().post(url(stall, f"proposals/{row.pk}/"), APPROVE).status_code == 302
    assert (on("refunds-due"), codes(stall)) == (0, [])
    all_hold()


def test_a_deposit_that_differs_much_waits_for_a_second_person(stall: Stall) -> None:
    tablet = with_cash(stall, 4)
    bank = on("bank")
    told = {"deposited": "1400", "reference": "JKB 0042", "key": "slip-1"}
    client, page = maker(), url(stall, f"{tablet.number}/deposit/")
    for _press in range(2):
        assert client.post(page, told).status_code == 302
    assert not Deposit.objects.exists()
    assert "Another person of finance decides" in text(client.get(url(stall, f"{tablet.number}/")))
    assert client.post(page, {**told, "key": "slip-2", "deposited": "1920"}).status_code == 422
    row = MoneyProposal.objects.get()
    assert (row.amount, row.expected, row.deposited) == (520, 1920, 1400)
    assert checker().post(url(stall, f"proposals/{row.pk}/"), APPROVE).status_code == 302
    made = Deposit.objects.get()
    assert (made.deposited, made.by.name, on("bank") - bank) == (1400, "Finance", 1400)
    assert (on("cash-differences"), on("stall-cash", tablet.row.purse)) == (520, 0)
    all_hold()


def test_one_note_is_written_by_one_person_and_books_that_moved_are_not_approved(stall: Stall) -> None:
    first, second = with_cash(stall, 4), with_cash(stall, 4)
    told = {"reference": "JKB 0042"}
    within = {**told, "deposited": str(Decimal(1920) - ALONE_CASH), "key": "slip-1"}
    assert maker().post(url(stall, f"{first.number}/deposit/"), within).status_code == 302
    assert Deposit.objects.count() == 1
    beyond = {**told, "deposited": "100", "key": "slip-2"}
    assert maker().post(url(stall, f"{second.number}/deposit/"), beyond).status_code == 302
    second.open()
    second.sell(("JM09", "Honey", 1))
    second.close()
    sent(second)
    row = MoneyProposal.objects.get()
    late = checker().post(url(stall, f"proposals/{row.pk}/"), APPROVE)
    assert late.status_code == 422
    assert "The till's books have changed" in text(late).replace("&#x27;", "'")
    row.refresh_from_db()
    assert (row.state, Deposit.objects.count()) == ("proposed", 1)
    all_hold()


def test_the_database_wants_two_people_and_one_end(stall: Stall) -> None:
    borne(stall)
    row = MoneyProposal.objects.get()
    other = User.objects.exclude(pk=row.proposed_by_id)[0]
    rows = MoneyProposal.objects.filter(pk=row.pk)
    at = clock.now()
    for told in (
        {"state": "approved", "decided_by": row.proposed_by, "decided_at": at},
        {"state": "approved"},
        {"state": "refused", "decided_by": other, "decided_at": at},
        {"state": "approved", "decided_by": other, "decided_at": at, "amount": 1},
        {"reason": "something else"},
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            rows.update(**told)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        rows.delete()
    rows.update(state="approved", decided_by=other, decided_at=at)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        rows.update(state="refused", why="I was wrong")


def test_strangers_and_the_office_decide_nothing(stall: Stall) -> None:
    decide = borne(stall)
    page = url(stall, "proposals/")
    for client in (
        signed_in(person("Buyer", Role.BUYER)),
        signed_in(person("Inspector", Role.INSPECTOR)),
        signed_in(stall.fair.other_manager),
        Client(),
    ):
        assert client.get(page).status_code in (302, 403)
        assert client.post(decide, APPROVE).status_code in (302, 403)
    for client in (stall.fair.desk(), signed_in(stall.fair.cashiers[0]), maker()):
        assert client.get(page).status_code == 200
        assert "Approve" not in text(client.get(page))
        assert client.post(decide, APPROVE).status_code == 403
    assert checker().post(url(stall, "proposals/999999/"), APPROVE).status_code == 404
    (flag,) = flags(stall.code)
    assert flag.settled_at is None
    assert ledger.balance(ledger.account_of("cash-differences")).amount == 0
