"""Let a credit in the bank pay a bill of a stall: once, for exactly its amount."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from commerce.payments.models import UpiCredit
from commerce.payments.services.upi_credits import DAYS_APART
from commerce.payments.services.upi_refunds import write_credit_refund
from commerce.payments.states import CreditReason, CreditState
from commerce.payments.upi_rules import STALL_PREFIX, references_in
from jkrlm.kernel.clock import local_date


def take_stall_credit(
    *, bill_id: str, reference: str, amount: Decimal, since: datetime, now: datetime
) -> UpiCredit | None:
    """
    Return the credit that pays the bill, taken in the caller's transaction; None while the bank shows none.

    ``reference`` is the till's (UT…), which the bank's words name, or the bank's own twelve digits as the
    cashier read them from the buyer's phone. One that came long before the bill is of something else. A
    second credit under the till's reference goes back.
    """
    taken = UpiCredit.objects.select_for_update().filter(stall_bill=bill_id).first()
    for credit in _named(reference, since):
        if taken is None and credit.amount == amount:
            credit.state, credit.stall_bill, credit.changed_at = CreditState.STALL, bill_id, now
            credit.reason, credit.about = CreditReason.NONE, None
            credit.save(update_fields=["state", "stall_bill", "reason", "about", "changed_at"])
            taken = credit
        elif taken is not None and reference.startswith(STALL_PREFIX):
            _send_back(credit, now)
    return taken


def return_stall_credits(*, reference: str, since: datetime, now: datetime) -> tuple[UpiCredit, ...]:
    """
    Send back whatever came for a bill that is no longer to be paid, in the caller's transaction; return what
    goes back from now on.
    """
    found = _named(reference, since)
    for credit in found:
        _send_back(credit, now)
    return tuple(found)


def _named(reference: str, since: datetime) -> list[UpiCredit]:
    waiting = UpiCredit.objects.select_for_update().filter(state=CreditState.OPEN)
    waiting = waiting.filter(day__gte=local_date(since) - DAYS_APART).order_by("day", "id")
    is_ours = reference.startswith(STALL_PREFIX)
    named = waiting.filter(
        Q(narration__icontains=reference) if is_ours else Q(rrn=reference), ~Q(narration="")
    )
    return [each for each in named if not is_ours or reference in references_in(each.narration, STALL_PREFIX)]


def _send_back(credit: UpiCredit, now: datetime) -> None:
    credit.state, credit.reason, credit.changed_at = CreditState.RETURNING, CreditReason.SECOND, now
    credit.save(update_fields=["state", "reason", "changed_at"])
    write_credit_refund(credit, amount=credit.amount, now=now)
