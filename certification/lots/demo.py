"""Lots of the demo: fresh ones to sell from, and one whose last day is near."""

from datetime import timedelta

from certification.lots import selectors
from certification.lots.contracts import By
from certification.lots.services.open_lot import open_lot
from jkrlm.kernel import clock


def load_demo_lots(goods: tuple[tuple[str, str, str, bool], ...], by: By) -> tuple[str, ...]:
    """
    Open two lots for each of the goods: (group's code, product's id, name, whether they expire).

    Returns their numbers, the older first. Repeated, it changes nothing.
    """
    today = clock.today()
    numbers = []
    for group_code, product_id, name, expires in goods:
        for which, made_days, good_days, quantity in (("a", 120, 20, 40), ("b", 15, 540, 200)):
            key = f"demo:{product_id}:{which}"[:64]
            known = selectors.lot_by_key(key)
            if known is None:
                row = open_lot(
                    key=key,
                    group_code=group_code,
                    product_id=product_id,
                    variant_id="",
                    name=name,
                    made_on=today - timedelta(days=made_days),
                    expires_on=today + timedelta(days=good_days) if expires else None,
                    quantity=quantity,
                    by=by,
                    now=clock.now(),
                    today=today,
                )
                known = selectors.lot(row.number)
            numbers.append(known.number)
    return tuple(numbers)
