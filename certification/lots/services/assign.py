"""
Pieces of lots go into orders, and come back.

That never more is assigned than there is, and nothing called back, closed or past its last day, is held by
triggers: what is checked here says it in words.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F

from certification.lots.contracts import By, Life, LotState, OrderLine
from certification.lots.errors import KeyTaken, LotExhausted, LotNotForSale, NotAssigned, OtherGoods, UnitSold
from certification.lots.life import life_of
from certification.lots.models import Assignment, Lot, Release, SoldUnit
from certification.lots.selectors import contract, suggest
from jkrlm.kernel.locks import advisory_lock

_SOLD_ONCE: Final = "unit_sold_once"


def assign(
    *,
    key: str,
    order_code: str,
    line_ref: str,
    product_id: str,
    lot_id: int,
    quantity: int,
    serials: Sequence[str],
    by: By,
    now: datetime,
    today: date,
    arrives_on: date | None = None,
    life: Life | None = None,
    variant_id: str = "",
) -> Assignment:
    """
    Put pieces of a lot into an order's line; the same ``key`` again is the same assignment. ``arrives_on``
    is the day promised to the buyer; from then they must keep as long as ``life`` says, or the rule for
    their kind.

    Raises:
        LotExhausted, LotNotForSale, OtherGoods, UnitSold: nothing was assigned.
        KeyTaken: the key belongs to another assignment.
    """
    try:
        with transaction.atomic():
            lot = Lot.objects.select_for_update().get(pk=lot_id)
            known = Assignment.objects.filter(key=key).first()
            if known is not None:
                return _same(known, lot, order_code, line_ref, quantity)
            arrives_on = max(today, arrives_on or today)
            life = life or life_of(lot.product_id, on=today)
            _check(lot, product_id, variant_id, quantity, serials, arrives_on, life)
            made = Assignment.objects.create(
                key=key,
                lot=lot,
                order_code=order_code,
                line_ref=line_ref,
                product_id=product_id,
                quantity=quantity,
                serials=list(serials),
                assigned_at=now,
                arrives_on=arrives_on,
                keeps_days=life.days if lot.expires_on is not None else 0,
                actor=by.actor[:80],
            )
            SoldUnit.objects.bulk_create(
                SoldUnit(serial=serial, assignment=made, sold_on=today) for serial in serials
            )
    except IntegrityError as error:
        if _SOLD_ONCE in str(error):
            raise UnitSold(
                "One of these labels is on a piece that another order has. Read the code under the QR again.",
                field="serials",
            ) from error
        raise
    return made


def _same(known: Assignment, lot: Lot, order_code: str, line_ref: str, quantity: int) -> Assignment:
    if (known.lot_id, known.order_code, known.line_ref, known.quantity) != (
        lot.pk,
        order_code,
        line_ref,
        quantity,
    ):
        raise KeyTaken("This form assigned something else already. Open a new form.")
    return known


def _check(
    lot: Lot,
    product_id: str,
    variant_id: str,
    quantity: int,
    serials: Sequence[str],
    arrives_on: date,
    life: Life,
) -> None:
    seen = contract(lot)
    if lot.product_id != product_id:
        raise OtherGoods(f"Lot {lot.number} is of other goods: {lot.name}.", field="lot")
    if not seen.fits(variant_id):
        raise OtherGoods(f"Lot {lot.number} is of another size of these goods: {lot.name}.", field="lot")
    if lot.state == LotState.RECALLED:
        raise LotNotForSale(f"Lot {lot.number} was called back. Take another lot.", field="lot")
    if lot.state == LotState.CLOSED:
        raise LotNotForSale(f"Lot {lot.number} is closed. Take another lot.", field="lot")
    if lot.expires_on is not None:
        _check_life(lot, lot.expires_on, arrives_on, life)
    if quantity <= 0 or quantity > seen.available:
        raise LotExhausted(
            f"Lot {lot.number} has {seen.available} pieces left; {quantity} were asked for.",
            field="quantity",
            params={"left": seen.available},
        )
    if len(serials) > quantity or len(set(serials)) != len(serials):
        raise UnitSold("Give each piece its own label, and no more labels than pieces.", field="serials")


def _check_life(lot: Lot, expires_on: date, arrives_on: date, life: Life) -> None:
    if expires_on < arrives_on:
        raise LotNotForSale(
            f"The last day of lot {lot.number} is {expires_on:%d %b %Y}; it arrives {arrives_on:%d %b %Y}.",
            field="lot",
        )
    if expires_on < arrives_on + timedelta(days=life.days):
        raise LotNotForSale(
            f"Lot {lot.number} would keep {(expires_on - arrives_on).days} days when it arrives on "
            f"{arrives_on:%d %b %Y}; {life.days} are asked for. Take a fresher lot.",
            field="lot",
        )


def assign_order(
    *,
    order_code: str,
    lines: Sequence[OrderLine],
    by: By,
    now: datetime,
    today: date,
    life: Life | None = None,
) -> tuple[int, ...]:
    """
    Put into an order's lines what is first to expire, as far as lots go; again, it adds what is missing.

    What ends first goes first, among what keeps long enough after the day on which the line arrives: as
    ``life`` says, or the rule for its kind.

    Returns how many pieces each line still wants: nought for a product that has no lots at all.
    """
    wanting = []
    with advisory_lock(f"cert_lots.order:{order_code}"):
        for line in lines:
            wanting.append(_assign_line(order_code, line, by, now, today, life))
    return tuple(wanting)


def _assign_line(
    order_code: str, line: OrderLine, by: By, now: datetime, today: date, life: Life | None
) -> int:
    if not Lot.objects.filter(product_id=line.product_id).exists():
        return 0
    rows = Assignment.objects.filter(order_code=order_code, line_ref=line.line_ref)
    left = line.quantity - sum(each.quantity - each.released for each in rows)
    life = life or life_of(line.product_id, on=today)
    arrives_on = max(today, line.arrives_on or today)
    tries = 0
    while left > 0 and tries < 3:
        tries += 1
        for lot, part in suggest(
            line.product_id, left, arrives_on=arrives_on, life=life, variant_id=line.variant_id
        ):
            count = Assignment.objects.filter(order_code=order_code, line_ref=line.line_ref).count()
            try:
                assign(
                    key=f"{order_code}:{line.line_ref}:{lot.number}:{count}"[:120],
                    order_code=order_code,
                    line_ref=line.line_ref,
                    product_id=line.product_id,
                    lot_id=lot.id,
                    quantity=part,
                    serials=(),
                    by=by,
                    now=now,
                    today=today,
                    arrives_on=arrives_on,
                    life=life,
                    variant_id=line.variant_id,
                )
            except (LotExhausted, LotNotForSale):
                continue  # another order was quicker: what is left is suggested anew
            left -= part
    return max(left, 0)


def release(
    *, key: str, assignment_id: int, quantity: int, serials: Sequence[str], by: By, now: datetime
) -> None:
    """
    Take pieces back out of an order; the same ``key`` again does nothing.

    Raises:
        NotAssigned: the order does not hold so many.
    """
    with transaction.atomic():
        held = Assignment.objects.select_for_update().filter(pk=assignment_id).first()
        if held is None:
            raise NotAssigned("There is no such assignment.")
        if Release.objects.filter(key=key).exists():
            return
        if not 0 < quantity <= held.quantity - held.released:
            raise NotAssigned(
                f"Order {held.order_code} holds {held.quantity - held.released} pieces of this lot.",
                field="quantity",
            )
        Release.objects.create(key=key, assignment=held, quantity=quantity, at=now, actor=by.actor[:80])
        Assignment.objects.filter(pk=held.pk).update(released=F("released") + quantity)
        back = held.units.filter(is_back=False)
        all_back = held.released + quantity == held.quantity
        (back if all_back else back.filter(serial__in=serials)).update(is_back=True)


def release_excess(*, order_code: str, lines: Sequence[OrderLine], by: By, now: datetime) -> int:
    """
    Give back what an order holds beyond its lines, the latest taken first; return how many pieces.
    Repeatable.

    Which labelled piece of several was left out nobody knows: those stay until the desk takes them back.
    """
    wanted = {line.line_ref: line.quantity for line in lines}
    given = 0
    with advisory_lock(f"cert_lots.order:{order_code}"):
        held: dict[str, list[Assignment]] = {}
        for each in Assignment.objects.filter(order_code=order_code, released__lt=F("quantity")).order_by(
            "-id"
        ):
            held.setdefault(each.line_ref, []).append(each)
        for line_ref, rows in held.items():
            stays = wanted.get(line_ref, 0)
            over = sum(each.quantity - each.released for each in rows) - stays
            for each in rows:
                labelled = each.units.filter(is_back=False).count() if stays else 0
                part = min(over, each.quantity - each.released - labelled)
                if part <= 0:
                    continue
                release(
                    key=f"{each.key}:cut:{each.released}"[-120:],
                    assignment_id=each.pk,
                    quantity=part,
                    serials=(),
                    by=by,
                    now=now,
                )
                over, given = over - part, given + part
    return given


def release_order(*, order_code: str, by: By, now: datetime) -> int:
    """Take back all that an order holds; return how many pieces. Repeatable."""
    given = 0
    rows = Assignment.objects.filter(order_code=order_code, released__lt=F("quantity")).order_by("id")
    for each in rows:
        left = each.quantity - each.released
        release(
            key=f"{each.key}:back:{each.released}"[-120:],
            assignment_id=each.pk,
            quantity=left,
            serials=(),
            by=by,
            now=now,
        )
        given += left
    return given
