"""Money that goes back: two people, our reference in the transfer, and the bank's debit ends it."""

from typing import Any

import pytest
from django.test import Client

from commerce.client import TransactionActionEnum
from commerce.facade import app_store, refuse_on
from commerce.payments.models import PaymentAction, UpiCredit, UpiRefund
from commerce.payments.states import AttemptState, ClaimState, CreditState
from jkrlm.kernel import relay
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.models import AuditEntry
from tests.reconciliation.world import checker, maker
from tests.upi.world import Bank, Till, again, attempt_of, on, order_of, orders, sound

pytestmark = pytest.mark.django_db
DESK = "/staff/reconciliation/upi/"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def sent_back(refund: UpiRefund, bank: Bank) -> None:
    """Prepared by one, approved by another, seen in the bank."""
    first, second = signed_in(maker()), signed_in(checker())
    page = f"{DESK}refunds/{refund.pk}/"
    assert first.post(f"{page}prepare/", {"payee": "Aarif Wani, aarif@jkb"}).status_code == 302
    assert second.post(f"{page}approve/").status_code == 302
    bank.shows((int(-refund.amount * 100), "", f"UPI/DR/632500000001/AARIF/{refund.reference}"))


def test_a_refund_of_an_order_is_transferred_and_told_to_the_store_when_the_bank_shows_it(
    till: Till, bank: Bank
) -> None:
    claim = till.by_upi()
    bank.pays(claim)
    attempt = attempt_of(claim)

    answer = app_store().transaction_request_action(
        id=attempt.transaction_id, action_type=TransactionActionEnum.REFUND, amount=claim.amount
    )
    refuse_on(answer.transaction_request_action.errors)
    relay.drain()
    refund = UpiRefund.objects.get()
    assert (refund.amount, PaymentAction.objects.get().state) == (claim.amount, "PENDING")
    sound()

    sent_back(refund, bank)

    assert PaymentAction.objects.get().state == "SUCCEEDED"
    assert attempt_of(claim).state == AttemptState.REFUNDED
    assert float(order_of(claim).total_refunded.amount) == float(claim.amount)
    assert on("upi-clearing") == "0.00" and on("bank") == "0.00"
    sound()


