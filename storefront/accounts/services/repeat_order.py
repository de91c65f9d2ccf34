"""Put what was bought once into the bag again, at today's prices."""

from dataclasses import dataclass

from commerce.facade import StoreRefused, app_store
from storefront.bag.cookie import Bag
from storefront.bag.sentences import bag_sentence
from storefront.bag.services.change_bag import add_to_bag
from storefront.models import OrderAccess


@dataclass(frozen=True, slots=True)
class Repeated:
    """``missing``: (piece, why not) of what could not be put into the bag."""

    bag: Bag | None
    pieces: int
    missing: tuple[tuple[str, str], ...]


def repeat_order(*, access: OrderAccess, bag: Bag | None) -> Repeated:
    """
    Ask the store line by line: one piece that is sold keeps no other out of the bag.

    Where fewer are left than were bought, one goes in; how many are left is said.
    """
    order = app_store().order_details(id=str(access.order_id)).order
    pieces, missing = 0, []
    for line in order.lines if order is not None else ():
        got, why = 0, "NOT_FOUND"
        message = ""
        if line.variant is not None:
            for quantity in dict.fromkeys((line.quantity, 1)):
                try:
                    bag = add_to_bag(bag=bag, variant_id=line.variant.id, quantity=quantity)
                except StoreRefused as refusal:
                    why, message = refusal.code, refusal.message
                else:
                    got = quantity
                    break
        pieces += got
        if got < line.quantity:
            missing.append((line.product_name, bag_sentence(why, message)))
    return Repeated(bag, pieces, tuple(missing))
