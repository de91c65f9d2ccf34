"""Payments that Saleor's books have otherwise: the unsettled are settled, then each is told again."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q, QuerySet

import commerce.payments.facade as payments
from commerce.books import resting
from commerce.drift import Drift, DriftKind, Window
from commerce.payments.models import PaymentAttempt
from commerce.saleor.books import transactions_changed
from commerce.saleor.invariants import disagreeing


def compare(window: Window) -> Iterator[Drift]:
    """
    Yield the payments at rest whose net charge differs; each is told to Saleor again unless dry.

    Compared are those that either side has changed in the window.

    Raises:
        StoreUnavailable: from Saleor.
    """
    if not window.dry_run:
        payments.settle_abandoned(window.until)
    found = {attempt.transaction_id: sentence for attempt, sentence in disagreeing(_changed(window))}
    still = set(found)
    if found and not window.dry_run:
        for transaction_id in found:
            payments.tell_again(transaction_id)
        told = resting(window.until).filter(transaction_id__in=found)
        still = {attempt.transaction_id for attempt, _ in disagreeing(told)}
    for transaction_id, sentence in found.items():
        yield Drift(DriftKind.PAYMENT, transaction_id, sentence, mended=transaction_id not in still)


def _changed(window: Window) -> QuerySet[PaymentAttempt]:
    theirs = transactions_changed(app=settings.APP_IDENTIFIER, since=window.since, until=window.until)
    moved = [item.id for item in theirs]
    return resting(window.until).filter(Q(changed_at__gte=window.since) | Q(transaction_id__in=moved))
