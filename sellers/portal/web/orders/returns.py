"""What a group sees of pieces that their buyer wants to send back: all of it, and decides nothing."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jkrlm.kernel.errors import DomainError
from media.facade import picture_answer
from sellers.orders.facade import (
    ReturnReason,
    ReturnState,
    ReturnView,
    SellerOrderUnknown,
    card,
    photo_of_return,
    returns_of,
)
from sellers.portal.access import SellerRequest, for_sellers

PHOTO_SIZE = 512


@dataclass(frozen=True, slots=True)
class ReturnRow:
    number: int
    reference: str
    state: str
    why: str
    words: str
    answer: str
    pieces: tuple[str, ...]
    photos: tuple[int, ...]


def return_rows(code: str) -> tuple[ReturnRow, ...]:
    """Return the returns of a parcel that is hers. Five queries."""
    return tuple(_row(view) for view in returns_of([code]))


def _row(view: ReturnView) -> ReturnRow:
    return ReturnRow(
        number=view.number,
        reference=view.reference,
        state=_state(view.state),
        why=_why(view.why),
        words=view.words,
        answer=view.answer,
        pieces=tuple(f"{piece.quantity} × {piece.name}" for piece in view.pieces),
        photos=tuple(place for place, _ours in view.photos),
    )


def _state(state: ReturnState) -> str:
    return {
        ReturnState.ASKED: _("The buyer wants to send it back; we look at it."),
        ReturnState.APPROVED: _("It may come back."),
        ReturnState.REFUSED: _("We refused: the buyer keeps it."),
        ReturnState.BOOKED: _("The carrier fetches it from the buyer."),
        ReturnState.RECEIVED: _("It is with us and is looked at."),
        ReturnState.ACCEPTED: _("It is accepted; the buyer’s money is decided."),
        ReturnState.REJECTED: _("It is not accepted: it goes back to the buyer."),
        ReturnState.REFUNDED: _("The buyer has the money back."),
        ReturnState.SENT_BACK: _("It went back to the buyer."),
        ReturnState.CLOSED: _("Called off: the buyer keeps it."),
    }[state]


def _why(why: ReturnReason) -> str:
    return {
        ReturnReason.CHANGED_MIND: _("The buyer does not want it after all."),
        ReturnReason.DAMAGED: _("The buyer says: it arrived damaged."),
        ReturnReason.NOT_AS_DESCRIBED: _("The buyer says: it is not as the page says."),
        ReturnReason.WRONG_PIECE: _("The buyer says: another piece was sent."),
        ReturnReason.CALLED_BACK: _("It was called back."),
    }[why]


@require_safe
@for_sellers
def photo(request: SellerRequest, code: str, number: int, place: int) -> HttpResponse:
    """A photograph of a return of an order that is hers; another group's is not found."""
    try:
        found = card(code, group_codes=request.acting.group_codes)
        if number not in {view.number for view in returns_of([found.code])}:
            raise Http404
        return picture_answer(request, photo_of_return(number, place), PHOTO_SIZE)  # type: ignore[return-value]
    except (SellerOrderUnknown, DomainError) as unknown:
        raise Http404 from unknown
