"""Each clause finds what it is there to find, and is silent on sound payments."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from commerce.payments import facade
from commerce.payments.models import (
    PaymentAction,
    PaymentAttempt,
    StallCard,
    StallCardRefund,
    StripeEvent,
)
from commerce.payments.states import AttemptState
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role
from tests.exhibitions.world import person
from tests.payments.fake_store import FakeStore
from tests.payments.local_server import Buyer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard", "stripe_here")]


def faults() -> dict[str, int]:
    return {sentence.split()[1]: len(check()) for sentence, check in facade.invariants() if check()}


def test_sound_payments_contradict_nothing(store: FakeStore, buyer: Buyer) -> None:
    bought = store.begin()
    buyer.pay(store.initialize(bought)["data"]["redirectUrl"])
    store.process(bought)
    store.ask(bought, "REFUND", "100.00")
    store.initialize(store.begin(), method="cash-on-delivery", amount="500.00")
    assert faults() == {}


def test_unsound_payments_are_found() -> None:
    long_ago = now() - timedelta(hours=1)
    for number in (1, 2):
        attempt = PaymentAttempt.objects.create(
            transaction_id=f"T{number}",
            source_id="C",
            source_kind="Checkout",
            method="stripe",
            amount=Decimal("10.00"),
            currency="INR",
            session_id=f"cs_{number}",
            state=AttemptState.CHARGED,
            changed_at=long_ago,
        )
    for sequence in (1, 2):
        PaymentAction.objects.create(
            attempt=attempt,
            kind="REFUND",
            sequence=sequence,
            amount=Decimal("6.00"),
            reference=f"r{sequence}",
            state="SUCCEEDED",
        )
    StripeEvent.objects.create(event_id="evt", type="charge.refunded", body={}, received_at=long_ago)
    _stall_charged_twice(long_ago)
    found = [len(check()) for _sentence, check in facade.invariants()]
    assert found == [2, 1, 0, 1, 2, 1, 0, 0, 0, 0, 1, 1, 1]


def _stall_charged_twice(at: datetime) -> None:
    """A stall's bill is charged twice, and more goes back than came."""
    bill = uuid4()
    for number in (1, 2):
        card = StallCard.objects.create(
            key=uuid4(),
            bill_id=bill,
            till="fair/1",
            amount=Decimal("10.00"),
            state="paid",
            session_id=f"cs_stall_{number}",
            payment_intent_id=f"pi_stall_{number}",
            created_at=at,
            changed_at=at,
            looked_at=at,
            paid_at=at,
        )
        StallCardRefund.objects.create(
            card=StallCard.objects.order_by("pk").first(),
            reference=f"return {card.key}",
            amount=Decimal("6.00"),
            created_at=at,
            changed_at=at,
        )
    _agreed_and_nothing_goes(at)


def _agreed_and_nothing_goes(at: datetime) -> None:
    """Two people sent a payment back, its refund failed, and nobody waits for it."""
    card = StallCard.objects.create(
        key=uuid4(),
        bill_id=uuid4(),
        till="fair/1",
        amount=Decimal("10.00"),
        state="paid",
        session_id="cs_stall_3",
        payment_intent_id="pi_stall_3",
        created_at=at,
        changed_at=at,
        looked_at=at,
        paid_at=at,
        return_asked_by=person("Finance", Role.FINANCE_MAKER),
        return_agreed_by=person("Checker", Role.FINANCE_CHECKER),
    )
    StallCardRefund.objects.create(
        card=card,
        reference=f"unbilled {card.key}",
        amount=card.amount,
        state="FAILED",
        created_at=at,
        changed_at=at,
    )
