"""The transition tables: everything reachable, everything else refused, history written."""

import itertools
from decimal import Decimal

import pytest

from commerce.payments.errors import TransitionRefused
from commerce.payments.models import AttemptChange, PaymentAttempt
from commerce.payments.services.move import move
from commerce.payments.states import ACTION_TRANSITIONS, TRANSITIONS, ActionState, AttemptState
from jkrlm.kernel.clock import now


@pytest.mark.parametrize(
    ("table", "start"), [(TRANSITIONS, AttemptState.CREATED), (ACTION_TRANSITIONS, ActionState.CREATED)]
)
def test_every_state_is_in_the_table_and_reachable(table, start) -> None:
    reached, waiting = {start}, [start]
    while waiting:
        for state in table[waiting.pop()] - reached:
            reached.add(state)
            waiting.append(state)
    assert reached == set(table) == set(type(start))


def attempt_in(state: AttemptState) -> PaymentAttempt:
    return PaymentAttempt.objects.create(
        transaction_id=f"T-{state}-{PaymentAttempt.objects.count()}",
        source_id=f"C-{PaymentAttempt.objects.count()}",
        source_kind="Checkout",
        method="stripe",
        amount=Decimal("10.00"),
        currency="INR",
        session_id=f"cs_{PaymentAttempt.objects.count()}",
        state=state,
    )


@pytest.mark.django_db
def test_a_step_that_is_not_in_the_table_is_refused_and_changes_nothing(heard) -> None:
    for before, after in itertools.product(AttemptState, AttemptState):
        attempt = attempt_in(before)
        if before is after or after in TRANSITIONS[before]:
            assert move(attempt_id=attempt.pk, to=after, now=now()).state == after
            changes = list(AttemptChange.objects.filter(attempt=attempt).values_list("before", "after"))
            assert changes == ([] if before is after else [(before, after)])
        else:
            with pytest.raises(TransitionRefused):
                move(attempt_id=attempt.pk, to=after, now=now(), session_url="changed")
            attempt.refresh_from_db()
            assert (attempt.state, attempt.session_url) == (before, "")
        attempt.changes.all().delete()
        attempt.delete()
