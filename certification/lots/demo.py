"""Lots of the demo: fresh ones to sell from, and one whose last day is near."""

from datetime import date, timedelta
from typing import Final

from certification.lots import selectors
from certification.lots.contracts import By
from certification.lots.models import MinimumLife
from certification.lots.services.open_lot import open_lot
from jkrlm.kernel import clock
from jkrlm.kernel.dated import Standing

#: Kind of goods -> days that they keep when they reach the buyer.
LIVES: Final = {
    "honey": 120,
    "saffron": 90,
    "dried-fruit": 60,
    "pickle-preserve": 60,
    "spices-kehwa": 60,
    "kaladi": 5,
}
ON_THE_WAY: Final = 10


def load_demo_lives() -> None:
    """
    Have the rules begin that staff may then change: a usual habit of shops, read in no source.
    Repeatable.
    """
    if MinimumLife.objects.exists():
        return
    MinimumLife.objects.bulk_create(
        MinimumLife(
            kind=kind,
            days=days,
            on_the_way=min(days, ON_THE_WAY),
            valid_from=date(2026, 1, 1),
            status=Standing.UNCONFIRMED,
            source="a habit of shops (sample)",
        )
        for kind, days in LIVES.items()
    )


def load_demo_lots(goods: tuple[tuple[str, str, str, bool], ...], by: By) -> tuple[str, ...]:
    """
    Open two lots for each of the goods: (group's code, product's id, name, whether they expire).

    Returns their numbers, the older first. Repeated, it changes nothing.
    """
    load_demo_lives()
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
