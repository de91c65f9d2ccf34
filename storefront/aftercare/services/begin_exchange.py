"""The other piece of an exchange goes into the bag, marked so that its order is known again."""

from typing import Final

from django.core import signing
from django.utils.translation import gettext as _

from commerce.client import MetadataInput, OrderParts
from commerce.facade import public_store, refuse_on
from jkrlm.kernel.errors import DomainError
from logistics.facade import PincodeUnknown, place
from sellers.orders.facade import ReturnView
from storefront.bag.cookie import Bag
from storefront.bag.errors import BagGone
from storefront.bag.selectors import open_checkout
from storefront.bag.services.change_bag import add_to_bag
from storefront.checkout import store
from storefront.checkout.contracts import Contact

#: Metadata of checkout and order: which return this piece stands for, signed.
EXCHANGE_KEY: Final = "umeed.exchange"
_SALT: Final = "shop.exchange"


def begin_exchange(*, view: ReturnView, order: OrderParts, bag: Bag | None) -> Bag:
    """
    Return the bag with the wanted piece; a new one has the buyer's address already. Bought, it is reserved.

    Raises:
        StoreRefused: the piece is sold, or not on sale.
        BagGone.
    """
    held = open_checkout(bag.checkout_id) if bag else None
    if held is not None and bag is not None:
        marked = {entry.key: entry.value for entry in held.metadata}.get(EXCHANGE_KEY, "")
        if return_named(marked) == view.number:
            return bag  # pressed twice
    made = add_to_bag(bag=bag if held else None, variant_id=view.wanted, quantity=1)
    answer = (
        public_store()
        .metadata_update(
            id=made.checkout_id,
            input=[MetadataInput(key=EXCHANGE_KEY, value=signing.dumps(view.number, salt=_SALT))],
        )
        .update_metadata
    )
    assert answer is not None
    refuse_on(answer.errors)
    if held is None or held.shipping_address is None:
        _write_address(made.checkout_id, order)
    return made


def return_named(marked: str) -> int | None:
    """Return which return a mark names; None where it is none of ours."""
    try:
        return int(signing.loads(marked, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def _write_address(checkout_id: str, order: OrderParts) -> None:
    """As she gave it for the first order; she may change it at the checkout."""
    to = order.shipping_address
    if to is None:
        return
    try:
        where = place(to.postal_code)
    except PincodeUnknown:
        return
    contact = Contact(
        phone=to.phone or "",
        email=order.user_email or "",
        name=f"{to.first_name} {to.last_name}".strip(),
        line1=to.street_address_1,
        line2=to.street_address_2,
        city=to.city.title(),
        pincode=where.pincode,
        state=where.state,
    )
    if contact.email:
        store.set_email(checkout_id, contact.email)
    try:
        store.set_addresses(checkout_id, contact)
    except DomainError as refusal:
        raise BagGone(_("This bag is closed.")) from refusal
