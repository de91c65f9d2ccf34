from datetime import date, datetime

from django.db import transaction

from certification.lots.contracts import Bearer, By, LotState
from certification.lots.errors import AlreadyRecalled, BadLot
from certification.lots.models import Assignment, Lot, Recall
from certification.lots.services.judge import judge
from certification.lots.services.open_lot import write
from jkrlm.kernel import outbox

#: The name of our event; its payload: lot, product, group, orders, reason, bearer, recall_id.
LOT_RECALLED = "LotRecalled"


def recall(
    *, lot_id: int, reason: str, bearer: str, by: By, key: str, now: datetime, today: date
) -> tuple[Recall, Lot]:
    """
    Call a lot back: no more of it is sold, and who bought of it can be told and paid back.

    In one transaction with it: the orders that hold pieces, the product's block where no other lot can be
    sold, the event. The same ``key`` again is the same recall.

    Raises:
        BadLot: no reason, or nobody to bear the cost.
        AlreadyRecalled: by another form; nothing changed.
    """
    reason = reason.strip()
    if len(reason) < 10:
        raise BadLot("Say why in a sentence: buyers read it.", field="reason")
    if bearer not in Bearer.values:
        raise BadLot("Say who bears the cost.", field="bearer")
    with transaction.atomic():
        lot = Lot.objects.select_for_update().get(pk=lot_id)
        known = Recall.objects.filter(lot=lot).first()
        if known is not None:
            if known.key == key:
                return known, lot
            raise AlreadyRecalled(f"Lot {lot.number} was called back on {known.at:%d %b %Y}.")
        lot.state = LotState.RECALLED
        lot.save(update_fields=["state"])
        rows = Assignment.objects.filter(lot=lot).order_by("order_code")
        orders = list(dict.fromkeys(each.order_code for each in rows if each.released < each.quantity))
        made = Recall.objects.create(
            key=key,
            lot=lot,
            reason=reason[:500],
            bearer=bearer,
            orders=orders,
            at=now,
            actor=by.actor[:80],
        )
        write(lot, "recalled", reason, by=by, now=now)
        judge(lot.product_id, now=now, today=today, recalled=lot.number)
        outbox.record(
            LOT_RECALLED,
            {
                "lot": lot.number,
                "product": lot.product_id,
                "group": lot.group_code,
                "orders": orders,
                "reason": made.reason,
                "bearer": made.bearer,
                "recall_id": made.pk,
            },
        )
    return made, lot
