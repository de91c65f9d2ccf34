"""What must be true of orders' addresses and mail at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform

from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from storefront.models import MailMessage, OrderAccess

#: An event and its mail need seconds; what takes longer wants somebody's eyes.
TOLD_WITHIN: Final = timedelta(minutes=15)
LISTED_MAX: Final = 100


def _untold() -> list[str]:
    told = MailMessage.objects.filter(access=OuterRef("pk"), kind=MailMessage.Kind.PLACED)
    waiting = OutboxDelivery.objects.filter(state=DeliveryState.PENDING, message__name="ORDER_CONFIRMED")
    order = KeyTextTransform("id", KeyTextTransform("order", "message__payload"))
    on_its_way = waiting.annotate(order=order).filter(order=OuterRef("order_id"))
    silent = OrderAccess.objects.filter(
        ~Exists(told), ~Exists(on_its_way), order_id__isnull=False, created_at__lt=now() - TOLD_WITHIN
    )
    return [f"order {access.order_id}: its buyer was never told" for access in silent[:LISTED_MAX]]


def _unsent() -> list[str]:
    waiting = MailMessage.objects.filter(
        state=MailMessage.State.QUEUED, created_at__lt=now() - TOLD_WITHIN
    ).order_by("id")
    return [f"mail {message.pk}: {message.last_error or 'not sent yet'}" for message in waiting[:LISTED_MAX]]


def _returned_unsaid() -> list[str]:
    said = MailMessage.objects.filter(access=OuterRef("pk"), kind=MailMessage.Kind.PAYMENT_RETURNED)
    silent = OrderAccess.objects.filter(~Exists(said), payment_returned_at__lt=now() - TOLD_WITHIN)
    return [f"{access}: its payment went back without a word" for access in silent[:LISTED_MAX]]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("every buyer with an order was told by mail within 15 minutes", _untold),
        ("every letter is sent within 15 minutes", _unsent),
        ("every buyer whose payment went back was told", _returned_unsaid),
    )
