"""What a group, and whoever acts for it, sees and does of its orders; here the clock is read."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from commerce.facade import app_store
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.orders import selectors
from sellers.orders.contracts import SellerOrderCard, SellerOrderDetail
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.orders.services.propose import propose_for_group
from sellers.orders.services.tell_store import check_covered
from sellers.orders.states import WITH_THE_GROUP, AdjustmentKind, SellerOrderState


def cards_of_group(
    group_codes: Sequence[str], *, states: Iterable[SellerOrderState] = WITH_THE_GROUP
) -> tuple[SellerOrderCard, ...]:
    """Return the groups' seller orders in these states, the first to be packed coming first; 100 at most."""
    return selectors.cards_of_group(group_codes, states=states)


def card(code: str, *, group_codes: Sequence[str]) -> SellerOrderCard:
    """Return one of these groups' seller orders. Raises SellerOrderUnknown, for another group's as well."""
    return selectors.card(code, group_codes=group_codes)


def detail(code: str, *, group_codes: Sequence[str]) -> SellerOrderDetail:
    """Return one of these groups' seller orders with its history. Raises SellerOrderUnknown."""
    return selectors.detail(code, group_codes=group_codes)


def last_cards(
    group_codes: Sequence[str], *, states: Iterable[SellerOrderState], most: int
) -> tuple[SellerOrderCard, ...]:
    """Return the groups' seller orders in these states, the last to have moved coming first."""
    return selectors.last_cards(group_codes, states=states, most=most)


def counts_of_groups(group_codes: Sequence[str]) -> tuple[dict[SellerOrderState, int], datetime | None]:
    """Return how many seller orders the groups have in each state, and when one last moved."""
    return selectors.counts_of_groups(group_codes)


def accept(code: str, *, group_codes: Sequence[str], by: By) -> None:
    """The group says yes. Raises SellerOrderUnknown, WrongState."""
    move.accept(code=selectors.card(code, group_codes=group_codes).code, by=by, now=clock.now())


def pack(code: str, *, group_codes: Sequence[str], by: By) -> None:
    """It is packed. Raises SellerOrderUnknown, WrongState."""
    move.pack(code=selectors.card(code, group_codes=group_codes).code, by=by, now=clock.now())


def hand_over(
    code: str,
    *,
    group_codes: Sequence[str],
    by: By,
    tracking_number: str = "",
    audited: Callable[[], None] | None = None,
) -> None:
    """
    It is given to the carrier. ``audited`` is called in the transaction that writes it down.

    Raises:
        SellerOrderUnknown, WrongState: not theirs, or not where it could leave from.
        NotCovered: neither charged nor promised.
        StoreUnavailable: that cannot be asked now.
    """
    found = selectors.card(code, group_codes=group_codes)
    check_covered(code=found.code, store=app_store())
    with transaction.atomic():
        move.hand_over(code=found.code, by=by, now=clock.now(), tracking_number=tracking_number)
        if audited is not None:
            audited()


def cancel(code: str, *, group_codes: Sequence[str], by: By, reason: str) -> None:
    """
    The group cannot send it; what the buyer paid or promised for it goes back.

    Raises:
        SellerOrderUnknown, WrongState: not theirs, or it has left.
        ReasonMissing: the reason is told to the buyer.
    """
    found = selectors.card(code, group_codes=group_codes)
    move.cancel(code=found.code, by=by, now=clock.now(), reason=reason)


def propose_credit(*, group_code: str, amount: Money, reason: str, key: str, by: By) -> None:
    """
    Propose that a group gets money from the operator, once for a ``key``; a second person of finance decides.

    Raises:
        BadSum, ReasonMissing.
    """
    propose_for_group(
        kind=AdjustmentKind.CREDIT,
        group_code=group_code,
        amount=amount,
        reason=reason,
        code="",
        key=key,
        by=by,
        now=clock.now(),
    )
