"""
The other piece of an exchange is kept from being sold until its buyer has her money back: she pays once.

It is a bag of its own that reserves one unit of the piece, no order and no payment; what else she puts into
that bag is not kept. See docs/decisions/0044. The row comes before the reservation and ends after it, so that
whatever breaks off in between is found by ``look_after_kept``. Each return has its lock for that.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from commerce.client import OrderParts
from commerce.facade import keep_goods, let_go_goods
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.outbox import Event
from sellers.orders.facade import ReturnState, ReturnView, return_by_number
from storefront.aftercare.models import KeptPiece
from storefront.aftercare.services.begin_exchange import begin_exchange
from storefront.bag.cookie import Bag

logger = logging.getLogger(__name__)

#: From agreeing to inspecting and paying back rarely takes two weeks; a guest's bag lives for thirty days.
KEPT_FOR: Final = timedelta(days=28)
#: So long after her money went back the piece is still hers to order.
AFTER_REFUND: Final = timedelta(days=7)
MAY_BE_KEPT: Final = (
    ReturnState.APPROVED,
    ReturnState.BOOKED,
    ReturnState.RECEIVED,
    ReturnState.ACCEPTED,
)
_OVER: Final = (ReturnState.REJECTED, ReturnState.SENT_BACK, ReturnState.CLOSED, ReturnState.REFUSED)


class PieceGone(DomainError):
    code = "PIECE_GONE"


def keep_piece(*, view: ReturnView, order: OrderParts, now: datetime) -> KeptPiece:
    """
    Keep it; pressed twice, it is kept once. Nothing is paid.

    Where the store does not answer, it is known already what is to be kept: ``look_after_kept`` tries again.

    Raises:
        PieceGone: it was sold, is not on sale, or was kept once before and let go.
    """
    with _alone(view.number):
        kept = KeptPiece.objects.filter(return_number=view.number).first()
        is_new = kept is None
        if kept is None:
            bag = begin_exchange(view=view, order=order, bag=None)
            kept = KeptPiece.objects.create(
                return_number=view.number, checkout_id=bag.checkout_id, until=now + KEPT_FOR, kept_at=now
            )
        elif kept.ended_at is not None:
            raise PieceGone("It was kept once and let go.")
        if not _keep(kept, until=kept.until, now=now):
            _end(kept, now=now)
            if is_new:
                kept.delete()  # it never was kept: she may try again
            raise PieceGone("Somebody else was quicker.")
        return kept


def bag_of_kept(*, view: ReturnView, bag: Bag | None, now: datetime) -> Bag | None:
    """
    Return the bag that keeps the piece, where the buyer has no other; None: nothing is kept.

    Beside another bag the piece is let go, so that it can be put into that one.
    """
    kept = KeptPiece.objects.filter(return_number=view.number, ended_at=None).first()
    if kept is None:
        return None
    if bag is None or bag.checkout_id == kept.checkout_id:
        return Bag(kept.checkout_id, 1)
    let_go(kept, now=now)
    return None


def let_go(kept: KeptPiece, *, now: datetime) -> None:
    """Let others buy it. Raises StoreUnavailable: it is still kept."""
    with _alone(kept.return_number):
        if KeptPiece.objects.filter(pk=kept.pk, ended_at=None).exists():
            _end(kept, now=now)


def on_return_ended(event: Event) -> None:
    """React to ReturnMoved: what does not come back needs no other piece; a refund gives her a week."""
    kept = KeptPiece.objects.filter(return_number=int(event.payload["case"]), ended_at=None).first()
    state = ReturnState(str(event.payload["state"]))
    if kept is None:
        return
    if state in _OVER:
        let_go(kept, now=event.issued_at)
    elif state is ReturnState.REFUNDED:
        _give_days(kept, now=event.issued_at)


def _give_days(kept: KeptPiece, *, now: datetime) -> None:
    """At least a week from the refund; where it was let go meanwhile, it stays so."""
    until = max(kept.until, now + AFTER_REFUND)
    with _alone(kept.return_number):
        if KeptPiece.objects.filter(pk=kept.pk, ended_at=None).update(until=until):
            _keep(kept, until=until, now=now)


def look_after_kept(*, now: datetime) -> int:
    """
    Let go what was kept long enough, keep the rest anew (a Saleor soon forgets); return how many.

    What the store refuses, or does not answer, is tried again in five minutes; the others do not wait for it.
    """
    open_ones = KeptPiece.objects.filter(ended_at=None).order_by("pk")
    for number in list(open_ones.values_list("return_number", flat=True)):
        try:
            _look_after(number, now=now)
        except DomainError:
            logger.exception("the piece kept for return %s could not be looked after", number)
    return open_ones.count()


def _look_after(number: int, *, now: datetime) -> None:
    with _alone(number):
        kept = KeptPiece.objects.filter(return_number=number, ended_at=None).first()
        if kept is not None and (kept.until <= now or not _keep(kept, until=kept.until, now=now)):
            _end(kept, now=now)


@transaction.atomic
def end_kept(*, return_number: int, now: datetime) -> None:
    """Its order is made: the store has given the piece to it."""
    KeptPiece.objects.filter(return_number=return_number, ended_at=None).update(ended_at=now)


def _keep(kept: KeptPiece, *, until: datetime, now: datetime) -> bool:
    """Keep the one piece, whatever else her bag holds; False where it is gone, or no longer in the bag."""
    view = return_by_number(kept.return_number)
    return view is not None and keep_goods(kept.checkout_id, until=until, now=now, only=view.wanted)


def _end(kept: KeptPiece, *, now: datetime) -> None:
    """The goods first: what breaks off here is ended by the next look."""
    view = return_by_number(kept.return_number)
    if view is not None:
        let_go_goods(kept.checkout_id, only=view.wanted)
    KeptPiece.objects.filter(pk=kept.pk, ended_at=None).update(ended_at=now)


@contextmanager
def _alone(number: int) -> Iterator[None]:
    with advisory_lock(f"aftercare.kept:{number}"):
        yield
