"""Reads of collection centres."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, Sum

from jkrlm.kernel.money import Money
from sellers.collection.contracts import Centre, Parcel, PurchaseMonth, PurchaseRow
from sellers.collection.models import Check, Intake, Purchase
from sellers.collection.states import IntakeState, PurchaseKind
from sellers.orders.facade import SellerOrderCard, SellerOrderState, cards_by_code, cards_of_group

_WAITING = (SellerOrderState.ACCEPTED, SellerOrderState.PACKED)


def centre(federation_id: int, group_codes: Sequence[str]) -> Centre:
    """
    Return what is here, checked or back, all of it; and a hundred orders to come. Six queries.
    """
    checks = Prefetch("checks", queryset=Check.objects.order_by("-pk"))
    known = {
        each.code: each
        for each in Intake.objects.filter(federation_id=federation_id)
        .exclude(state=IntakeState.SENT)
        .prefetch_related(checks)
    }
    cards = {card.code: card for card in cards_of_group(group_codes, states=_WAITING)}
    for card in cards_by_code([code for code in known if code not in cards], group_codes=group_codes):
        cards[card.code] = card
    parcels = [
        _parcel(card, known.get(card.code))
        for card in sorted(cards.values(), key=lambda card: (card.pack_by, card.code))
        if card.state in _WAITING
    ]

    def those(state: IntakeState | None) -> tuple[Parcel, ...]:
        return tuple(each for each in parcels if each.intake is state)

    return Centre(
        to_come=those(None),
        here=those(IntakeState.HERE),
        passed=those(IntakeState.PASSED),
        back=those(IntakeState.BACK),
    )


def parcel(federation_id: int, card: SellerOrderCard) -> Parcel:
    """Return one parcel of a member group. Two queries."""
    checks = Prefetch("checks", queryset=Check.objects.order_by("-pk"))
    found = Intake.objects.filter(federation_id=federation_id, code=card.code).prefetch_related(checks)
    return _parcel(card, found.first())


def purchases(
    federation_ids: Collection[int], *, since: date, until: date, most: int, before: int | None = None
) -> PurchaseMonth:
    """Return what was bought from ``since`` until, not including, ``until``; newest first. Two queries."""
    rows = Purchase.objects.filter(
        federation_id__in=federation_ids, bought_on__gte=since, bought_on__lt=until
    )
    sums = rows.aggregate(
        bought=Sum("amount", filter=Q(kind=PurchaseKind.BOUGHT)),
        back=Sum("amount", filter=Q(kind=PurchaseKind.BACK)),
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows.order_by("-pk")[: most + 1])
    return PurchaseMonth(
        rows=tuple(_row(each) for each in page[:most]),
        bought=Money(sums["bought"] or Decimal(0), "INR"),
        given_back=Money(sums["back"] or Decimal(0), "INR"),
        following=page[most - 1].pk if len(page) > most else None,
    )


def _row(each: Purchase) -> PurchaseRow:
    return PurchaseRow(
        id=each.pk,
        kind=PurchaseKind(each.kind),
        voucher=each.voucher,
        bought_on=each.bought_on,
        group_code=each.group_code,
        code=each.code,
        pieces=each.pieces,
        goods_value=Money(each.goods_value, "INR"),
        amount=Money(each.amount, "INR"),
    )


def _parcel(card: SellerOrderCard, intake: Intake | None) -> Parcel:
    newest = next(iter(intake.checks.all()), None) if intake is not None else None
    return Parcel(
        code=card.code,
        number=card.number,
        group_code=card.group_code,
        pieces=", ".join(
            f"{piece.quantity - piece.returned} × {piece.name}"
            for piece in card.pieces
            if piece.quantity > piece.returned
        ),
        pack_by=card.pack_by,
        cash=card.cash,
        is_packed=card.state is SellerOrderState.PACKED,
        intake=IntakeState(intake.state) if intake is not None else None,
        since=intake.changed_at if intake is not None else None,
        failed=tuple(newest.failed) if newest is not None else (),
        words=newest.words if newest is not None else "",
    )
