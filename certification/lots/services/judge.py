"""What follows from lots for whether a product may be bought."""

from datetime import date, datetime, timedelta
from typing import Final

import catalogue.facade as catalogue
from certification.lots.contracts import Life, Lot, LotState
from certification.lots.life import life_of
from certification.lots.selectors import lots_of_product

#: The source of our blocks in the catalogue.
SOURCE: Final = "lots"


def judge(product_id: str, *, now: datetime, today: date, recalled: str = "") -> bool:
    """
    Bring the product's blocks in line with its lots, in the caller's transaction; return whether it is
    blocked for
    its shelf life: no lot that has pieces left would keep long enough when it reaches a buyer of today.

    ``recalled`` is the lot that is being called back: where no other lot can be sold, the product is
    blocked. A product whose lots are merely sold out is the stock's affair, not ours.
    """
    del now
    lots = lots_of_product(product_id)
    life = life_of(product_id, on=today)
    arrives_on = today + timedelta(days=life.on_the_way)
    if any(each.sellable_on(arrives_on, keeps_days=life.days) for each in lots):
        catalogue.unblock([product_id], "recall", SOURCE)
        catalogue.unblock([product_id], "shelf-life", SOURCE)
        return False
    if recalled:
        catalogue.block([product_id], "recall", SOURCE, note=f"Lot {recalled} was called back")
    past = [
        each
        for each in lots
        if each.state == LotState.OPEN
        and each.available > 0
        and each.expires_on is not None
        and not each.sellable_on(arrives_on, keeps_days=life.days)
    ]
    if past:
        catalogue.block([product_id], "shelf-life", SOURCE, note=_why(past[-1], life, today))
    else:
        catalogue.unblock([product_id], "shelf-life", SOURCE)
    return bool(past)


def _why(lot: Lot, life: Life, today: date) -> str:
    """Say it of the freshest lot."""
    if lot.expires_on is not None and lot.expires_on < today:
        return f"Lot {lot.number} is past its last day"
    return f"Lot {lot.number} would keep less than {life.days} days when it arrives"
