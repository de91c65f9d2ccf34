"""A day of the card company's is fetched, kept and compared with our payments and with the books."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F

import commerce.payments.facade as payments
from commerce.payments.facade import BalanceFact, PayoutFact, ProviderRefused, ProviderUnavailable
from jkrlm.kernel.clock import INDIA, local_date
from jkrlm.kernel.money import Money
from sellers.reconciliation.models import StripeDay, StripePayout, StripeTransaction
from sellers.reconciliation.services.compare_stripe import compare_day
from sellers.reconciliation.services.items import Difference, gone, open_items
from sellers.reconciliation.services.look_again import look_again
from sellers.reconciliation.services.settle_line import rupees
from sellers.reconciliation.states import FetchState, ItemKind

#: A day that could not be fetched is tried again so far back.
BACK_DAYS = 14


def fetch_due(*, now: datetime) -> int:
    """
    Fetch yesterday and every earlier day that failed or was missed since the first; returns how many failed.
    """
    yesterday = local_date(now) - timedelta(days=1)
    first = StripeDay.objects.order_by("day").values_list("day", flat=True).first() or yesterday
    since = max(first, yesterday - timedelta(days=BACK_DAYS))
    done = set(StripeDay.objects.filter(day__gte=since, state=FetchState.DONE).values_list("day", flat=True))
    failed = 0
    for number in range((yesterday - since).days + 1):
        day = since + timedelta(days=number)
        if day not in done and fetch_day(day=day, now=now) is not FetchState.DONE:
            failed += 1
    return failed


def fetch_day(*, day: date, now: datetime) -> FetchState:
    """
    Fetch and compare one day; fetched again, it is compared again, and what is no longer so is settled.

    A failure is kept with its reason, for the desk; it raises nothing.
    """
    held, _ = StripeDay.objects.get_or_create(day=day)
    since = datetime.combine(day, time.min, INDIA)
    until = since + timedelta(days=1)
    try:
        facts = payments.balance_transactions(since=since, until=until)
        made = payments.payouts(since=since, until=until)
        parts = {payout.id: payments.transactions_of_payout(payout.id) for payout in made}
    except (ProviderRefused, ProviderUnavailable) as refusal:
        StripeDay.objects.filter(pk=held.pk).update(
            state=FetchState.FAILED, tries=F("tries") + 1, refusal=refusal.message[:300], tried_at=now
        )
        return FetchState.FAILED
    with transaction.atomic():
        StripeDay.objects.select_for_update().get(pk=held.pk)
        _keep(day, facts)
        for payout in made:
            _keep_payout(payout, parts[payout.id], now)
        differences = compare_day(day=day, facts=facts, since=since, until=until, now=now)
        StripeDay.objects.filter(pk=held.pk).update(
            state=FetchState.DONE,
            tries=F("tries") + 1,
            refusal="",
            tried_at=now,
            done_at=now,
            transactions=len(facts),
            differences=differences,
        )
        if made:
            look_again()
    return FetchState.DONE


def _keep(day: date, facts: Sequence[BalanceFact]) -> None:
    StripeTransaction.objects.bulk_create(
        [
            StripeTransaction(
                transaction_id=fact.id,
                day=day,
                kind=fact.kind,
                amount_minor=units(fact.amount),
                fee_minor=units(fact.fee),
                fee_gst_minor=units(fact.fee_gst),
                net_minor=units(fact.net),
                source_id=fact.source_id,
                intent_id=fact.intent_id,
                created_at=fact.created_at,
            )
            for fact in facts
        ],
        ignore_conflicts=True,
    )


def _keep_payout(payout: PayoutFact, parts: Sequence[BalanceFact], now: datetime) -> None:
    """Keep a payout; one that is not the sum of its parts is never matched, and is an open item."""
    gross = sum(units(part.amount) for part in parts)
    fee = sum(units(part.fee) for part in parts)
    tax = sum(units(part.fee_gst) for part in parts)
    amount = units(payout.amount)
    is_summed = bool(parts) and gross - fee - tax == amount and min(fee, tax) >= 0
    StripePayout.objects.update_or_create(
        payout_id=payout.id,
        defaults={
            "amount_minor": amount,
            "arrives_on": payout.arrives_on,
            "trace": payout.trace,
            "status": payout.status,
            "is_summed": is_summed,
            "gross_minor": gross if is_summed else 0,
            "fee_minor": fee if is_summed else 0,
            "fee_gst_minor": tax if is_summed else 0,
            "created_at": payout.created_at,
        },
    )
    key = f"stripe/{payout.id}/sum"
    if is_summed:
        gone([key], now=now, words="The parts come to the settlement now.")
        return
    about = (
        f"Settlement {payout.id} is {rupees(amount)}; its {len(parts)} parts come to "
        f"{rupees(gross - fee - tax)}."
    )
    wrong = Difference(ItemKind.PAYOUT_SUM, key, amount, payout.arrives_on, about, payout.id)
    open_items([wrong], now=now)


def units(amount: Decimal) -> int:
    return Money(amount, "INR").minor_units
