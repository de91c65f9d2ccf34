"""Two imports see one credit; a claim's time runs out as its money comes: one outcome, money proven."""

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from commerce.payments.models import PaymentAttempt, UpiClaim, UpiClaimChange, UpiCredit, UpiRefund
from commerce.payments.services.upi_claims import claim_payment, expire_claims
from commerce.payments.services.upi_credits import BankCredit, look_again, see_credits
from commerce.payments.services.upi_open import open_upi
from commerce.payments.states import AttemptState, ClaimState, CreditState, Method
from jkrlm.kernel.clock import now, today

pytestmark = pytest.mark.django_db(transaction=True)
AMOUNT = Decimal("1234.50")


def together(*works: Callable[[], Any]) -> list[Any]:
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int) -> None:
        try:
            gate.wait(timeout=10)
            results[place] = works[place]()
        except Exception as fault:
            results[place] = fault  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def claimed(name: str) -> UpiClaim:
    attempt = PaymentAttempt.objects.create(
        transaction_id=f"t-{name}",
        source_id=f"c-{name}",
        source_kind="Checkout",
        method=Method.UPI,
        amount=AMOUNT,
        currency="INR",
    )
    open_upi(attempt=attempt, now=now())
    return UpiClaim.objects.get(attempt=attempt)


def credit(claim: UpiClaim, number: str, **told: Any) -> BankCredit:
    return BankCredit(amount=AMOUNT, day=today(), narration=f"UPI/CR/{number}/X/{claim.reference}", **told)


def test_one_credit_seen_by_statement_and_feed_at_once_is_matched_once() -> None:
    for turn in range(4):
        claim = claimed(f"both{turn}")
        number = f"63250000000{turn}"
        told = [
            credit(claim, number, code=f"line-{turn}"),
            credit(claim, number, feed_id=f"feed-{turn}"),
            credit(claim, number, code=f"line-{turn}"),
        ]
        results = together(*(lambda each=each: see_credits(credits=[each], now=now()) for each in told))
        assert not [each for each in results if isinstance(each, Exception)]
        look_again(now=now())
        held = UpiCredit.objects.get(rrn=number)
        assert (held.state, held.claim_id) == (CreditState.MATCHED, claim.pk)
        assert UpiClaimChange.objects.filter(claim=claim, after=ClaimState.MATCHED).count() == 1
    assert UpiRefund.objects.count() == 0


def test_two_credits_for_one_claim_at_once_one_pays_and_one_goes_back() -> None:
    for turn in range(4):
        claim = claimed(f"two{turn}")
        told = [credit(claim, f"6325111111{turn}{side}", code=f"two-{turn}-{side}") for side in (0, 1)]
        results = together(*(lambda each=each: see_credits(credits=[each], now=now()) for each in told))
        assert not [each for each in results if isinstance(each, Exception)]
        states = sorted(
            UpiCredit.objects.filter(code__startswith=f"two-{turn}-").values_list("state", flat=True)
        )
        assert states == [CreditState.MATCHED, CreditState.RETURNING]
    assert UpiRefund.objects.count() == 4


def test_time_runs_out_as_the_money_comes_and_as_the_number_is_typed() -> None:
    for turn in range(6):
        claim = claimed(f"late{turn}")
        UpiClaim.objects.filter(pk=claim.pk).update(expires_at=now() - timedelta(seconds=1))
        results = together(
            lambda: expire_claims(now=now()),
            lambda claim=claim, turn=turn: see_credits(
                credits=[credit(claim, f"63252222222{turn}", code=f"late-{turn}")], now=now()
            ),
            lambda: expire_claims(now=now()),
            lambda claim=claim, turn=turn: claim_payment(
                transaction_id=claim.attempt.transaction_id, typed=f"63252222222{turn}", now=now()
            ),
        )
        assert not [
            each for each in results if isinstance(each, Exception) and "time for this" not in str(each)
        ]
        claim.refresh_from_db()
        assert claim.state == ClaimState.MATCHED
        assert PaymentAttempt.objects.get(upi=claim).state == AttemptState.CHARGED
        assert UpiClaimChange.objects.filter(claim=claim, after=ClaimState.MATCHED).count() == 1
        assert UpiClaimChange.objects.filter(claim=claim, after=ClaimState.EXPIRED).count() <= 1


def test_one_number_typed_for_two_payments_at_once_is_taken_for_one() -> None:
    first, second = claimed("n1"), claimed("n2")
    together(
        *(
            lambda each=each: claim_payment(
                transaction_id=each.attempt.transaction_id, typed="632533333333", now=now()
            )
            for each in (first, second)
        )
    )
    assert UpiClaim.objects.filter(rrn="632533333333", state=ClaimState.CLAIMED).count() == 1
    assert UpiClaim.objects.filter(state=ClaimState.WAITING, rrn="").count() == 1


def test_the_history_of_claims_cannot_be_changed() -> None:
    from django.db import DatabaseError, transaction

    claim = claimed("history")
    expire_claims(now=now() + timedelta(days=1))
    assert claim.changes.count() == 1
    for act in (
        lambda: UpiClaimChange.objects.update(reason="x"),
        lambda: UpiClaimChange.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
