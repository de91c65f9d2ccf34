"""Each clause about tills finds what contradicts it."""

from collections.abc import Sequence

import pytest

from exhibitions.till.facade import invariants
from tests.exhibitions.breaks import break_each
from tests.exhibitions.till.world import Stall, all_hold, work

pytestmark = pytest.mark.django_db

#: Clause -> what breaks it.
BREAKS: dict[str, Sequence[str]] = {
    "every kept bill is booked, or stands in its till's queue": (
        "UPDATE exhibitions_till_till SET done_seq = done_seq + 1",
    ),
    "every bill of a till is an order of the same sum, unpaid exactly while it waits for UPI": (
        "UPDATE seller_orders_stallbill SET unpaid = 1",
    ),
    "a till's bill is the sum of its lines, and what came back is on returns": (
        "UPDATE exhibitions_till_billline SET gross = gross + 1",
    ),
    "every entry of a till is as its tablet signed it, and its chain fits": (
        "UPDATE exhibitions_till_entry SET payload = replace(payload, 'sale', 'Sale')",
    ),
    "a till's cash in the ledger is what its bills, counts and deposits come to": (
        "UPDATE exhibitions_till_bill SET cash = cash - 1, upi = upi + 1",
    ),
    "a void bill's documents are void, their numbers kept": (
        "UPDATE exhibitions_till_bill SET state = 'void'",
    ),
    "what went back to a card is in the books within 15 minutes, or finance was told": (
        "INSERT INTO payments_stallcard (key, bill_id, till, amount, state, session_id, session_url,"
        " payment_intent_id, billed_as, created_at, changed_at, paid_at, looked_at, return_reason)"
        " SELECT gen_random_uuid(), bill_id, 'x/1', 9, 'paid', 'cs_x', '', 'pi_x', order_number, now(), now(),"
        " now(), now(), '' FROM exhibitions_till_bill LIMIT 1",
        "INSERT INTO payments_stallcardrefund (card_id, reference, amount, state, provider_id, message,"
        " created_at, changed_at) SELECT id, 'return ' || bill_id, 9, 'FAILED', '', '', now(),"
        " now() - interval '1 hour' FROM payments_stallcard",
    ),
    "a bill by card took its one payment, and the books have it, or staff were told": (
        "UPDATE exhibitions_till_bill SET card = cash, cash = 0",
    ),
}


def test_each_clause_of_tills_is_broken_once(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("JM09", "Honey", 2))
    tablet.send()
    work()
    tablet.sell(("JM09", "Honey", 1))
    tablet.send()  # kept, not booked
    all_hold()
    break_each(invariants(), BREAKS)
    all_hold()
