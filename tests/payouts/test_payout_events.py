"""What other rooms hear of payouts, recorded in the transaction that did it."""

import pytest
from django.db import transaction

from jkrlm import wiring
from jkrlm.kernel import clock, outbox
from jkrlm.kernel.models import OutboxMessage
from sellers.payouts.services.holds import place_hold
from tests.payouts.test_results import by_hand
from tests.payouts.world import approved, open_groups, payable, transfer

pytestmark = pytest.mark.django_db

NAMES = ("PayoutPaid", "PayoutReturned", "PayoutHeld")


def hear(event):
    """Somebody listens, so that events are kept."""


@pytest.fixture(autouse=True)
def listening():
    outbox.set_reactions(dict.fromkeys(NAMES, (hear,)))
    yield
    outbox.set_reactions(wiring.REACTIONS)


def told() -> list[tuple[str, dict]]:
    return list(OutboxMessage.objects.filter(name__in=NAMES).order_by("id").values_list("name", "payload"))


def test_paid_returned_and_held_are_told_once_each(staff):
    codes = open_groups(3, staff=staff)
    for code in codes:
        payable(code, 500)
    approved(staff)
    for _ in range(2):
        by_hand(staff, codes[0])
        by_hand(staff, codes[1], "failed", reason="No such account", wrong_account=True)
    hold = place_hold(
        group_code=codes[2],
        reason="Claimed twice",
        whom_to_ask="Desk 4",
        actor=staff["maker"],
        now=clock.now(),
    )
    paid, back = transfer(codes[0]), transfer(codes[1])
    events = told()
    assert events[0] == (
        "PayoutPaid",
        {"group": codes[0], "reference": paid.reference, "amount": "500.00", "utr": paid.utr},
    )
    assert {name for name, _ in events[1:3]} == {"PayoutHeld", "PayoutReturned"}
    assert dict(events[1:3])["PayoutReturned"] == {
        "group": codes[1],
        "reference": back.reference,
        "amount": "500.00",
        "utr": "",
        "reason": "No such account",
        "state": "failed",
    }
    assert events[3] == (
        "PayoutHeld",
        {
            "group": codes[2],
            "reason": "Claimed twice",
            "whom_to_ask": "Desk 4",
            "since": hold.since.isoformat(),
        },
    )
    assert len(events) == 4


def test_what_is_rolled_back_was_never_told(staff):
    payable(*open_groups(1, staff=staff), 500)
    approved(staff)
    with transaction.atomic():
        by_hand(staff, "G00000")
        transaction.set_rollback(True)
    assert told() == []
    assert transfer("G00000").state == "sent"
