"""Who a document is for: asked of the store, kept by us only where the law wants it."""

import json

from commerce.client import OrderParts
from commerce.facade import app_store
from jkrlm.kernel.secrets import unseal
from sellers.tax.documents import Recipient
from sellers.tax.models import TaxDocument


def recipient_in(order: OrderParts | None) -> Recipient:
    """Return the buyer as an order of the store names him, empty where it does not."""
    address = order.shipping_address if order else None
    if address is None:
        return Recipient("", (), "")
    town = f"{address.city} {address.postal_code}"
    street = (address.street_address_1, address.street_address_2, town)
    return Recipient(
        name=f"{address.first_name} {address.last_name}".strip(),
        address=tuple(part.strip() for part in street if part and part.strip()),
        state=address.country_area or "",
    )


def recipient_of(row: TaxDocument) -> Recipient:
    """
    Return the buyer as the document was issued to him, else as the store knows him now.

    Raises:
        StoreUnavailable: it has to be asked and does not answer.
        CannotUnseal: the key that sealed him is missing.
    """
    if row.recipient is not None:
        kept = json.loads(unseal(bytes(row.recipient)))
        return Recipient(kept["name"], tuple(kept["address"]), kept["state"])
    return recipient_in(app_store().order_details(id=row.order_id).order)
