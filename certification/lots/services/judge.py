"""What follows from lots for whether a product may be bought."""

from datetime import date, datetime
from typing import Final

import catalogue.facade as catalogue
from certification.lots.contracts import LotState
from certification.lots.selectors import lots_of_product

#: The source of our blocks in the catalogue.
SOURCE: Final = "lots"


def judge(product_id: str, *, now: datetime, today: date, recalled: str = "") -> None:
    """
    Bring the product's blocks in line with its lots, in the caller's transaction.

    ``recalled`` is the lot that is being called back: where no other lot can be sold, the product is
    blocked. A product whose lots are merely sold out is the stock's affair, not ours.
    """
    del now
    lots = lots_of_product(product_id)
    if any(each.sellable_on(today) for each in lots):
        catalogue.unblock([product_id], "recall", SOURCE)
        catalogue.unblock([product_id], "shelf-life", SOURCE)
        return
    if recalled:
        catalogue.block([product_id], "recall", SOURCE, note=f"Lot {recalled} was called back")
    past = [
        each
        for each in lots
        if each.state == LotState.OPEN
        and each.available > 0
        and each.expires_on is not None
        and each.expires_on < today
    ]
    if past:
        catalogue.block([product_id], "shelf-life", SOURCE, note=f"Lot {past[0].number} is past its last day")
    else:
        catalogue.unblock([product_id], "shelf-life", SOURCE)
