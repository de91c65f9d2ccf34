"""Each clause about money by UPI finds what it is there to find, and is silent on a sound shop."""

import pytest
from django.db import connection

from commerce.payments.facade import upi_invariants
from tests.upi.world import Bank, Till, sound

pytestmark = pytest.mark.django_db

BREAKS = {
    "a payment by UPI is paid by one credit in the bank, and no claim without one is": (
        "UPDATE payments_upicredit SET state = 'open', claim_id = NULL WHERE state = 'matched'"
    ),
    "what came by UPI pays its claim, waits for somebody or goes back": (
        "DELETE FROM payments_upirefund WHERE credit_id IS NOT NULL"
    ),
    "no claim outlives its time": (
        "UPDATE payments_upiclaim SET state = 'waiting', expires_at = now() - interval '1 day'"
    ),
    "every refund by UPI is as far as its transfer": (
        "INSERT INTO payments_paymentaction (attempt_id, kind, sequence, amount, state, reference, provider_id,"
        " message, created_at, changed_at) SELECT id, 'REFUND', 1, 1, 'SUCCEEDED', 'r' || id, '', '', now(), now()"
        " FROM payments_paymentattempt"
    ),
}


def broken() -> set[str]:
    return {sentence for sentence, check in upi_invariants() if check()}


def test_a_lost_credit_a_claim_without_one_and_a_refund_without_transfer_are_found(
    till: Till, bank: Bank
) -> None:
    claim = till.by_upi()
    bank.pays(claim)
    bank.pays(claim, rrn="632599999999")
    sound()
    assert {sentence for sentence, _ in upi_invariants()} == set(BREAKS)
    for sentence, statement in BREAKS.items():
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT sound")
            cursor.execute(statement)
            assert cursor.rowcount > 0
            assert sentence in broken()
            cursor.execute("ROLLBACK TO SAVEPOINT sound")
    assert broken() == set()
