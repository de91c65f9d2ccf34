"""
The other piece of an exchange is kept from being sold until its buyer has her money back: she pays once.

It is a bag of its own that reserves the piece, no order and no payment; see docs/decisions/0044.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from commerce.client import OrderParts
from commerce.facade import keep_goods, let_go_goods
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.outbox import Event
from sellers.orders.facade import ReturnState, ReturnView
from storefront.aftercare.models import KeptPiece
from storefront.aftercare.services.begin_exchange import begin_exchange
from storefront.bag.cookie import Bag

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

    Raises:
        PieceGone: it was sold, is not on sale, or was kept once before and let go.
    """
    known = KeptPiece.objects.filter(return_number=view.number).first()
    if known is not None:
        if known.ended_at is not None:
            raise PieceGone("It was kept once and let go.")
        return known
    bag = begin_exchange(view=view, order=order, bag=None)
    until = now + KEPT_FOR
    if not keep_goods(bag.checkout_id, until=until, now=now):
        raise PieceGone("Somebody else was quicker.")
    kept, is_new = KeptPiece.objects.get_or_create(
        return_number=view.number, defaults={"checkout_id": bag.checkout_id, "until": until, "kept_at": now}
    )
    if not is_new:
        let_go_goods(bag.checkout_id)
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
    """Let others buy it."""
    if KeptPiece.objects.filter(pk=kept.pk, ended_at=None).update(ended_at=now):
        let_go_goods(kept.checkout_id)


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
    if keep_goods(kept.checkout_id, until=until, now=now):
        KeptPiece.objects.filter(pk=kept.pk, ended_at=None).update(until=until)


def look_after_kept(*, now: datetime) -> int:
    """Let go what was kept long enough, keep the rest anew (a Saleor soon forgets); return how many."""
    for kept in KeptPiece.objects.filter(ended_at=None).order_by("pk"):
        if kept.until <= now or not keep_goods(kept.checkout_id, until=kept.until, now=now):
            let_go(kept, now=now)
    return KeptPiece.objects.filter(ended_at=None).count()


@transaction.atomic
def end_kept(*, return_number: int, now: datetime) -> None:
    """Its order is made: the store has given the piece to it."""
    KeptPiece.objects.filter(return_number=return_number, ended_at=None).update(ended_at=now)
