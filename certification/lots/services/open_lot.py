from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from certification.lots.contracts import By, LotState
from certification.lots.errors import BadLot, KeyTaken
from certification.lots.models import Lot, LotChange
from certification.lots.services.judge import judge

QUANTITY_MAX = 1_000_000


def open_lot(
    *,
    key: str,
    group_code: str,
    product_id: str,
    variant_id: str,
    name: str,
    made_on: date,
    expires_on: date | None,
    quantity: int,
    by: By,
    now: datetime,
    today: date,
) -> Lot:
    """
    Open a lot; the same ``key`` again is the same lot.

    Raises:
        BadLot: ``field`` says what to mend.
        KeyTaken: the key belongs to another lot.
    """
    if not 0 < quantity <= QUANTITY_MAX:
        raise BadLot(f"A lot has 1 to {QUANTITY_MAX:,} pieces.", field="quantity")
    if made_on > today:
        raise BadLot("The day on which it was made is still to come.", field="made_on")
    if expires_on is not None and expires_on < made_on:
        raise BadLot("Its last day lies before the day on which it was made.", field="expires_on")
    if not name.strip() or not product_id:
        raise BadLot("Say which goods the lot is of.", field="name")
    with transaction.atomic():
        known = Lot.objects.filter(key=key).first()
        if known is None:
            try:
                with transaction.atomic():
                    known = Lot.objects.create(
                        key=key,
                        number=_number(today),
                        group_code=group_code,
                        product_id=product_id,
                        variant_id=variant_id,
                        name=name.strip()[:250],
                        made_on=made_on,
                        expires_on=expires_on,
                        quantity=quantity,
                        opened_at=now,
                    )
            except IntegrityError:
                known = Lot.objects.filter(key=key).first()
                if known is None:
                    raise
            else:
                write(known, "opened", f"{quantity} pieces", by=by, now=now)
                judge(product_id, now=now, today=today)
        if (known.group_code, known.product_id, known.quantity) != (group_code, product_id, quantity):
            raise KeyTaken("This form made another lot already. Open a new form.")
    return known


def close_lot(*, number_id: int, by: By, now: datetime, today: date) -> None:
    """Sell no more of it; what is in orders stays there. Closed, or called back, nothing happens."""
    with transaction.atomic():
        lot = Lot.objects.select_for_update().get(pk=number_id)
        if lot.state != LotState.OPEN:
            return
        lot.state = LotState.CLOSED
        lot.save(update_fields=["state"])
        write(lot, "closed", "", by=by, now=now)
        judge(lot.product_id, now=now, today=today)


def set_certified(*, number_id: int, quantity: int | None, by: By, now: datetime, today: date) -> None:
    """
    Say how many pieces of it a certificate covers; None lifts the limit.

    Raises:
        BadLot: more than the lot has.
    """
    with transaction.atomic():
        lot = Lot.objects.select_for_update().get(pk=number_id)
        if quantity is not None and not 0 <= quantity <= lot.quantity:
            raise BadLot(
                f"Lot {lot.number} has {lot.quantity} pieces; {quantity} cannot be certified.",
                field="quantity",
            )
        if lot.certified_quantity == quantity:
            return
        lot.certified_quantity = quantity
        lot.save(update_fields=["certified_quantity"])
        write(lot, "certified", "no limit" if quantity is None else f"{quantity} pieces", by=by, now=now)
        judge(lot.product_id, now=now, today=today)


def write(lot: Lot, what: str, words: str, *, by: By, now: datetime) -> None:
    """Add to a lot's history."""
    LotChange.objects.create(
        lot=lot, what=what, words=words[:300], at=now, actor=by.actor[:80], on_behalf_of=by.on_behalf_of[:80]
    )


def _number(today: date) -> str:
    """Return the next number, like L26-000123: never used before, whatever happens to this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cert_lots_number')")
        (count,) = cursor.fetchone()
    return f"L{today:%y}-{count:06d}"
