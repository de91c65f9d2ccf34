"""Orders that no group answers: first that is told, then the buyer gets his money back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.orders.states import SellerOrderState


def chase_unanswered(*, now: datetime) -> None:
    """
    Record ``SellerOrderUnanswered``, once, for each order that waits for its group's yes for
    ``SELLER_ANSWER_HOURS``; cancel those that should have been packed more than ``SELLER_CANCEL_DAYS`` ago.
    """
    _tell(now)
    last = local_date(now) - timedelta(days=settings.SELLER_CANCEL_DAYS)
    late = SellerOrder.objects.filter(state=SellerOrderState.NEW, pack_by__lt=last).order_by("id")
    for code in late.values_list("code", flat=True):
        _cancel(code, now)


@transaction.atomic
def _tell(now: datetime) -> None:
    waiting = SellerOrder.objects.select_for_update(skip_locked=True).filter(
        state=SellerOrderState.NEW,
        unanswered_at=None,
        confirmed_at__lt=now - timedelta(hours=settings.SELLER_ANSWER_HOURS),
    )
    for each in waiting.order_by("id"):
        each.unanswered_at = now
        each.save(update_fields=["unanswered_at"])
        outbox.record("SellerOrderUnanswered", {"code": each.code, "group": each.group_code})


@transaction.atomic
def _cancel(code: str, now: datetime) -> None:
    """The group may have said yes since we looked."""
    if SellerOrder.objects.select_for_update().filter(code=code, state=SellerOrderState.NEW).exists():
        move.cancel(code=code, by=move.By("clock"), now=now, reason="the maker did not answer in time")