def test_a_second_credit_is_sent_back(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    bank.pays(claim)
    bank.pays(claim, rrn="632599999999")

    sent_back(UpiRefund.objects.get(), bank)

    assert UpiCredit.objects.get(rrn="632599999999").state == CreditState.RETURNED
    assert on("upi-clearing") == "0.00" and orders() == 1
    sound()


def test_who_prepares_does_not_approve(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    bank.pays(claim)
    bank.pays(claim, rrn="632599999999")
    refund = UpiRefund.objects.get()
    from jkrlm.people.facade import Role
    from tests.reconciliation.world import person

    both = signed_in(person("Bano Both", Role.FINANCE_MAKER, Role.FINANCE_CHECKER))
    both.post(f"{DESK}refunds/{refund.pk}/prepare/", {"payee": "Aarif"})

    answer = both.post(f"{DESK}refunds/{refund.pk}/approve/")

    assert answer.status_code == 409 and "another person" in answer.content.decode()
    refund.refresh_from_db()
    assert refund.step == "prepared"


def test_a_debit_of_another_amount_ends_nothing(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    bank.pays(claim)
    bank.pays(claim, rrn="632599999999")
    refund = UpiRefund.objects.get()
    first, second = signed_in(maker()), signed_in(checker())
    first.post(f"{DESK}refunds/{refund.pk}/prepare/", {"payee": "Aarif"})
    second.post(f"{DESK}refunds/{refund.pk}/approve/")

    bank.shows((-100, "", f"UPI/DR/{refund.reference}"))

    refund.refresh_from_db()
    assert refund.step == "sent"
    sound()


def test_finance_matches_by_hand_what_came_above_the_amount_and_the_rest_goes_back(
    till: Till, bank: Bank
) -> None:
    claim = till.by_upi()
    bank.pays(claim, units=int(claim.amount * 100) + 5000)
    credit = UpiCredit.objects.get()
    client = signed_in(maker())

    refused = client.post(
        f"{DESK}credits/{credit.pk}/match/", {"reference": "UC000000000", "reason": "said so"}
    )
    assert refused.status_code == 422 and "no payment with this reference" in refused.content.decode()
    assert "said so" in refused.content.decode()
    done = client.post(
        f"{DESK}credits/{credit.pk}/match/", {"reference": claim.reference, "reason": "He wrote to us"}
    )
    relay.drain()
    from tests.reconciliation.world import match

    match()

    assert done.status_code == 302
    assert again(claim).state == ClaimState.MATCHED and order_of(claim) is not None
    assert UpiRefund.objects.get().amount == 50
    assert AuditEntry.objects.filter(verb="upi-credit.match").count() == 1
    assert on("upi-clearing") == "-50.00"
    sound()


def test_too_little_is_sent_back_never_matched(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    bank.pays(claim, units=int(claim.amount * 100) - 100)
    credit = UpiCredit.objects.get()
    client = signed_in(maker())

    refused = client.post(f"{DESK}credits/{credit.pk}/match/", {"reference": claim.reference, "reason": "x"})
    assert refused.status_code == 422 and again(claim).state == ClaimState.WAITING
    assert client.post(f"{DESK}credits/{credit.pk}/back/", {"reason": "Too little"}).status_code == 302
    assert client.post(f"{DESK}credits/{credit.pk}/back/", {"reason": "Too little"}).status_code == 409

    sent_back(UpiRefund.objects.get(), bank)
    assert UpiCredit.objects.get().state == CreditState.RETURNED
    assert on("upi-clearing") == "0.00" and on("upi-suspense") == "0.00"
    sound()


def test_the_desk_shows_what_waits(till: Till, bank: Bank) -> None:
    claim = till.by_upi()
    bank.pays(claim, units=100)
    client = signed_in(checker())

    page = client.get(DESK).content.decode()

    assert claim.reference in page and "Another amount than was to pay" in page
    assert client.get(f"{DESK}credits/{UpiCredit.objects.get().pk}/").status_code == 200
    assert client.get(f"{DESK}?q={claim.reference}").status_code == 200
    assert (
        client.post(f"{DESK}credits/{UpiCredit.objects.get().pk}/back/", {"reason": "x"}).status_code == 403
    )


def test_money_taken_for_upi_is_not_matched_as_anything_else(till: Till, bank: Bank) -> None:
    """And what finance has matched as something else, no claim takes any more."""
    import uuid

    from sellers.reconciliation.errors import AlreadyMatched, WrongState
    from sellers.reconciliation.models import BankLine
    from sellers.reconciliation.services.match_by_hand import Wanted, approve, match_by_hand
    from sellers.reconciliation.services.take_apart import propose_apart
    from tests.reconciliation.world import NOW

    claim = till.by_upi()
    bank.pays(claim)
    line = BankLine.objects.get()
    with pytest.raises(WrongState):
        propose_apart(key=uuid.uuid4(), line_id=line.pk, reason="x", actor=maker(), now=NOW)

    bank.pays(claim, units=200, rrn="632511111111", said="UPI/CR/632511111111/INTEREST")
    other = BankLine.objects.exclude(pk=line.pk).get()
    proposal = match_by_hand(
        wanted=Wanted(
            key=uuid.uuid4(),
            line_id=other.pk,
            reason="The mission's own",
            account_code="operator-funds",
        ),
        actor=maker(),
        now=NOW,
    )
    assert proposal is not None
    approve(proposal_id=proposal.pk, actor=checker(), now=NOW)
    assert UpiCredit.objects.get(code=other.code).state == CreditState.EXPLAINED
    assert AlreadyMatched
    sound()
