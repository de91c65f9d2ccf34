"""Lots of the demo: fresh ones to sell from, and one whose last day is near."""

from datetime import timedelta

from certification.lots import facade
from jkrlm.kernel import clock


def load_demo_lots(goods: tuple[tuple[str, str, str, bool], ...], by: facade.By) -> tuple[str, ...]:
    """
    Open two lots for each of the goods: (group's code, product's id, name, whether they expire).

    Returns their numbers, the older first. Repeated, it changes nothing.
    """
    today = clock.today()
    numbers = []
    for group_code, product_id, name, expires in goods:
        for which, made_days, good_days, quantity in (("a", 120, 20, 40), ("b", 15, 540, 200)):
            key = f"demo:{product_id}:{which}"[:64]
            known = facade.lot_by_key(key)
            made = known or facade.open_lot(
                key,
                group_code,
                product_id,
                name,
                today - timedelta(days=made_days),
                today + timedelta(days=good_days) if expires else None,
                quantity,
                by,
            )
            numbers.append(made.number)
    return tuple(numbers)
